import { unsupported, type FormatError } from "./formatError.js";

interface Stranger {
  /** Bytes, or undefined where any will do. */
  readonly magic: readonly (number | undefined)[];
  readonly what: string;
  readonly cure: string;
}

function ascii(text: string): number[] {
  return Array.from(new TextEncoder().encode(text));
}

const LOSSY = "its compression changes values, so it cannot hold labels";

/** Files that people have instead of masks. */
const STRANGERS: readonly Stranger[] = [
  { magic: [0, 0, 0, 12, ...ascii("jP  ")], what: `a JPEG 2000 image: ${LOSSY}`, cure: "save a PNG" },
  {
    magic: [...ascii("RIFF"), undefined, undefined, undefined, undefined, ...ascii("WEBP")],
    what: "a WebP image: it holds colours, not labels",
    cure: "save a PNG",
  },
  { magic: ascii("GIF8"), what: "a GIF, whose palette programs rearrange", cure: "save the labels as a PNG" },
  { magic: ascii("BM"), what: "a BMP image", cure: "save the labels as a PNG" },
  { magic: ascii("%PDF"), what: "a PDF: a document holds no labels", cure: "save the mask as a PNG" },
  {
    magic: [0x89, ...ascii("HDF\r\n\x1a\n")],
    what: "an HDF5 file (or a .mat of version 7.3)",
    cure: "save the labels as a .npy array",
  },
  {
    magic: ascii("MATLAB 5.0 MAT-file"),
    what: "a MATLAB .mat file",
    cure: "save the labels as a PNG or a .npy array",
  },
  ...[2, 3, 4, 5].map((version) => ({
    magic: [0x80, version],
    what: "a Python pickle",
    cure: "save the labels with numpy.save",
  })),
];

/** What the file is, of those formats that are no masks, and what to save instead. */
export function refusalOf(bytes: Uint8Array): FormatError {
  const known = STRANGERS.find(({ magic }) =>
    magic.every((byte, i) => byte === undefined || byte === bytes[i]),
  );
  if (known !== undefined) return unsupported(known.what, known.cure);
  if (isText(bytes)) {
    return unsupported("a text file", "save the labels as a PNG, or as a .npy array with numpy.save");
  }
  return unsupported("neither a PNG, a NumPy array, a TIFF nor a NIfTI file by its content");
}

/** Whether a file begins as text does: no control characters but those that part lines and words. */
function isText(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 512).every((byte) => byte >= 0x20 || (byte >= 9 && byte <= 13));
}

import { FormatError } from "./formatError.js";

interface Stranger {
  /** Bytes, or undefined where any will do. */
  readonly magic: readonly (number | undefined)[];
  readonly message: string;
}

function ascii(text: string): number[] {
  return Array.from(new TextEncoder().encode(text));
}

const LOSSY = "its compression changes values, so it cannot hold labels; save a PNG";

/** Files that people have instead of masks. */
const STRANGERS: readonly Stranger[] = [
  { magic: [0xff, 0xd8, 0xff], message: `a JPEG: ${LOSSY}` },
  { magic: [0, 0, 0, 12, ...ascii("jP  ")], message: `a JPEG 2000 image: ${LOSSY}` },
  {
    magic: [...ascii("RIFF"), undefined, undefined, undefined, undefined, ...ascii("WEBP")],
    message: "a WebP image: it holds colours, not labels; save a PNG",
  },
  { magic: ascii("GIF8"), message: "a GIF, whose palette programs rearrange; save the labels as a PNG" },
  { magic: ascii("BM"), message: "a BMP image; save the labels as a PNG" },
  { magic: ascii("%PDF"), message: "a PDF: a document holds no labels; save the mask as a PNG" },
  {
    magic: [0x89, ...ascii("HDF\r\n\x1a\n")],
    message: "an HDF5 file (or a .mat of version 7.3); save the labels as a .npy array",
  },
  {
    magic: ascii("MATLAB 5.0 MAT-file"),
    message: "a MATLAB .mat file; save the labels as a PNG or a .npy array",
  },
  ...[2, 3, 4, 5].map((version) => ({
    magic: [0x80, version],
    message: "a Python pickle; save the labels with numpy.save",
  })),
];

/** What the file is, of those formats that are no masks, and what to save instead. */
export function refusalOf(bytes: Uint8Array): FormatError {
  const known = STRANGERS.find(({ magic }) =>
    magic.every((byte, i) => byte === undefined || byte === bytes[i]),
  );
  if (known !== undefined) return new FormatError(known.message);
  if (isText(bytes)) {
    return new FormatError("a text file; save the labels as a PNG, or as a .npy array with numpy.save");
  }
  return new FormatError("neither a PNG, a NumPy array, a TIFF nor a NIfTI file by its content");
}

/** Whether a file begins as text does: no control characters but those that part lines and words. */
function isText(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 512).every((byte) => byte >= 0x20 || (byte >= 9 && byte <= 13));
}

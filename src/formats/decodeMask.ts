import type { ScoreLayout } from "../types.js";
import type { Colours } from "./colours.js";
import type { DecodedMask } from "./decodedMask.js";
import { FormatError } from "./formatError.js";
import type { Inflate } from "./inflate.js";
import { decodeNifti, isGzip, isNifti } from "./nifti.js";
import { isNpy } from "./npy.js";
import { decodeNpyMask } from "./npyMask.js";
import { isZip, npzEntries } from "./npz.js";
import { decodePng, isPng } from "./png.js";
import { decodeTiff, isTiff } from "./tiff.js";

export type { DecodedMask } from "./decodedMask.js";

export interface DecodeOptions {
  /** The platform's own inflate, where it has a synchronous one; default: fflate's. */
  readonly inflate?: Inflate | undefined;
  /** Axes of score tensors: "channelsLast" H x W x N (default), "channelsFirst" N x H x W. */
  readonly layout?: ScoreLayout | undefined;
  /** What the colours of an RGB label image mean; without it they are refused. */
  readonly colours?: Colours | undefined;
}

/**
 * Reads a mask, telling its format by its first bytes: PNG, NumPy .npy and .npz, TIFF, NIfTI. What only some formats need
 * is loaded when a file of theirs is met.
 *
 * @throws {FormatError} none of these, damaged, or no mask; the message does not name the file
 */
export async function decodeMask(bytes: Uint8Array, options: DecodeOptions = {}): Promise<DecodedMask> {
  const { layout = "channelsLast", colours } = options;
  if (bytes.length === 0) throw new FormatError("the file is empty (0 bytes)");
  if (isPng(bytes)) {
    return { kind: "labels", format: "png", slices: 1, nodata: undefined, ...decodePng(bytes, options) };
  }
  if (isNpy(bytes)) return decodeNpyMask(bytes, layout, "npy");
  if (isZip(bytes)) return decodeNpz(bytes, layout);
  if (isTiff(bytes)) {
    return { kind: "labels", format: "tiff", slices: 1, ...(await decodeTiff(bytes, colours)) };
  }
  if (isGzip(bytes) || isNifti(bytes)) {
    const { data, width, height, slices, note } = await decodeNifti(bytes);
    const labels = { data, width, height: height * slices };
    return { kind: "labels", format: "nifti", labels, slices, nodata: undefined, note };
  }
  throw new FormatError(refusal(bytes));
}

/** The one array of an archive that is a mask. */
function decodeNpz(bytes: Uint8Array, layout: ScoreLayout): DecodedMask {
  const entries = npzEntries(bytes);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined) return decodeNpyMask(only.read(), layout, "npz");
  const masks: { readonly name: string; readonly mask: DecodedMask }[] = [];
  for (const { name, read } of entries) {
    const content = read();
    try {
      masks.push({ name, mask: decodeNpyMask(content, layout, "npz") });
    } catch (error) {
      // Beside a mask there may be a scalar, a table of names, an image.
      if (!(error instanceof FormatError)) throw error;
    }
  }
  const [mask] = masks;
  if (mask !== undefined && masks.length === 1) return mask.mask;
  const names = (masks.length > 1 ? masks : entries).map(({ name }) => JSON.stringify(name)).join(", ");
  throw new FormatError(
    masks.length > 1
      ? `.npz holds ${masks.length} masks, ${names}; save the one to be scored in a file of its own`
      : `.npz holds no label map (integers, H x W) and no scores (floats, H x W x N), but ${names}`,
  );
}

/** How files begin that are often taken for masks, and why they are none. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/^\xff\xd8\xff/, "a JPEG: its compression changes values, so it cannot hold labels; save a PNG"],
  [/^RIFF[^]{4}WEBP/, "a WebP image; save labels as a PNG"],
  [/^GIF8/, "a GIF image; save labels as a PNG"],
  [/^BM/, "a BMP image; save labels as a PNG"],
  [/^\x89HDF/, "an HDF5 file (or a MATLAB .mat of version 7.3); save each mask as .npy or PNG"],
  [/^MATLAB /, "a MATLAB .mat file; save each mask as .npy or PNG"],
  [/^%PDF/, "a PDF"],
  [/^\s*</, "a text file, HTML or XML"],
  [/^\s*[[{]/, "a text file, maybe JSON"],
];

function refusal(bytes: Uint8Array): string {
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  const known = OTHERS.find(([pattern]) => pattern.test(start))?.[1];
  return known ?? "no mask by its content: neither PNG, NumPy, TIFF nor NIfTI";
}

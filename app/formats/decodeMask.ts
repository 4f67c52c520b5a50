import { flatGrid } from "../../src/reading/raster.js";
import type { ScoreLayout } from "../../src/types.js";
import { decodeNpyMask } from "./arrayMask.js";
import type { Colours } from "../../src/labels/colours.js";
import type { MaskFile } from "./maskFile.js";
import { unsupported } from "./formatError.js";
import { isGzip } from "./gzip.js";
import type { Inflate } from "./inflate.js";
import { type DecodeJpeg, decodeJpegMask, isJpeg, jpegWithoutThreshold } from "./jpeg.js";
import { decodeNifti, isNifti } from "./nifti.js";
import { isNpy } from "./npy.js";
import { decodeNpz } from "./npz.js";
import { decodePngLabels, isPng } from "./png.js";
import { refusalOf } from "./refusals.js";
import { decodeTiff } from "./tiff.js";
import { isTiff } from "./tiffDirectory.js";
import { isZip } from "./zip.js";

export type { FormatName, MaskFile } from "./maskFile.js";
export type { Inflate } from "./inflate.js";

export interface DecodeOptions {
  /** The platform's own inflate, where it has a synchronous one; default: fflate's. */
  readonly inflate?: Inflate | undefined;
  /** Axes of score tensors: "channelsLast" H x W x N (default), "channelsFirst" N x H x W. */
  readonly layout?: ScoreLayout | undefined;
  /** What the colours of an RGB(A) label image mean: a palette (colour 0xRRGGBB -> label), or "ids": R + 256 G + 65536 B. Without it colours are refused. */
  readonly colours?: Colours | undefined;
  /** A threshold tells values apart: floats of one a pixel are kept as they are, and JPEG is read. */
  readonly takesValues?: boolean | undefined;
  /** Reads JPEG, for who has loaded it. */
  readonly jpeg?: DecodeJpeg | undefined;
  /** A mask of more pixels is refused; default 2^28. */
  readonly maxPixels?: number | undefined;
}

/**
 * Reads a mask, telling its format by its content: a PNG, TIFF or GeoTIFF label map, a NIfTI label volume, or a NumPy
 * array (.npy, or in a .npz) that is a label map (any integers or booleans, H x W) or scores (floats, see layout). Floats of
 * one a pixel are labels where all are whole numbers, and values where a threshold was given; so are a JPEG's greys.
 *
 * @throws {FormatError} none of these, damaged, larger than maxPixels, or not of labels
 */
export function decodeMask(
  bytes: Uint8Array,
  { inflate, layout = "channelsLast", colours, takesValues = false, jpeg, maxPixels }: DecodeOptions = {},
): MaskFile {
  if (bytes.length === 0) throw unsupported("the file is empty (0 bytes)");
  if (isPng(bytes)) {
    const { data, width, height, note } = decodePngLabels(bytes, { inflate, colours, maxPixels });
    const raster = { kind: "labels", data, nodata: undefined, ...flatGrid(width, height) } as const;
    return { format: "png", raster, note };
  }
  if (isNpy(bytes)) return decodeNpyMask(bytes, "npy", ".npy", layout, takesValues, maxPixels);
  if (isZip(bytes)) return decodeNpz(bytes, layout, inflate, takesValues, maxPixels);
  if (isTiff(bytes)) return decodeTiff(bytes, { inflate, colours, takesValues, maxPixels });
  if (isGzip(bytes) || isNifti(bytes)) return decodeNifti(bytes, inflate, takesValues, maxPixels);
  if (isJpeg(bytes)) {
    if (!takesValues || jpeg === undefined) throw jpegWithoutThreshold();
    return decodeJpegMask(bytes, jpeg, maxPixels);
  }
  throw refusalOf(bytes);
}

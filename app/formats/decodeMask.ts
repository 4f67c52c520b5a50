import { flatGrid } from "../../src/reading/raster.js";
import type { ScoreLayout } from "../../src/types.js";
import { decodeNpyMask } from "./arrayMask.js";
import type { Colours } from "../../src/labels/colours.js";
import type { PixelDeclaration } from "./declaredColours.js";
import type { LowBits } from "./lowBits.js";
import type { MaskFile } from "./maskFile.js";
import { allOf, type FileBytes, heldBytes } from "./fileBytes.js";
import { decodeBmp, isBmp } from "./bmp.js";
import { decodeGif, isGif } from "./gif.js";
import { decodePnm, isPnm } from "./pnm.js";
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

/** As much of a file as tells its format. */
const HEAD_BYTES = 2 ** 16;

export interface DecodeOptions extends PixelDeclaration {
  /** What the file is called: some formats are told by how it ends, of those that are not read. */
  readonly name?: string | undefined;
  /** The platform's own inflate, where it has a synchronous one; default: fflate's. */
  readonly inflate?: Inflate | undefined;
  /** Axes of scores and of one-hot numbers: "channelsLast" H x W x N (default of scores; of one-hot ones their numbers tell), "channelsFirst" N x H x W. */
  readonly layout?: ScoreLayout | undefined;
  /** What the colours of an RGB(A) label image mean: a palette (colour 0xRRGGBB -> label), or "ids": R + 256 G + 65536 B. Without it colours are refused. */
  readonly colours?: Colours | undefined;
  /** What greys of 1, 2 or 4 bits are; where nobody says it they are as they are stored, and the file tells that. */
  readonly lowBits?: LowBits | undefined;
  /** A threshold tells values apart: floats of one a pixel are kept as they are, and JPEG is read. */
  readonly takesValues?: boolean | undefined;
  /** Reads JPEG, for who has loaded it. */
  readonly jpeg?: DecodeJpeg | undefined;
  /** Of a file of several label maps the one that is meant. */
  readonly slice?: number | undefined;
  /** All label maps of a file are taken for one volume. */
  readonly takesStack?: boolean | undefined;
  /** A mask of more pixels is refused; default 2^28. */
  readonly maxPixels?: number | undefined;
  /** Memory that ids of a PNG's colours may lie in where it suffices; the caller must be done with what it held. */
  readonly idMemory?: Uint32Array | undefined;
}

/**
 * Reads a mask, telling its format by its content: a PNG, BMP, GIF, PGM, TIFF or GeoTIFF label map, a NIfTI label volume, or a NumPy
 * array (.npy, or in a .npz) that is a label map (any integers or booleans, H x W; or one-hot) or scores (floats, see layout). Floats of
 * one a pixel are labels where all are whole numbers, and values where a threshold was given; so are a JPEG's greys.
 *
 * @param mask the file, or what reads its parts: large scores are then never held as a whole
 * @throws {FormatError} none of these, damaged, larger than maxPixels, or not of labels
 */
export function decodeMask(mask: Uint8Array | FileBytes, options: DecodeOptions = {}): MaskFile {
  const { inflate, layout, colours, lowBits, takesValues = false, jpeg, maxPixels } = options;
  const { alpha, nearestColour, unlistedColours, slice, takesStack, idMemory } = options;
  const declaration = { alpha, nearestColour, unlistedColours };
  const stack = { slice, takesStack };
  const file = mask instanceof Uint8Array ? heldBytes(mask) : mask;
  if (file.length === 0) throw unsupported("the file is empty (0 bytes)");
  const head = file.read(0, Math.min(file.length, HEAD_BYTES));
  if (isPng(head)) {
    const png = decodePngLabels(allOf(file), { inflate, colours, declaration, lowBits, maxPixels, idMemory });
    const { width, height, note, undecidedBits, ...labels } = png;
    const raster = { kind: "labels", ...labels, nodata: undefined, ...flatGrid(width, height) } as const;
    return { format: "png", raster, note, undecidedBits };
  }
  if (isNpy(head)) return decodeNpyMask(file, "npy", ".npy", layout, takesValues, maxPixels, stack);
  if (isZip(head)) return decodeNpz(file, layout, inflate, takesValues, maxPixels, stack);
  if (isTiff(head)) {
    const how = { inflate, colours, declaration, lowBits, takesValues, maxPixels, ...stack };
    return decodeTiff(allOf(file), how);
  }
  if (isGzip(head) || isNifti(head)) return decodeNifti(file, inflate, takesValues, maxPixels, options.name);
  if (isJpeg(head)) {
    if (!takesValues || jpeg === undefined) throw jpegWithoutThreshold();
    return decodeJpegMask(allOf(file), jpeg, maxPixels);
  }
  if (isGif(head)) return decodeGif(allOf(file), { colours, declaration, maxPixels });
  if (isBmp(head)) return decodeBmp(allOf(file), { colours, declaration, maxPixels });
  if (isPnm(head)) return decodePnm(allOf(file), { colours, declaration, maxPixels });
  throw refusalOf(head, options.name);
}

import { pixelCountOf, pixelText, type RasterGrid, type Raster } from "../../src/reading/raster.js";
import { suggestedThreshold } from "./suggestedThreshold.js";
import { type FormatError, thresholdMissing } from "./formatError.js";
import { WholeNumbers } from "./wholeNumbers.js";

/** Floats of a file, one a pixel. */
export type Floats = Float32Array | Float64Array;

/** How floats of one a pixel are taken. */
export interface FloatOptions {
  /** A threshold tells what they mean: they are kept as they are. Else they are labels, if they are whole numbers. */
  readonly takesValues: boolean;
  /** What the file is called in the error. */
  readonly what: string;
  readonly nodata?: number | undefined;
}

/**
 * The raster of floats that are one a pixel.
 *
 * @throws {FormatError} they are neither whole numbers nor to be compared with a threshold
 */
export function rasterOfFloats(
  floats: Floats,
  grid: RasterGrid,
  { takesValues, what, nodata }: FloatOptions,
): Raster {
  if (takesValues) return { kind: "values", data: floats, nodata, ...grid };
  const labels = new WholeNumbers(floats.length);
  const stray = labels.add(floats);
  if (stray >= 0) throw noLabel(floats, stray, stray, grid, { what, nodata });
  return { kind: "labels", data: labels.labels, nodata: labelOf(nodata), ...grid };
}

/** No data that no label can be marks nothing. */
function labelOf(nodata: number | undefined): number | undefined {
  return Number.isInteger(nodata) ? nodata : undefined;
}

/**
 * The raster of floats that come in pieces and are whole numbers: what is held is labels, in an array no larger than it has to be.
 *
 * @throws {FormatError} one is none
 */
export function rasterOfPieces(pieces: Iterable<Floats>, grid: RasterGrid, what: string): Raster {
  const labels = new WholeNumbers(pixelCountOf(grid.size));
  let first = 0;
  for (const piece of pieces) {
    const stray = labels.add(piece);
    if (stray >= 0) throw noLabel(piece, stray - first, stray, grid, { what });
    first += piece.length;
  }
  return { kind: "labels", data: labels.labels, nodata: undefined, ...grid };
}

/**
 * @param floats as many as are at hand, to tell how large values are
 * @param at which of them is no label
 */
function noLabel(
  floats: Floats,
  at: number,
  pixel: number,
  { size }: RasterGrid,
  { what, nodata }: Omit<FloatOptions, "takesValues">,
): FormatError {
  return thresholdMissing(
    `${what} with ${Number((floats[at] as number).toPrecision(6))} at ${pixelText(pixel, size)}, which is no label`,
    suggestedThreshold(floats, (value) => value === nodata),
  );
}

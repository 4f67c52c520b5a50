import type { Raster } from "../../src/reading/raster.js";
import { DatasetError } from "../errors/problem.js";
import { suggestedThreshold } from "../formats/suggestedThreshold.js";
import type { MaskPair, NamedMask } from "./maskPair.js";
import { scoreAxesOf } from "./rasterLabels.js";

/** What scores of one row of pixels (1 x H x W), or of one column (H x W x 1, scores first), are as values of one a pixel. */
export interface PossibleValues {
  /** Their shape in the file. */
  readonly shape: string;
  readonly rows: number;
  readonly columns: number;
  readonly threshold: number;
}

/** undefined where a mask has more than one row or column, or holds no scores */
export function possibleValuesOf(mask: Raster): PossibleValues | undefined {
  const scores = scoreAxesOf(mask);
  if (scores === undefined) return undefined;
  const [depth, height, width] = mask.size;
  const { layout, numClasses } = scores;
  const isLast = layout === "channelsLast";
  const [length, across] = isLast ? [width, height] : [height, width];
  if (depth * across !== 1 || length === 1) return undefined;
  const [rows, columns] = isLast ? [length, numClasses] : [numClasses, length];
  const threshold =
    mask.kind === "scores" && !mask.scores.isFloat16 ? suggestedThreshold(mask.scores.data) : 0.5;
  return {
    shape: isLast ? `1 x ${rows} x ${columns}` : `${rows} x ${columns} x 1`,
    rows,
    columns,
    threshold,
  };
}

/**
 * Floats of 1 x H x W are the scores of one row of pixels only where there are as many as classes, and where the other mask
 * is not H x W pixels.
 *
 * @param numClasses undefined where it is to be told by the scores
 * @throws {DatasetError} they are likelier values of one a pixel
 */
export function requireNoValuesAsScores(
  { groundTruth, prediction }: MaskPair,
  numClasses: number | undefined,
): void {
  for (const [side, other] of [
    [groundTruth, prediction],
    [prediction, groundTruth],
  ] as const) {
    const values = possibleValuesOf(side.mask);
    if (values === undefined) continue;
    const { rows, columns } = values;
    const [, otherRows, otherColumns] = other.mask.size;
    if (rows === otherRows && columns === otherColumns) {
      throw valuesWithoutThreshold(
        side,
        values,
        `are one value a pixel beside ${other.name}, which is ${columns} x ${rows} pixels`,
      );
    }
    const scores = scoreAxesOf(side.mask)?.numClasses as number;
    // Beside labels of one row they are what they look like.
    if (scores === numClasses || possibleValuesOf(other.mask) === undefined) continue;
    const either = `are either one value a pixel or ${scores} scores each of a row of pixels`;
    throw numClasses === undefined
      ? valuesWithoutThreshold(side, values, either, scores)
      : valuesWithoutThreshold(side, values, `${either}, and ${numClasses} classes are scored`);
  }
}

function valuesWithoutThreshold(
  { name }: NamedMask,
  { shape, threshold }: PossibleValues,
  what: string,
  classes?: number,
): DatasetError {
  return new DatasetError({
    code: "threshold-missing",
    file: name,
    got: `${shape} floats ${what}`,
    cure: [
      { do: "set-threshold", threshold, why: "to take what is greater for foreground" },
      ...(classes === undefined
        ? []
        : [{ do: "set-class-count", numClasses: classes, why: "if they are scores" } as const]),
    ],
  });
}

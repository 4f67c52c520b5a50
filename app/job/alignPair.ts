import { compareGrids, placementText, type Reorientation } from "../../src/reading/placement.js";
import { type Placement, type Raster, type RasterSize, sizeText } from "../../src/reading/raster.js";
import { pixelBefore, reorient } from "../../src/reading/reorient.js";
import { pixelBeforeResize, resizeRaster } from "../../src/reading/resizeNearest.js";
import type { ScoreTensor } from "../../src/types.js";
import { DatasetError } from "../errors/problem.js";
import type { MaskPair, NamedMask } from "./maskPair.js";
import { scoreAxesOf } from "./rasterLabels.js";

export const PLACEMENT_RULES = ["check", "ignore"] as const;

/** "check": masks that say where they lie must lie in one place; "ignore": pixels are taken as they lie in the files. */
export type PlacementRule = (typeof PLACEMENT_RULES)[number];

/** "prediction": one of another size is brought to the truth's, by nearest neighbour; undefined: sizes must agree. */
export type ResizeRule = "prediction";

/** A pair of one size, whose pixels belong together one by one. */
export interface AlignedPair extends MaskPair {
  /** How the prediction was brought to the truth's grid; undefined where it lay there. */
  readonly reorientation: Reorientation | undefined;
  /** The size that the prediction had; undefined where it was the truth's. */
  readonly resizedFrom: RasterSize | undefined;
}

/**
 * Brings a prediction that is stored mirrored, or with its axes in another order, to the grid of its ground truth; and one of
 * another size, where that was asked for: it is then taken to show all that the truth shows.
 *
 * @throws {DatasetError} the sides lie elsewhere, or differ in size
 */
export function alignPair(
  { groundTruth, prediction }: MaskPair,
  rule: PlacementRule,
  resize: ResizeRule | undefined,
): AlignedPair {
  const relation = rule === "check" ? compareGrids(groundTruth.mask, prediction.mask) : SAME;
  if (relation.kind === "reoriented") {
    const { reorientation } = relation;
    const mask = reorient(prediction.mask, reorientation, groundTruth.mask.placement);
    return { groundTruth, prediction: { ...prediction, mask }, reorientation, resizedFrom: undefined };
  }
  const isResized = !isOneSize(groundTruth.mask, prediction.mask);
  if (isResized && resize === undefined) throw sizesDiffer(groundTruth, prediction);
  // What lies elsewhere by its own word is not known to show what the truth shows.
  if (relation.kind === "elsewhere") throw elsewhere(groundTruth, prediction, relation.distance);
  if (isResized) {
    const mask = resizeRaster(prediction.mask, groundTruth.mask);
    return {
      groundTruth,
      prediction: { ...prediction, mask },
      reorientation: undefined,
      resizedFrom: prediction.mask.size,
    };
  }
  return { groundTruth, prediction, reorientation: undefined, resizedFrom: undefined };
}

const SAME = { kind: "same" } as const;

function elsewhere(
  groundTruth: NamedMask,
  prediction: NamedMask,
  distance: number | undefined,
): DatasetError {
  return new DatasetError({
    code: "placement-differs",
    file: prediction.name,
    predicted: placed(prediction.mask),
    groundTruth: groundTruth.name,
    expected: placed(groundTruth.mask),
    distance,
    cure: [{ do: "ignore-placement" }],
  });
}

function placed({ placement, size }: Raster): string {
  return placementText(placement as Placement, size);
}

/** The pixel of the prediction's file that has become this pixel of the truth's grid. */
export function pixelOfFile(pixel: number, { groundTruth, reorientation, resizedFrom }: AlignedPair): number {
  if (resizedFrom !== undefined) return pixelBeforeResize(pixel, resizedFrom, groundTruth.mask.size);
  return reorientation === undefined ? pixel : pixelBefore(pixel, groundTruth.mask.size, reorientation);
}

function isOneSize({ size }: Raster, other: Raster): boolean {
  return size.every((length, axis) => length === other.size[axis]);
}

function sizesDiffer(groundTruth: NamedMask, prediction: NamedMask): DatasetError {
  return new DatasetError({
    code: "pair-sizes-differ",
    file: prediction.name,
    predicted: describeSize(prediction.mask),
    groundTruth: groundTruth.name,
    expected: describeSize(groundTruth.mask),
    // Scores of another size may as well have their axes in another order.
    cure: scoreAxesOf(prediction.mask) === undefined ? [{ do: "resize-prediction" }] : [],
  });
}

/** Of scores with the number of classes, which tells a reader of axes in the wrong order. */
function describeSize(mask: Raster): string {
  const size = sizeText(mask.size);
  const scores = scoreAxesOf(mask);
  return scores === undefined ? size : `${size} (of ${axesOf(scores, mask.size)} scores)`;
}

/** The axes of scores, in the order of the file. */
export function axesOf(
  { numClasses, layout }: Pick<ScoreTensor, "numClasses" | "layout">,
  [, height, width]: RasterSize,
): string {
  return layout === "channelsLast"
    ? `H x W x N = ${height} x ${width} x ${numClasses}`
    : `N x H x W = ${numClasses} x ${height} x ${width}`;
}

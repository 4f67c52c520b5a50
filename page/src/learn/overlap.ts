import { binaryOverlap, type BinaryOverlap, dice, iou } from "../../../src/index.js";

/** Two masks, counted and scored. */
export interface MaskScores extends BinaryOverlap {
  /** NaN where both masks are empty. */
  readonly iou: number;
  readonly dice: number;
}

/** Scores of the foreground, class 1, of two masks of 0 and 1. */
export function scoreMasks(groundTruth: Uint8Array, prediction: Uint8Array): MaskScores {
  const options = { numClasses: 2, average: "none" } as const;
  return {
    ...binaryOverlap(groundTruth, prediction),
    iou: iou(groundTruth, prediction, options)[1] as number,
    dice: dice(groundTruth, prediction, options)[1] as number,
  };
}

/** The picture of two masks of 0 and 1: 1 where truth is, plus 2 where prediction is. */
export function overlapCells(groundTruth: Uint8Array, prediction: Uint8Array): Uint8Array {
  return groundTruth.map((truth, i) => truth + 2 * (prediction[i] as number));
}

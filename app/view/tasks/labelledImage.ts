import type { Labels } from "../../../src/types.js";

/** An image or a volume whose labels are classes, as scorers of masks take it. */
export interface LabelledImage {
  readonly groundTruth: Labels;
  readonly prediction: Labels;
  /** [height, width] or [depth, height, width]. */
  readonly shape: readonly number[];
  readonly spacing?: readonly number[] | undefined;
}

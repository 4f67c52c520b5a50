import { pairsOf } from "../../../app/view/describeModels.js";
import type { PairsView } from "../../../app/view/runView.js";
import { type Shown, shownIntervals } from "../../../app/view/shownIntervals.js";
import { compareModels, type ModelComparison } from "../../../src/scorers/compareModels.js";
import { SegmentationScorer } from "../../../src/scorers/segmentationScorer.js";
import type { NamedState } from "./protocol.js";

// What a worker does for several models: loaded by the first that is asked.

/** Undefined where they cannot be compared. */
export function comparePairs(states: readonly NamedState[]): PairsView | undefined {
  const models = states.map(({ name, state }) => ({ name, scorer: SegmentationScorer.fromBytes(state) }));
  return pairsOf(models, { ci: 95, isWhole: true });
}

/** @throws {Error} they are not of the same images, or of one only */
export function compareTwo([first, second]: readonly [NamedState, NamedState]): Shown<ModelComparison> {
  const [one, other] = [first, second].map(({ state }) => SegmentationScorer.fromBytes(state)) as [
    SegmentationScorer,
    SegmentationScorer,
  ];
  return shownIntervals(compareModels(one, other), undefined);
}

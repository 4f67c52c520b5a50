import type { NamedScorer } from "../../app/view/buildRunView.js";
import type { RunView } from "../../app/view/runView.js";
import { SegmentationScorer } from "../../src/scorers/segmentationScorer.js";
import { describeModels, type Telling } from "../../app/view/describeModels.js";

/** Models by the states of their scorers, and what is to be told of them. */
export interface ToldStates {
  readonly models: readonly (Omit<NamedScorer, "scorer"> & { readonly state: Uint8Array })[];
  readonly telling: Telling;
}

/** What is shown of models whose scorers are elsewhere. */
export function describeStates({ models, telling }: ToldStates): RunView {
  const scored = models.map(({ state, ...named }) => ({
    ...named,
    scorer: SegmentationScorer.fromBytes(state),
  }));
  return describeModels(scored, telling);
}

import { type Shown, shownIntervals } from "../../../app/view/shownIntervals.js";
import { comparedPairs } from "../../../app/view/pairsSection.js";
import { type AllComparisons, compareAllModels } from "../../../src/scorers/compareAllModels.js";
import { compareModels, type ModelComparison } from "../../../src/scorers/compareModels.js";
import type { SegmentationScorer } from "../../../src/scorers/segmentationScorer.js";
import type { TaskStates } from "../counting/protocol.js";
import { scorerOfTask } from "./scorersOfTasks.js";

// What a worker does for models of other tasks: loaded by the first that is asked.

/** By the score that stands first. */
export function compareTasks({ task, states }: TaskStates): Shown<AllComparisons> | undefined {
  const scorers = states.map((state) => scorerOfTask(task, state));
  return comparedPairs(scorers, (all) => compareAllModels(all), undefined);
}

/** @throws {Error} they are not of the same images, or of one only */
export function compareTwoTasks({ task, states }: TaskStates): Shown<ModelComparison<string>> {
  // Which kind of scorer they are is known only here, and compareModels says so where they differ.
  const [first, second] = states.map((state) => scorerOfTask(task, state)) as unknown as [
    SegmentationScorer,
    SegmentationScorer,
  ];
  return shownIntervals(compareModels(first, second), undefined);
}

import type { OverlapSums } from "../../types.js";
import { type ClassScores, rowClassScores } from "./datasetScores.js";
import type { CountedRun } from "./countedRun.js";
import { entriesOf } from "../../counting/entries.js";
import { emptyOverlapSums } from "../../counting/overlapSums.js";

/**
 * Scores of categories: a pixel is right where truth and prediction are of one category, whichever of its classes. Pixels
 * of classes in no category count as misses and false hits of the others'.
 *
 * @see cityscapesScripts, evalPixelLevelSemanticLabeling.py, getIouScoreForCategory
 */
export function groupScores(run: CountedRun, beta: number): ClassScores[] {
  const { groups, numClasses, ignoreIndex } = run;
  if (groups.length === 0) return [];
  // One more category for what is in none; it is not scored.
  const numGroups = groups.length + 1;
  const groupOf = new Map(groups.flatMap(({ classes }, g) => classes.map((c) => [c, g] as const)));
  const sums: OverlapSums = emptyOverlapSums(1, numGroups);
  const add = (areas: Float64Array, g: number, count: number): void => {
    areas[g] = (areas[g] as number) + count;
  };
  for (const [cell, count] of entriesOf(run.total)) {
    const t = groupOf.get(Math.floor(cell / numClasses)) ?? groups.length;
    const p = groupOf.get(cell % numClasses) ?? groups.length;
    if (t === p) add(sums.intersection, t, count);
    add(sums.groundTruthArea, t, count);
    add(sums.predictionArea, p, count);
  }
  run.total.voidPredictions?.forEach((count, c) => {
    add(sums.groundTruthArea, groupOf.get(c) ?? groups.length, count);
  });
  // A category of nothing but the ignored class is ignored, too.
  const ignoredGroup = groups.findIndex(({ classes }) => classes.every((c) => c === ignoreIndex));
  const names = [...groups.map(({ name }) => name), "none"];
  return rowClassScores(sums, 0, names, {
    numClasses: numGroups,
    ignoreIndex: ignoredGroup < 0 ? undefined : ignoredGroup,
    excludeClasses: new Set(),
    beta,
  }).slice(0, -1);
}

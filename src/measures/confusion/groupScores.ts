import type { OverlapSums } from "../../types.js";
import { type ClassScores, rowClassScores } from "./datasetScores.js";
import type { CountedRun } from "./countedRun.js";
import { entriesOf } from "../../counting/entries.js";
import { emptyOverlapSums } from "../../counting/overlapSums.js";

/**
 * Scores of groups: a pixel is a group's where its class is one of the group's, in truth and in prediction alike, whichever
 * of them. Each group is asked for by itself, so that groups may overlap.
 *
 * @see cityscapesScripts, evalPixelLevelSemanticLabeling.py, getIouScoreForCategory; nnU-Net, regions
 */
export function groupScores(run: CountedRun, beta: number): ClassScores[] {
  const { numClasses, ignored, total } = run;
  return run.groups.map(({ name, classes }, g) => {
    const own = new Set(classes);
    // The group, and everything else.
    const sums: OverlapSums = emptyOverlapSums(1, 2);
    const sideOf = (c: number): number => (own.has(c) ? 0 : 1);
    const add = (areas: Float64Array, side: number, count: number): void => {
      areas[side] = (areas[side] as number) + count;
    };
    for (const [cell, count] of entriesOf(total)) {
      const t = sideOf(Math.floor(cell / numClasses));
      const p = sideOf(cell % numClasses);
      if (t === p) add(sums.intersection, t, count);
      add(sums.groundTruthArea, t, count);
      add(sums.predictionArea, p, count);
    }
    total.voidPredictions?.forEach((count, c) => {
      add(sums.groundTruthArea, sideOf(c), count);
    });
    const [scores] = rowClassScores(sums, 0, [name, ""], {
      numClasses: 2,
      // A group of nothing but ignored classes is ignored, too.
      ignored: classes.every((c) => ignored.includes(c)) ? [0] : [],
      excludeClasses: new Set(),
      beta,
    }) as [ClassScores];
    return { ...scores, classIndex: g };
  });
}

import { entriesOf } from "../../counting/entries.js";
import { listNames } from "../../errors/describe.js";
import { classScore, type ClassMetric } from "./classScores.js";
import type { CountedRun } from "./countedRun.js";

/** What mistaking one class for another costs. */
export interface ConfusionCost {
  readonly groundTruth: number;
  /** null: void. */
  readonly prediction: number | null;
  /** Weighted, as all counts of the run. */
  readonly pixels: number;
  /** What predicting these pixels right would add to the mean, exactly. */
  readonly cost: number;
  /** "pavement → road costs 0.013" */
  readonly text: string;
}

/** Each confusion put right, all else as it is: the true class gains hits, the predicted one loses false ones. */
export function confusionCosts(run: CountedRun, metric: ClassMetric): ConfusionCost[] {
  const { numClasses, classNames, ignored, totalSums } = run;
  const excluded = new Set(run.excludeClasses);
  const scoreOf = (c: number, hits: number, predicted: number): number =>
    ignored.includes(c) || excluded.has(c)
      ? NaN
      : classScore(metric, {
          intersection: (totalSums.intersection[c] as number) + hits,
          groundTruthArea: totalSums.groundTruthArea[c] as number,
          predictionArea: (totalSums.predictionArea[c] as number) + predicted,
          pixelCount: 0,
        });
  const scores = Array.from({ length: numClasses }, (_, c) => scoreOf(c, 0, 0));
  const defined = scores.filter((score) => !Number.isNaN(score));
  const sum = defined.reduce((all, score) => all + score, 0);
  const costs: ConfusionCost[] = [];
  const add = (groundTruth: number, prediction: number | null, pixels: number): void => {
    // A class that loses its last pixel leaves the mean.
    let sumAfter = sum;
    let definedAfter = defined.length;
    const move = (c: number, after: number): void => {
      const before = scores[c] as number;
      if (!Number.isNaN(before)) [sumAfter, definedAfter] = [sumAfter - before, definedAfter - 1];
      if (!Number.isNaN(after)) [sumAfter, definedAfter] = [sumAfter + after, definedAfter + 1];
    };
    move(groundTruth, scoreOf(groundTruth, pixels, pixels));
    if (prediction !== null) move(prediction, scoreOf(prediction, 0, -pixels));
    const cost = sumAfter / definedAfter - sum / defined.length;
    const [trueName, predictedName] = [groundTruth, prediction].map((c) =>
      c === null ? "void" : listNames([classNames[c] as string]),
    ) as [string, string];
    costs.push({
      groundTruth,
      prediction,
      pixels,
      cost,
      text: `${trueName} → ${predictedName} costs ${cost.toPrecision(2)}`,
    });
  };
  for (const [cell, pixels] of entriesOf(run.total)) {
    const [groundTruth, prediction] = [Math.floor(cell / numClasses), cell % numClasses];
    if (groundTruth !== prediction) add(groundTruth, prediction, pixels);
  }
  run.total.voidPredictions?.forEach((pixels, groundTruth) => {
    if (pixels > 0) add(groundTruth, null, pixels);
  });
  return costs;
}

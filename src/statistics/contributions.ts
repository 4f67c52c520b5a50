import { classScore, type ClassMetric } from "../measures/confusion/classScores.js";
import { descending } from "./descending.js";
import { entriesOf } from "../counting/entries.js";
import { addRow } from "./resampling.js";
import { type ImagesRun, rowsOf, statisticsOf } from "./statistics.js";

/** What one image does to the mean. */
export interface ImageContribution {
  readonly id: string | undefined;
  /** The image's own mean, over the classes in its truth or prediction; NaN where it has none. */
  readonly score: number;
  /** What leaving the image out adds to the mean, exactly: above 0 where the image drags it down. */
  readonly changeWithout: number;
  /** Pixels counted. */
  readonly pixelCount: number;
}

/** What mistaking one class for another costs. */
export interface ConfusionCost {
  readonly groundTruth: number;
  /** null: void. */
  readonly prediction: number | null;
  /** Weighted, as all counts of the run. */
  readonly pixels: number;
  /** What predicting these pixels right would add to the mean, exactly. */
  readonly cost: number;
  /** "calling pavement road costs 0.013" */
  readonly text: string;
}

export interface Contributions {
  readonly metric: "iou" | "dice";
  readonly mean: number;
  /** The image whose absence would raise the mean most comes first. */
  readonly images: readonly ImageContribution[];
  /** The dearest first. */
  readonly confusions: readonly ConfusionCost[];
}

/** Which images and which confusions hold the mean down; the mean is the convention "dataset"'s. */
export function contributions(run: ImagesRun, metric: "iou" | "dice"): Contributions {
  const { count, write } = statisticsOf(run, { metric, beta: 1 });
  const table = rowsOf(run);
  const { rows, rowCount, width } = table;
  const total = new Float64Array(width);
  for (let row = 0; row < rowCount; row++) addRow(total, rows, row * width, 1);
  const out = new Float64Array(count);
  const meanOf = (sums: Float64Array): number => {
    write(sums, out);
    return out[0] as number;
  };
  const mean = meanOf(total);
  const without = new Float64Array(width);
  const images = run.images.ids.map((id, row): ImageContribution => {
    without.set(total);
    addRow(without, rows, row * width, -1);
    const own = run.images.sums.groundTruthArea.subarray(row * run.numClasses, (row + 1) * run.numClasses);
    return {
      id,
      score: meanOf(rows.subarray(row * width, (row + 1) * width)),
      changeWithout: meanOf(without) - mean,
      pixelCount: own.reduce((sum, area) => sum + area, 0),
    };
  });
  return {
    metric,
    mean,
    images: images.sort((a, b) => descending(a.changeWithout, b.changeWithout)),
    confusions: confusionCosts(run, metric),
  };
}

/** Each confusion put right, all else as it is: the true class gains hits, the predicted one loses false ones. */
function confusionCosts(run: ImagesRun, metric: ClassMetric): ConfusionCost[] {
  const { numClasses, classNames, ignoreIndex, totalSums } = run;
  const excluded = new Set(run.excludeClasses);
  const scoreOf = (c: number, hits: number, predicted: number): number =>
    c === ignoreIndex || excluded.has(c)
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
      c === null ? "void" : (classNames[c] as string),
    ) as [string, string];
    costs.push({
      groundTruth,
      prediction,
      pixels,
      cost,
      text: `calling ${trueName} ${predictedName} costs ${cost.toPrecision(2)}`,
    });
  };
  for (const [cell, pixels] of entriesOf(run.total)) {
    const [groundTruth, prediction] = [Math.floor(cell / numClasses), cell % numClasses];
    if (groundTruth !== prediction) add(groundTruth, prediction, pixels);
  }
  run.total.voidPredictions?.forEach((pixels, groundTruth) => {
    if (pixels > 0) add(groundTruth, null, pixels);
  });
  return costs.sort((a, b) => descending(a.cost, b.cost));
}

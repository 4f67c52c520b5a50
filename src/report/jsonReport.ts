import type { ReportedRun } from "./reportedRun.js";

/** A scored run as JSON text: every count, scores unrounded, null for a score that is undefined. */
export function jsonReport(run: ReportedRun): string {
  const { scores, confusionMatrix, classNames } = run;
  const { numClasses, counts, ignoredCount } = confusionMatrix;
  return `${JSON.stringify(
    {
      convention: "dataset",
      numClasses,
      ignoreIndex: run.ignoreIndex ?? null,
      images: run.imageCount,
      pixelCount: scores.pixelCount,
      ignoredCount,
      // JSON has no NaN: JSON.stringify writes null for it.
      meanIou: scores.meanIou,
      meanDice: scores.meanDice,
      pixelAccuracy: scores.pixelAccuracy,
      classes: scores.classes.map((score, c) => ({
        name: classNames[c],
        iou: score.iou,
        dice: score.dice,
        groundTruthArea: score.groundTruthArea,
        predictionArea: score.predictionArea,
        // JSON leaves a key without a value out.
        undefinedBecause: score.undefinedBecause,
      })),
      confusionMatrix: classNames.map((_, t) => [...counts.subarray(t * numClasses, (t + 1) * numClasses)]),
      elapsedMs: run.elapsedMs,
      backend: run.backend,
    },
    null,
    2,
  )}\n`;
}

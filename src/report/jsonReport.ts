import type { ReportedRun } from "./reportedRun.js";

/** A scored run as JSON text: every count, scores unrounded, null for a score that is undefined. */
export function jsonReport(run: ReportedRun): string {
  const { scores, confusionMatrix } = run;
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
      classes: scores.classes.map((score) => ({
        name: score.name,
        iou: score.iou,
        dice: score.dice,
        groundTruthArea: score.groundTruthArea,
        predictionArea: score.predictionArea,
        // JSON leaves a key without a value out.
        undefinedBecause: score.undefinedBecause.iou,
      })),
      confusionMatrix: scores.classes.map((_, t) => [
        ...counts.subarray(t * numClasses, (t + 1) * numClasses),
      ]),
      elapsedMs: run.elapsedMs,
      backend: run.backend,
    },
    null,
    2,
  )}\n`;
}

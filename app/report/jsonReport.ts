import type { ConfusionMatrix } from "../../src/types.js";
import { entriesOf } from "../../src/counting/entries.js";
import { comparisonJson } from "../view/comparisonJson.js";
import { firstWarnings, warningText } from "../view/firstWarnings.js";
import { missingMeans } from "../view/means.js";
import { printableJson } from "../view/printable.js";
import { contributionMetric } from "../view/metricNames.js";
import { meanOfGroups } from "../view/groupRows.js";
import { excludedNames } from "../view/leftOut.js";
import { asTold, type ModelView, type RunView } from "../view/runView.js";

/**
 * A run as JSON text: every count, scores unrounded, null for a score that is undefined. Of one model its scores are at the
 * top; of several they are in "models", best first.
 */
export function jsonReport(full: RunView): string {
  const run = asTold(full);
  const { models, comparison, pairs, gates, failures } = run;
  const [only] = models as [ModelView];
  const warnings = firstWarnings(run).map((warning) => warningText(warning, run));
  const content = {
    convention: run.convention,
    ...(run.reading === undefined ? {} : { reading: run.reading }),
    ...(run.foregroundAbove === undefined ? {} : { foregroundAbove: run.foregroundAbove }),
    ...(warnings.length === 0 ? {} : { warnings }),
    ...(models.length === 1
      ? modelJson(only, run)
      : { models: models.map((model) => ({ name: model.name, ...modelJson(model, run) })) }),
    ...(comparison === undefined ? {} : { comparison: comparisonJson(comparison) }),
    ...(pairs === undefined ? {} : { pairs }),
    ...(gates.length === 0 ? {} : { thresholds: gates }),
    ...(failures.length === 0 ? {} : { failures }),
    elapsedMs: run.elapsedMs,
    backend: run.backend,
  };
  // JSON has no NaN: JSON.stringify writes null for it, and leaves a key without a value out.
  return `${printableJson(JSON.stringify(content, plainArrays, 2))}\n`;
}

/** Typed arrays would become objects of index: value. */
function plainArrays(_: string, value: unknown): unknown {
  return value instanceof Float64Array ? Array.from(value) : value;
}

function modelJson(model: ModelView, { ignored, metrics, perImage, worst, convention }: RunView): object {
  const { scores, confusionMatrix, intervals, chosen } = model;
  const contributions = model.contributions[contributionMetric(metrics)];
  const excluded = excludedNames(scores);
  const missing = missingMeans(convention, chosen, metrics);
  return {
    numClasses: confusionMatrix.numClasses,
    // One label, or a list of several.
    ignoreIndex: ignored.length > 1 ? ignored : (ignored[0] ?? null),
    ...(excluded.length === 0 ? {} : { excludeClasses: excluded }),
    images: model.imageCount,
    pixelCount: scores.pixelCount,
    ignoredCount: confusionMatrix.ignoredCount,
    meanIou: chosen.meanIou,
    meanDice: chosen.meanDice,
    // By the convention "dataset", whichever was asked for.
    datasetMeans: Object.fromEntries(metrics.map((metric) => [metric, scores.mean?.[metric]])),
    pixelAccuracy: scores.pixelAccuracy,
    frequencyWeightedIou: scores.frequencyWeightedIou,
    ...(chosen.convention === "dataset"
      ? {}
      : { figures: chosen.figures, notes: [...chosen.notes, ...(missing === undefined ? [] : [missing])] }),
    classes: scores.classes.map((score) => ({
      name: score.name,
      iou: score.iou,
      dice: score.dice,
      ...Object.fromEntries(metrics.map((metric) => [metric, score[metric]])),
      groundTruthArea: score.groundTruthArea,
      predictionArea: score.predictionArea,
      undefinedBecause: score.undefinedBecause.iou,
    })),
    ...(scores.groups.length === 0
      ? {}
      : {
          groups: scores.groups.map((score) => ({
            name: score.name,
            iou: score.iou,
            dice: score.dice,
            ...Object.fromEntries(metrics.map((metric) => [metric, score[metric]])),
            groundTruthArea: score.groundTruthArea,
            predictionArea: score.predictionArea,
          })),
          groupMeans: Object.fromEntries(
            metrics.map((metric) => [metric, meanOfGroups(scores.groups, metric)]),
          ),
        }),
    confusionMatrix: rowsOf(confusionMatrix),
    ...(confusionMatrix.voidPredictions === undefined
      ? {}
      : { voidPredictions: confusionMatrix.voidPredictions }),
    ...(intervals === undefined ? {} : { intervalsOf: "dataset", intervals }),
    ...(model.spread === undefined ? {} : { spread: model.spread }),
    ...(worst === 0 || contributions === undefined
      ? {}
      : {
          worstImages: contributions.images.slice(0, worst),
          costliestConfusions: contributions.confusions.slice(0, worst),
        }),
    ...(perImage ? { perImage: model.images } : {}),
    findings: model.findings,
  };
}

/** Rows are the truth's classes, columns the predicted ones. */
function rowsOf(matrix: ConfusionMatrix): number[][] {
  const rows = Array.from({ length: matrix.numClasses }, () => new Array<number>(matrix.numClasses).fill(0));
  for (const [cell, count] of entriesOf(matrix)) {
    (rows[Math.floor(cell / matrix.numClasses)] as number[])[cell % matrix.numClasses] = count;
  }
  return rows;
}

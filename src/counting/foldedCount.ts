import {
  couldBeMissed,
  type LabelRules,
  labelTable,
  type LabelTable,
  type PairRules,
} from "../labels/labelRules.js";
import { thresholdOf } from "../labels/labelMapping.js";
import { type Meaning, NO_CLASS, VOID } from "../labels/labelKinds.js";
import { requireFittingThresholds } from "../labels/thresholdFit.js";
import type { ConfusionMatrix, PixelSource } from "../types.js";
import { voidPredictionsOf } from "./addVoidPredictions.js";
import { labelOutOfRange, labelUnmapped } from "../errors/labels.js";
import { countsOfCells, MAX_CLASSES } from "./confusionCells.js";
import type { CountedSides } from "./confusionRequest.js";
import {
  areLabels,
  carriedOut,
  type CountPlan,
  plainPlan,
  planOfCopies,
  type StrayLabel,
} from "./countPlan.js";
import { entriesOf } from "./entries.js";

/**
 * Counts both sides by what their labels mean. Raw labels that stand for classes are counted as they are, in a larger
 * matrix, and its cells are folded into classes afterwards: that costs nothing for each pixel.
 */
export function countFolded(sides: CountedSides, rules: PairRules, image?: number): ConfusionMatrix {
  const place = image === undefined ? {} : { image };
  requireFittingThresholds(sides, rules);
  // Where one side is mapped, the other is spoken of likewise: its classes are those of the mapping.
  const isMapped = rules.groundTruth.mapping !== undefined || rules.prediction.mapping !== undefined;
  const errorOf = (stray: StrayLabel): RangeError => {
    const { numClasses } = rules.groundTruth;
    const isVoid = stray.side === "prediction" && couldBeMissed(rules, stray.label);
    return isMapped
      ? labelUnmapped({ ...stray, ...place }, isVoid)
      : labelOutOfRange({ ...stray, ...place, numClasses }, MAX_CLASSES, isVoid);
  };
  const copies = (): CountPlan => planOfCopies(sides, rules, errorOf, place);
  return carriedOut(plainPlan(sides, rules, place) ?? planOfTables(sides, rules, copies) ?? copies());
}

/** undefined where no table holds all of a side's labels. */
function planOfTables(sides: CountedSides, rules: PairRules, copies: () => CountPlan): CountPlan | undefined {
  if (!areLabels(sides)) return undefined;
  const { numClasses } = rules.groundTruth;
  const truth = tableFor(rules.groundTruth, sides.groundTruth, true);
  const predicted = tableFor(rules.prediction, sides.prediction, false);
  if (truth === undefined || predicted === undefined) return undefined;
  const rawClasses = Math.max(truth.meanings.length, predicted.meanings.length);
  return {
    request: { sides, numClasses: rawClasses, ignoreIndex: truth.skipped },
    finish: (counts) =>
      (counts.firstInvalidPixel < 0
        ? folded({ ...counts, numClasses: rawClasses }, truth, predicted, numClasses)
        : undefined) ??
      // A label without a class: in a pixel that counts, or under the truth's void, where it does not matter.
      carriedOut(copies()),
  };
}

function tableFor(rules: LabelRules, source: PixelSource, canSkip: boolean): LabelTable | undefined {
  const isGiven = ArrayBuffer.isView(source);
  const isEndless = rules.mapping === "nonzero" || thresholdOf(rules.mapping) !== undefined;
  if (isEndless && isGiven && !isBytes(source)) return undefined;
  const table = labelTable(rules, canSkip);
  // Scores give labels from 0 on, and few.
  return isGiven && table.beyond.length > 0 ? undefined : table;
}

function isBytes(labels: ArrayBufferView): boolean {
  return labels instanceof Uint8Array || labels instanceof Uint8ClampedArray;
}

/** Counted raw labels in classes; undefined where one that counts has none. */
function folded(
  raw: ConfusionMatrix,
  truth: LabelTable,
  predicted: LabelTable,
  numClasses: number,
): ConfusionMatrix | undefined {
  const byCell = new Map<number, number>();
  const voids = new Float64Array(numClasses);
  let { ignoredCount } = raw;
  for (const [cell, count] of entriesOf(raw)) {
    const t = (truth.meanings[Math.floor(cell / raw.numClasses)] ?? NO_CLASS) as Meaning;
    const p = (predicted.meanings[cell % raw.numClasses] ?? NO_CLASS) as Meaning;
    if (t === VOID) ignoredCount += count;
    else if (t === NO_CLASS || p === NO_CLASS) return undefined;
    else if (p === VOID) voids[t] = (voids[t] as number) + count;
    else byCell.set(t * numClasses + p, (byCell.get(t * numClasses + p) ?? 0) + count);
  }
  const { counts, cells } = countsOfCells(byCell, numClasses);
  return {
    numClasses,
    counts,
    ...(cells === undefined ? {} : { cells }),
    ignoredCount,
    ...voidPredictionsOf(voids),
  };
}

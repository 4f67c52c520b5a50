import type { CountedRun } from "../countedRun.js";
import type { OverlapSums } from "../../../types.js";
import { averagedClasses } from "./classTables.js";
import type { Convention, ConventionName, ConventionScores } from "./convention.js";
import {
  type Averaging,
  type Rule,
  TOOL_SETTINGS,
  type ToolSetting,
  type Treatment,
} from "./toolSettings.js";

/** One tool's mean for this run, beside the others'. */
export interface SpreadRow {
  readonly convention: ConventionName;
  /** Tool and setting, for people. */
  readonly label: string;
  /** The figure's name in the convention's scores. */
  readonly figure: string;
  /** NaN where the tool's mean is undefined. */
  readonly value: number;
  /** What the tool does, in one line. */
  readonly rule: string;
}

/** The same run, by every rule. */
export interface Spread {
  readonly metric: "iou" | "dice";
  readonly rows: readonly SpreadRow[];
  /** Undefined where no row has a value. */
  readonly lowest: SpreadRow | undefined;
  readonly highest: SpreadRow | undefined;
  /** The lowest and the highest number, and why they differ on this run. */
  readonly sentence: string;
  /** Conventions that ask for the counts of every image, which this run does not keep. */
  readonly leftOut: readonly ConventionName[];
}

interface SettingRow {
  readonly row: SpreadRow;
  readonly rule: Rule;
}

/** Numbers that agree to the three digits that are printed. */
const SAME = 0.0005;

/** A run's mean IoU or Dice by the characteristic settings of each convention, and why they differ. */
export function spread(conventions: readonly Convention[], run: CountedRun, metric: "iou" | "dice"): Spread {
  const scored = conventions.filter(({ needsImages }) => !needsImages || run.images !== undefined);
  const settingRows = scored.flatMap((convention) => {
    const settings = TOOL_SETTINGS[convention.name][metric];
    if (settings.length === 0) return [];
    const scores = convention.score(run);
    return settings.map((setting): SettingRow => ({ row: rowOf(setting, scores), rule: setting.rule }));
  });
  const ordered = settingRows
    .filter(({ row }) => !Number.isNaN(row.value))
    .sort((a, b) => a.row.value - b.row.value);
  const lowest = ordered[0];
  const highest = ordered[ordered.length - 1];
  return {
    metric,
    rows: settingRows.map(({ row }) => row),
    lowest: lowest?.row,
    highest: highest?.row,
    sentence: sentenceOf(run, metric, ordered.length, settingRows.length, lowest, highest),
    leftOut: conventions.filter((convention) => !scored.includes(convention)).map(({ name }) => name),
  };
}

function rowOf({ label, figure, unit, rule }: ToolSetting, scores: ConventionScores): SpreadRow {
  const value =
    figure === "meanIou"
      ? scores.meanIou
      : figure === "meanDice"
        ? (scores.meanDice ?? NaN)
        : (scores.figures[figure] as number);
  return { convention: scores.convention, label, figure, value: value / unit, rule: describeRule(rule) };
}

const AVERAGING: Readonly<Record<Averaging, string>> = {
  dataset: "one ratio per class of the whole run, averaged over classes",
  datasetBySupport: "one ratio per class of the whole run, averaged by the classes' ground-truth pixels",
  datasetPooled: "one ratio of the pixels of all classes of the whole run",
  imagesOfClass: "one ratio per image and class, averaged over the images of each class, then over classes",
  classesOfImage: "one ratio per image and class, averaged over the classes of each image, then over images",
  classesOfImageBySupport:
    "one ratio per image and class, averaged by the classes' ground-truth pixels in each image, then over images",
  imagePooled: "one ratio per image of the pixels of all its classes, averaged over images",
  allPairs: "one ratio per image and class, all averaged at once",
};

/** Whether a class is looked for in each image, or in the whole run. */
function isPerImage({ averaging }: Rule): boolean {
  return averaging !== "dataset" && averaging !== "datasetBySupport" && averaging !== "datasetPooled";
}

function describeRule(rule: Rule): string {
  const { averaging, absent, onlyPredicted, smoothing, dropsLastClass } = rule;
  const place = isPerImage(rule) ? "an image" : "the run";
  const parts = [AVERAGING[averaging]];
  parts.push(`a class absent from ${place} ${isLeft(absent)}`);
  if (onlyPredicted !== undefined) parts.push(`one that is only predicted ${isLeft(onlyPredicted)}`);
  if (smoothing !== undefined) parts.push(`adds ${smoothing}`);
  if (dropsLastClass) parts.push("the last class is left out");
  return parts.join("; ");
}

function isLeft(treatment: Treatment): string {
  return treatment === "left out" ? "is left out" : treatment;
}

function sentenceOf(
  run: CountedRun,
  metric: "iou" | "dice",
  count: number,
  ruleCount: number,
  lowest: SettingRow | undefined,
  highest: SettingRow | undefined,
): string {
  const mean = `mean ${metric === "iou" ? "IoU" : "Dice"}`;
  if (lowest === undefined || highest === undefined) return `No rule gives this run a ${mean}.`;
  const [low, high] = [lowest, highest].map(({ row }) => `${row.value.toFixed(3)} by ${row.label}`);
  if (count === 1) return `This run's ${mean} is ${low as string}.`;
  if (highest.row.value - lowest.row.value < SAME) {
    const who =
      count === ruleCount ? `all ${count} rules` : `${count} rules, and undefined by ${ruleCount - count}`;
    return `This run's ${mean} is ${lowest.row.value.toFixed(3)} by ${who}.`;
  }
  const reasons = reasonsOf(run, lowest.rule, highest.rule);
  const why = reasons.length === 0 ? "" : ` ${reasons.map(capitalize).join(". ")}.`;
  return `This run's ${mean} is ${low as string} and ${high as string}.${why}`;
}

function capitalize(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Which differences of two rules matter on this run: a rule for absent classes does not where none is absent. */
function reasonsOf(run: CountedRun, first: Rule, second: Rule): string[] {
  const reasons: string[] = [];
  const contrast = (a: string, b: string): string => `the first ${a}, the second ${b}`;
  if (first.averaging !== second.averaging) {
    reasons.push(contrast(`takes ${AVERAGING[first.averaging]}`, `takes ${AVERAGING[second.averaging]}`));
  }
  const isFound = (test: ClassTest): boolean =>
    [first, second].some((rule) => hasClass(isPerImage(rule) ? run.images?.sums : run.totalSums, run, test));
  if (first.absent !== second.absent && isFound(IS_ABSENT)) {
    reasons.push(`where a class is in neither map, ${contrast(treats(first.absent), treats(second.absent))}`);
  }
  if (first.onlyPredicted !== second.onlyPredicted && isFound(IS_ONLY_PREDICTED)) {
    reasons.push(
      `where a class is predicted but not in the ground truth, ${contrast(treats(first.onlyPredicted), treats(second.onlyPredicted))}`,
    );
  }
  const isIgnoredPredicted = isFound((truth, predicted, c) => run.ignored.includes(c) && predicted > 0);
  if (first.ignoredClass !== second.ignoredClass && isIgnoredPredicted) {
    reasons.push(
      `of the ignored class, which is predicted, ${contrast(treats(first.ignoredClass), treats(second.ignoredClass))}`,
    );
  }
  if (run.total.voidPredictions !== undefined && first.dropsVoidPredictions !== second.dropsVoidPredictions) {
    const treatsVoid = (drops: true | undefined): string =>
      drops === true ? "drops them" : "counts them as missed";
    reasons.push(
      `of pixels that are predicted void, ${contrast(treatsVoid(first.dropsVoidPredictions), treatsVoid(second.dropsVoidPredictions))}`,
    );
  }
  if (first.dropsLastClass !== second.dropsLastClass) {
    const treatsLast = (drops: boolean): string =>
      drops ? "leaves the last class out" : "keeps the last class";
    reasons.push(contrast(treatsLast(first.dropsLastClass), treatsLast(second.dropsLastClass)));
  }
  if (first.smoothing !== second.smoothing) {
    reasons.push(contrast(`adds ${first.smoothing ?? "nothing"}`, `adds ${second.smoothing ?? "nothing"}`));
  }
  return reasons;
}

function treats(treatment: Treatment | undefined): string {
  if (treatment === undefined) return "pools its pixels with the others'";
  return treatment === "left out" ? "leaves it out" : treatment.replace("counts", "counts it");
}

type ClassTest = (groundTruthArea: number, predictionArea: number, c: number) => boolean;

const IS_ABSENT: ClassTest = (truth, predicted) => truth + predicted === 0;
const IS_ONLY_PREDICTED: ClassTest = (truth, predicted) => truth === 0 && predicted > 0;

/** Whether some row of the sums has a class, of those that are averaged, with such areas. */
function hasClass(sums: OverlapSums | undefined, run: CountedRun, test: ClassTest): boolean {
  if (sums === undefined) return false;
  const { groundTruthArea, predictionArea } = sums;
  const classes = averagedClasses(run);
  for (let first = 0; first < groundTruthArea.length; first += run.numClasses) {
    if (
      classes.some((c) => test(groundTruthArea[first + c] as number, predictionArea[first + c] as number, c))
    ) {
      return true;
    }
  }
  return false;
}

import type { RunFinding } from "./runFindings.js";
import type { ConventionScores } from "../../src/measures/confusion/conventions/convention.js";
import type { DatasetScores } from "../../src/measures/confusion/conventions/dataset.js";
import { CONVENTIONS } from "../../src/measures/confusion/conventions/registry.js";
import { boundsText, countText, levelText, scoreText } from "./numberTexts.js";
import { methodText } from "./intervalWords.js";
import { ignoredText } from "./ignoredInFiles.js";
import type { Gate, ModelView } from "./runView.js";

/** Why a mean may be undefined. */
export const NO_SCORE = "no class has a score";

/** How sure the mean is; it is of the data set's, which is said where another convention's stands first. */
export function intervalText(
  { intervals, scores }: Pick<ModelView, "intervals" | "scores">,
  chosen: ConventionScores,
): string {
  const iou = intervals?.iou;
  if (iou === undefined) return "no interval: that takes at least 2 images";
  const bounds = `${levelText(iou.level)} interval ${boundsText(iou.mean.bounds)}`;
  const basis = [methodText(iou.mean, iou), ...(iou.mean.note === undefined ? [] : [iou.mean.note])].join(
    "; ",
  );
  return chosen.convention === "dataset"
    ? `${bounds}, ${basis}`
    : `of the dataset mean, ${scoreText(scores.meanIou)}: ${bounds}, ${basis}`;
}

/** What stands beside the mean. */
export function factsOf(
  { scores, imageCount }: Pick<ModelView, "scores" | "imageCount">,
  chosen: ConventionScores,
  ignored: readonly number[],
): (readonly [name: string, value: string])[] {
  const isDataset = chosen.convention === "dataset";
  return [
    ...(isDataset ? [] : [["dataset mean IoU", scoreText(scores.meanIou)] as const]),
    ...(isDataset || chosen.meanDice === undefined
      ? []
      : [["mean Dice", scoreText(chosen.meanDice)] as const]),
    [isDataset ? "mean Dice" : "dataset mean Dice", scoreText(scores.meanDice)],
    ["pixel accuracy", scoreText(scores.pixelAccuracy)],
    ["images", countText(imageCount)],
    ["pixels scored", countText(scores.pixelCount)],
    [
      ignored.length === 0 ? "ignored" : `ignored (truth ${String(ignoredText(ignored))})`,
      countText(scores.ignoredCount),
    ],
  ];
}

/** What was averaged over what, of the choices that were made. */
export function ruleText(scores: DatasetScores, chosen: ConventionScores): string {
  if (chosen.convention === "dataset") return datasetRule(scores);
  const { formula = "", absentClass = "" } = CONVENTIONS.get(chosen.convention) ?? {};
  return [formula, absentClass, ...chosen.notes].join(" ");
}

function datasetRule({ per, average }: DatasetScores): string {
  const pooled =
    per === "dataset"
      ? "A class's IoU is one ratio, of the pixels of all images together: hits / (hits + missed + false)."
      : "A class's IoU is a ratio of each image's pixels, averaged over the images: hits / (hits + missed + false).";
  const mean = {
    macro: "The mean is over classes, each counting the same.",
    weighted: "The mean is over classes, each weighing as its ground-truth pixels.",
    micro: "The mean is of all classes' pixels pooled.",
    none: "The mean is over classes, each counting the same.",
  }[average];
  return `${pooled} ${mean} A class that is in neither ground truth nor prediction has no score and is left out.`;
}

export type Severity = RunFinding["severity"];

/** What is to be known before a number is believed. */
export interface Notice {
  readonly severity: Severity;
  /** "Warning" */
  readonly word: string;
  readonly text: string;
  /** Images that it is about. */
  readonly images: readonly string[];
}

const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  error: "Error",
  warning: "Warning",
  note: "Note",
};

/** @param model said before each of them, where there are several */
export function findingNotices(findings: readonly RunFinding[], model: string | undefined): Notice[] {
  return findings.map(({ severity, message, images }) => ({
    severity,
    word: SEVERITY_WORDS[severity],
    text: model === undefined ? message : `${model}: ${message}`,
    images,
  }));
}

/** @param isOne there is one model, whose name goes without saying */
export function gateNotices(gates: readonly Gate[], isOne: boolean): Notice[] {
  return gates.map((gate) => ({
    severity: gate.isMet ? "note" : "error",
    word: gate.isMet ? "Met" : "Missed",
    text: `${isOne ? "" : `${gate.model}: `}${gate.label} is ${scoreText(gate.score)}, at least ${scoreText(gate.threshold)} was asked${gate.isMet ? "" : `: ${verdictOf(gate)}`}`,
    images: [],
  }));
}

/** "met", or by how much it is missed. */
export function verdictOf({ score, threshold, isMet }: Pick<Gate, "score" | "threshold" | "isMet">): string {
  if (isMet) return "met";
  if (Number.isNaN(score)) return "missed: the score is undefined";
  return score === -Infinity ? "missed: infinitely far" : `missed by ${gapText(threshold - score)}`;
}

/** As many digits as it takes to see something. */
function gapText(gap: number): string {
  return gap >= 0.00005 ? gap.toFixed(4) : gap.toPrecision(2);
}

/** What a list of files that failed begins with. */
export function failuresText(failures: readonly unknown[]): string {
  const files = `${countText(failures.length)} ${failures.length === 1 ? "file" : "files"}`;
  return `${files} could not be read, and no number here counts them:`;
}

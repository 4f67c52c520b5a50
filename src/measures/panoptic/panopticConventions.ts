import { readChoice } from "../../reading/options.js";
import type { CategoryCell } from "./panopticCells.js";
import type { IouSum } from "./panopticSums.js";

export type PanopticConventionName = "panopticapi" | "torchmetrics" | "torchmetrics-standard" | "cityscapes";

/** How one tool reads a row: its texts, for explainPanopticConvention, and where its numbers are. */
export interface PanopticConvention {
  readonly name: PanopticConventionName;
  /** Who computes like this. */
  readonly source: string;
  readonly formula: string;
  readonly voidRule: string;
  readonly crowdRule: string;
  readonly emptyRule: string;
  readonly whenToUse: string;
  readonly iouSum: IouSum;
  readonly cells: readonly [
    truePositives: CategoryCell,
    falsePositives: CategoryCell,
    falseNegatives: CategoryCell,
  ];
  /** Whether stuff is scored by the modified quality: the IoUs of all that overlaps, over the images that have the category. */
  readonly isStuffModified: boolean;
  /** Whether PQ is SQ * RQ, which may differ from sum(IoU) / (TP + FP / 2 + FN / 2) in its last digit. */
  readonly isProduct: boolean;
  /** Whether areas and crowds are those of the ground truth's list. */
  readonly followsList: boolean;
}

const PANOPTICAPI_CELLS = ["truePositives", "falsePositives", "falseNegatives"] as const;

const TORCHMETRICS_CELLS = [
  "torchmetricsTruePositives",
  "torchmetricsFalsePositives",
  "torchmetricsFalseNegatives",
] as const;

const FORMULA =
  "Segments of one category match where their IoU is above 0.5. Of each category SQ = sum(IoU) / TP, RQ = TP / (TP + FP / 2 + FN / 2), PQ = sum(IoU) / (TP + FP / 2 + FN / 2) over all images; all, things and stuff are means over the categories that have a segment.";

const panopticapi: PanopticConvention = {
  name: "panopticapi",
  source:
    "panopticapi (cocodataset/panopticapi, evaluation.py, on a single core), which scores COCO's panoptic task.",
  formula: FORMULA,
  voidRule:
    "A prediction's pixels on void (id 0) of the ground truth are cut from its union; a prediction that is not matched and lies on void, and on a crowd of its category, by more than half is ignored. Void of the prediction is nothing special. An id of the ground truth that is not listed is neither void nor a segment.",
  crowdRule:
    "A crowd is never matched and never missed. Of several crowds of one category in an image only the last one listed forgives predictions. isCrowd of a prediction is not looked at.",
  emptyRule:
    "A category without a segment on either side is in no mean. A group without such categories divides by zero in the tool; here it has no score, and a reason.",
  whenToUse: "To compare with COCO's leaderboard and with papers.",
  iouSum: "panopticapi",
  cells: PANOPTICAPI_CELLS,
  isStuffModified: false,
  isProduct: false,
  followsList: true,
};

const cityscapes: PanopticConvention = {
  ...panopticapi,
  name: "cityscapes",
  source:
    "cityscapesScripts (evaluation/evalPanopticSemanticLabeling.py), a copy of panopticapi's rules: the same numbers but for the last digits, for it adds up in as many shares as the machine has cores.",
  formula: `${FORMULA} Categories are Cityscapes' ids (person is 24), not its train ids, those with ignoreInEval left out; things are those with hasInstances.`,
  crowdRule: `${panopticapi.crowdRule} Cityscapes' groups ("persongroup") are crowds.`,
  whenToUse: "To compare with Cityscapes' leaderboard.",
};

const torchmetrics: PanopticConvention = {
  name: "torchmetrics",
  source:
    "torchmetrics, detection.ModifiedPanopticQuality (functional/detection/_panoptic_quality_common.py), whose IoUs are float32: its numbers differ from these from the eighth digit on.",
  formula:
    "Things as in panopticapi, PQ = SQ * RQ. All stuff of a category is one segment of an image; its quality is the sum of the IoUs of all images where the two overlap, matched or not, over the number of images whose ground truth has it: TP is that number, FP and FN are 0.",
  voidRule:
    "Void of either side is cut from the union. A segment of either side that is not matched and lies on void of the other by more than half is ignored. An id of the ground truth that is not listed is void.",
  crowdRule: "There are no crowds: one is a segment like any other, to be matched or missed.",
  emptyRule:
    "A category without a segment (of stuff: that the ground truth never has) is in no mean. The tool's mean over none is NaN; here there is no score, and a reason.",
  whenToUse:
    "To compare with the modified quality of a PyTorch log (Porzi et al., Seamless Scene Segmentation).",
  iouSum: "torchmetricsModified",
  cells: TORCHMETRICS_CELLS,
  isStuffModified: true,
  isProduct: true,
  followsList: false,
};

const torchmetricsStandard: PanopticConvention = {
  ...torchmetrics,
  name: "torchmetrics-standard",
  source: torchmetrics.source.replace("ModifiedPanopticQuality", "PanopticQuality"),
  formula: `${FORMULA} PQ = SQ * RQ. All stuff of a category is one segment of an image.`,
  emptyRule: torchmetrics.emptyRule.replace(" (of stuff: that the ground truth never has)", ""),
  whenToUse: "To compare with the panoptic quality of a PyTorch log.",
  iouSum: "torchmetrics",
  isStuffModified: false,
};

/** Every convention by its name, in the order in which they are listed. */
export const PANOPTIC_CONVENTIONS: ReadonlyMap<PanopticConventionName, PanopticConvention> = new Map(
  [panopticapi, torchmetrics, torchmetricsStandard, cityscapes].map((convention) => [
    convention.name,
    convention,
  ]),
);

/** @throws {TypeError | RangeError} not a name, or not one of them; the message lists them */
export function readPanopticConvention(name: unknown, argument: string): PanopticConvention {
  const choice = readChoice(name, [...PANOPTIC_CONVENTIONS.keys()], argument);
  return PANOPTIC_CONVENTIONS.get(choice) as PanopticConvention;
}

/**
 * What a convention does, in words.
 *
 * @throws {TypeError | RangeError} not a name of a convention
 * @example explainPanopticConvention("torchmetrics")
 */
export function explainPanopticConvention(name: PanopticConventionName): string {
  const { source, formula, voidRule, crowdRule, emptyRule, whenToUse } = readPanopticConvention(name, "name");
  return [
    name,
    `Source: ${source}`,
    `Formula: ${formula}`,
    `Void: ${voidRule}`,
    `Crowds: ${crowdRule}`,
    `Empty categories and groups: ${emptyRule}`,
    `When to use: ${whenToUse}`,
  ].join("\n");
}

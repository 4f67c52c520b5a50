import type { ClassMetric } from "../../src/measures/confusion/classScores.js";
import type { StatisticMetric } from "../../src/measures/confusion/confusionSet.js";

/** What a metric is called in reports. */
export const METRIC_NAMES: Readonly<Record<StatisticMetric, string>> = {
  iou: "IoU",
  dice: "Dice",
  precision: "precision",
  recall: "recall",
  specificity: "specificity",
  fBeta: "F1",
  balancedAccuracy: "balanced accuracy",
  pixelAccuracy: "pixel accuracy",
  frequencyWeightedIou: "frequency-weighted IoU",
};

/** The metric whose worst images are listed: the first that is shown, where contributions are told of it. */
export function contributionMetric([lead]: readonly ClassMetric[]): "iou" | "dice" {
  return lead === "dice" ? "dice" : "iou";
}

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

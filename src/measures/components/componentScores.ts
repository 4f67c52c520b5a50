import type { InstanceSurfaceMeans } from "./instanceSurfaces.js";

/** What is scored of components. */
export type ComponentMetric = "panopticQuality" | "f1" | "segmentationQuality" | "dice" | "lesionWiseDice";

export const COMPONENT_METRICS: readonly ComponentMetric[] = [
  "panopticQuality",
  "f1",
  "segmentationQuality",
  "dice",
  "lesionWiseDice",
];

/** Means over the matched instances' surfaces, where they are measured; hausdorff95 is of the settings' percentile. */
export type InstanceMetric = ComponentMetric | "hausdorff" | `hausdorff${number}` | "assd" | "masd" | "nsd";

export function isComponentMetric(metric: InstanceMetric): metric is ComponentMetric {
  return (COMPONENT_METRICS as readonly string[]).includes(metric);
}

/** Sums over components of one class; each image as often as it weighs. */
export interface ComponentSums {
  /** Components that were matched, those of the ground truth that were missed, and those of the prediction that are left over. */
  readonly truePositives: number;
  readonly falseNegatives: number;
  readonly falsePositives: number;
  /** Over the matched ones. */
  readonly iouSum: number;
  readonly diceSum: number;
}

/** One number each; NaN where it divides by nothing. */
export type ComponentFigures = Readonly<Record<ComponentMetric, number>>;

/**
 * Scores of one class, from its sums.
 *
 *    f1                   2 TP / (2 TP + FP + FN); also called recognition quality, RQ
 *    segmentationQuality  mean IoU of the matched; SQ
 *    panopticQuality      sum of IoUs / (TP + FP / 2 + FN / 2) = SQ * RQ; PQ
 *    dice                 mean Dice of the matched
 *    lesionWiseDice       sum of Dice / (TP + FP + FN): who is missed or left over has 0
 *
 * @see Kirillov et al., "Panoptic segmentation" (2019); Saluja et al., BraTS 2023 performance metrics (lesion-wise)
 */
export function componentFigures(sums: ComponentSums): ComponentFigures {
  const { truePositives: tp, falsePositives: fp, falseNegatives: fn } = sums;
  // What is left of sums of fractions when all that was added is taken away again need not be 0.
  const [iouSum, diceSum] = tp === 0 ? [0, 0] : [sums.iouSum, sums.diceSum];
  return {
    panopticQuality: iouSum / (tp + (fp + fn) / 2),
    f1: (2 * tp) / (2 * tp + fp + fn),
    segmentationQuality: iouSum / tp,
    dice: diceSum / tp,
    lesionWiseDice: diceSum / (tp + fp + fn),
  };
}

/** Means of what is not NaN; NaN where nothing is left. */
export function meanFigures(figures: readonly ComponentFigures[]): ComponentFigures {
  const mean = (metric: ComponentMetric): number => {
    const defined = figures.map((one) => one[metric]).filter((score) => !Number.isNaN(score));
    return defined.reduce((sum, score) => sum + score, 0) / defined.length;
  };
  return figuresOf(mean);
}

/** Means over classes, of scores and, where they are measured, of surfaces. */
export type ComponentMeans = ComponentFigures & { readonly surfaces?: InstanceSurfaceMeans };

export function figuresOf(score: (metric: ComponentMetric) => number): ComponentFigures {
  return Object.fromEntries(
    COMPONENT_METRICS.map((metric) => [metric, score(metric)]),
  ) as unknown as ComponentFigures;
}

export function iouOf(intersection: number, groundTruthArea: number, predictionArea: number): number {
  return intersection / (groundTruthArea + predictionArea - intersection);
}

export function diceOf(intersection: number, groundTruthArea: number, predictionArea: number): number {
  return (2 * intersection) / (groundTruthArea + predictionArea);
}

/** Why a class has no score, where it has none. */
export function withoutScore({
  truePositives,
  falsePositives,
  falseNegatives,
}: ComponentSums): string | undefined {
  return truePositives + falsePositives + falseNegatives === 0 ? NO_COMPONENT : undefined;
}

const NO_COMPONENT = "neither side has a component of this class";

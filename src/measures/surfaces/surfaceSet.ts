import { isScored, labelCount } from "../boundary/boundarySettings.js";
import { LinearSet } from "../linearSet.js";
import type { MeasuredImage, ScoredSet } from "../measure.js";
import { spacingOf, type SurfaceCase, type SurfaceRow, sumsByLabel } from "./surfaceRow.js";
import {
  type BothEmpty,
  type EmptySide,
  type SurfaceDistances,
  surfaceScores,
  type SurfaceSums,
} from "./surfaceScores.js";
import type { SurfaceSettings } from "./surfaceSettings.js";
import { meanAndClasses } from "../scoredValues.js";

/** What scores are of a case in which a side is empty. */
export interface EmptyRules {
  readonly emptySide: EmptySide;
  readonly bothEmpty: BothEmpty;
}

/** Scores of one class of one case. */
export interface CaseScores extends SurfaceDistances<number> {
  /** intersection / union, of voxels. */
  readonly volumetricIou: number;
}

/** Means over cases, by name, but for nsd, of which there is one a tolerance; lengths, then shares. */
export function meanNames(percentile: number): SurfaceMetric[] {
  return [
    "hausdorff",
    `hausdorff${percentile}`,
    `hausdorff${percentile}Pooled`,
    "groundTruthToPrediction",
    "predictionToGroundTruth",
    "assd",
    "masd",
    "nsd",
    "volumetricDice",
    "volumetricIou",
  ];
}

/** Of voxels, and for nsd of edges, of all cases together. */
export const OVERALL = ["overallDice", "overallIou", "overallNsd"] as const;

/** hausdorff95 and hausdorff95Pooled are of the scorer's percentile. */
export type SurfaceMetric =
  | "hausdorff"
  | `hausdorff${number}`
  | `hausdorff${number}Pooled`
  | "groundTruthToPrediction"
  | "predictionToGroundTruth"
  | "assd"
  | "masd"
  | "nsd"
  | "volumetricDice"
  | "volumetricIou"
  | (typeof OVERALL)[number];

/** Which score, and at which of the tolerances where it has one. */
export interface MetricChoice {
  readonly metric: SurfaceMetric;
  /** Its place in the settings' tolerances. */
  readonly tolerance: number;
}

/** Of lengths the higher are the worse. */
export function isLength(metric: SurfaceMetric): boolean {
  return ["hausdorff", "groundTruthTo", "predictionTo", "assd", "masd"].some((start) =>
    metric.startsWith(start),
  );
}

/** Scores of each label of a case, in the order of labels. */
export function scoresByLabel(
  one: SurfaceCase,
  settings: SurfaceSettings,
  rules: EmptyRules,
): { readonly sums: SurfaceSums; readonly scores: CaseScores }[] {
  const { tolerances, percentile, edges } = settings;
  const all = { tolerances, percentile, edges, shape: one.shape, spacing: spacingOf(one), ...rules };
  return sumsByLabel(one, labelCount(settings), tolerances.length).map((sums) => {
    const { groundTruthVolume, predictionVolume, intersection } = sums;
    const scores = surfaceScores(sums, all);
    const union = groundTruthVolume + predictionVolume - intersection;
    // Of nothing it is what Dice is.
    const volumetricIou = union === 0 ? scores.volumetricDice : intersection / union;
    return { sums, scores: { ...scores, volumetricIou } };
  });
}

export function scoreOf(scores: SurfaceDistances<number>, { metric, tolerance }: MetricChoice): number {
  switch (metric) {
    case "groundTruthToPrediction":
    case "predictionToGroundTruth":
      return scores.meanDistance[metric];
    case "nsd":
      return scores.nsd[tolerance] as number;
    default:
      return scores[metric as "hausdorff"];
  }
}

/** Numerator and denominator of a score of all cases together. */
export function sharesOf(sums: SurfaceSums, { metric, tolerance }: MetricChoice): readonly [number, number] {
  const { groundTruthVolume, predictionVolume, intersection, edgeSize, within } = sums;
  const volumes = groundTruthVolume + predictionVolume;
  if (metric === "overallDice") return [2 * intersection, volumes];
  if (metric === "overallIou") return [intersection, volumes - intersection];
  return [
    (within.groundTruth[tolerance] as number) + (within.prediction[tolerance] as number),
    edgeSize.groundTruth + edgeSize.prediction,
  ];
}

/** Numbers of a class and image: a sum and the weight that it is of, how many have a score, and how many an infinite one. */
const COLUMNS = 4;

/**
 * Images, to be scored in any combination: the mean over classes first, then each class's score; NaN of what is not scored.
 * Infinite distances are counted beside the sums, so that a combination without them has a finite mean.
 */
export function surfaceSet(
  settings: SurfaceSettings,
  images: readonly MeasuredImage<SurfaceRow>[],
  choice: MetricChoice & EmptyRules,
): ScoredSet {
  const classCount = labelCount(settings);
  const width = classCount * COLUMNS;
  const rows = new Float64Array(images.length * width);
  const isOverall = (OVERALL as readonly string[]).includes(choice.metric);
  images.forEach(({ weight, row: { cases } }, image) => {
    for (const one of cases) {
      scoresByLabel(one, settings, choice).forEach(({ sums, scores }, label) => {
        if (!isScored(settings, label)) return;
        const place = image * width + label * COLUMNS;
        if (isOverall) {
          const [share, whole] = sharesOf(sums, choice);
          add(place, weight * share, weight * whole, Number(whole > 0), 0);
          return;
        }
        const score = scoreOf(scores, choice);
        if (score === Infinity) add(place, 0, 0, 1, 1);
        else if (!Number.isNaN(score)) add(place, weight * score, weight, 1, 0);
      });
    }
  });
  const { metric } = choice;
  const values = meanAndClasses(metric, classCount, isLength(metric) ? "length" : "share");
  return new LinearSet({ rows, rowCount: images.length, width }, values, (sums, out) => {
    let sum = 0;
    let defined = 0;
    for (let c = 0; c < classCount; c++) {
      const [total, weight, count, infinite] = sums.subarray(c * COLUMNS) as unknown as [
        number,
        number,
        number,
        number,
      ];
      // Counts are whole, and tell what sums of weights only nearly do.
      const score = count === 0 ? NaN : infinite > 0 ? Infinity : total / weight;
      out[1 + c] = score;
      if (Number.isNaN(score)) continue;
      sum += score;
      defined++;
    }
    out[0] = sum / defined;
  });

  function add(place: number, ...numbers: [number, number, number, number]): void {
    numbers.forEach((number, i) => {
      rows[place + i] = (rows[place + i] as number) + number;
    });
  }
}

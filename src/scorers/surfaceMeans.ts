import type { MeasuredImage } from "../measures/measure.js";
import { isScored, labelCount } from "../measures/boundary/boundarySettings.js";
import { spacingOf, type SurfaceRow } from "../measures/surfaces/surfaceRow.js";
import type { OfSides, SurfaceSums } from "../measures/surfaces/surfaceScores.js";
import {
  type CaseScores,
  type EmptyRules,
  meanNames,
  OVERALL,
  scoreOf,
  scoresByLabel,
  sharesOf,
} from "../measures/surfaces/surfaceSet.js";
import type { SurfaceSettings } from "../measures/surfaces/surfaceSettings.js";

/** A mean over cases, and what it leaves out: a case is one class of one image. */
export interface MeanScore {
  /** Of the cases that have a score, with their weights; NaN where none has, Infinity where one is infinite. */
  readonly mean: number;
  /** Cases that have a score. */
  readonly cases: number;
  /** Of these, how many are infinite: one side is empty there. */
  readonly infinite: number;
  /** Cases without a score: they are not in the mean. */
  readonly leftOut: number;
}

/** Means over cases; hausdorff95 and hausdorff95Pooled are named after the percentile. */
export type SurfaceMeans = {
  readonly hausdorff: MeanScore;
  readonly meanDistance: {
    readonly groundTruthToPrediction: MeanScore;
    readonly predictionToGroundTruth: MeanScore;
  };
  readonly assd: MeanScore;
  readonly masd: MeanScore;
  /** One a tolerance. */
  readonly nsd: readonly MeanScore[];
  readonly volumetricDice: MeanScore;
  readonly volumetricIou: MeanScore;
  /** Cases in which a side has no voxel. */
  readonly empty: OfSides<number> & { readonly both: number };
  /** Of all cases together, whatever is empty: of the sums of voxels and, for nsd, of edges; NaN where there are none. */
  readonly overall: { readonly dice: number; readonly iou: number; readonly nsd: readonly number[] };
} & Readonly<Record<`hausdorff${number}` | `hausdorff${number}Pooled`, MeanScore>>;

export interface SurfaceSetScores {
  readonly imageCount: number;
  /** Of lengths; undefined where nobody told. */
  readonly unit: string | undefined;
  readonly tolerances: readonly number[];
  /** By ascending label, without background; 1 is the foreground of masks. */
  readonly classes: readonly (SurfaceMeans & { readonly label: number })[];
  /** Means of the classes' means, over those that have one, and how many cases these are of. */
  readonly mean: SurfaceMeans;
}

/** One class of one image. */
export interface SurfaceCaseScores {
  readonly id: string | undefined;
  readonly weight: number;
  readonly label: number;
  readonly shape: readonly number[];
  /** As it was told, or 1 each. */
  readonly spacing: readonly number[];
  readonly scores: CaseScores;
}

interface Case extends SurfaceCaseScores {
  readonly sums: SurfaceSums;
}

/** Of each image and class, in the order of images. */
export function surfaceCases(
  settings: SurfaceSettings,
  images: readonly MeasuredImage<SurfaceRow>[],
  rules: EmptyRules,
): SurfaceCaseScores[] {
  return casesOf(settings, images, rules).map(({ id, weight, label, shape, spacing, scores }) => ({
    id,
    weight,
    label,
    shape,
    spacing,
    scores,
  }));
}

function casesOf(
  settings: SurfaceSettings,
  images: readonly MeasuredImage<SurfaceRow>[],
  rules: EmptyRules,
): Case[] {
  return images.flatMap(({ id, weight, row: { cases } }) =>
    cases.flatMap((one) =>
      scoresByLabel(one, settings, rules).flatMap(({ sums, scores }, label) =>
        isScored(settings, label)
          ? [{ id, weight, label, shape: one.shape, spacing: spacingOf(one), scores, sums }]
          : [],
      ),
    ),
  );
}

/** Scores of all images, with their weights. */
export function surfaceMeans(
  settings: SurfaceSettings,
  images: readonly MeasuredImage<SurfaceRow>[],
  rules: EmptyRules,
): Pick<SurfaceSetScores, "classes" | "mean"> {
  const byLabel = Array.from({ length: labelCount(settings) }, (): Case[] => []);
  for (const one of casesOf(settings, images, rules)) (byLabel[one.label] as Case[]).push(one);
  const classes = byLabel.flatMap((cases, label) =>
    isScored(settings, label) ? [{ label, ...meansOf(settings, cases) }] : [],
  );
  return { classes, mean: meanOfClasses(settings, classes) };
}

function meansOf(settings: SurfaceSettings, cases: readonly Case[]): SurfaceMeans {
  const emptyCount = (side: string): number => cases.filter(({ scores }) => scores.empty === side).length;
  return means(
    settings,
    (metric, tolerance) => meanScore(cases, (scores) => scoreOf(scores, { metric, tolerance })),
    (metric, tolerance) => {
      let [share, whole] = [0, 0];
      for (const { weight, sums } of cases) {
        const [part, all] = sharesOf(sums, { metric, tolerance });
        share += weight * part;
        whole += weight * all;
      }
      return share / whole;
    },
    {
      groundTruth: emptyCount("groundTruth"),
      prediction: emptyCount("prediction"),
      both: emptyCount("both"),
    },
  );
}

function meanScore(cases: readonly Case[], of: (scores: CaseScores) => number): MeanScore {
  let [sum, weights, count, infinite] = [0, 0, 0, 0];
  for (const { weight, scores } of cases) {
    const score = of(scores);
    if (Number.isNaN(score)) continue;
    count++;
    if (score === Infinity) infinite++;
    sum += weight * score;
    weights += weight;
  }
  return { mean: sum / weights, cases: count, infinite, leftOut: cases.length - count };
}

function meanOfClasses(settings: SurfaceSettings, classes: readonly SurfaceMeans[]): SurfaceMeans {
  const total = (of: (one: SurfaceMeans) => number): number => classes.reduce((sum, one) => sum + of(one), 0);
  return means(
    settings,
    (metric, tolerance) => {
      const own = classes.map((one) => named(one, metric, tolerance));
      const sumOf = (key: "cases" | "infinite" | "leftOut"): number =>
        own.reduce((sum, score) => sum + score[key], 0);
      return {
        mean: meanOf(own.map(({ mean }) => mean)),
        cases: sumOf("cases"),
        infinite: sumOf("infinite"),
        leftOut: sumOf("leftOut"),
      };
    },
    (metric, tolerance) =>
      meanOf(
        classes.map(({ overall: { dice, iou, nsd } }) =>
          metric === "overallDice" ? dice : metric === "overallIou" ? iou : (nsd[tolerance] as number),
        ),
      ),
    {
      groundTruth: total(({ empty }) => empty.groundTruth),
      prediction: total(({ empty }) => empty.prediction),
      both: total(({ empty }) => empty.both),
    },
  );
}

function meanOf(scores: readonly number[]): number {
  const defined = scores.filter((score) => !Number.isNaN(score));
  return defined.reduce((sum, score) => sum + score, 0) / defined.length;
}

type MeanMetric = Parameters<typeof scoreOf>[1]["metric"];

function named(one: SurfaceMeans, metric: MeanMetric, tolerance: number): MeanScore {
  if (metric === "nsd") return one.nsd[tolerance] as MeanScore;
  if (metric === "groundTruthToPrediction" || metric === "predictionToGroundTruth") {
    return one.meanDistance[metric];
  }
  return one[metric as "hausdorff"];
}

/** Puts each score in its place. */
function means(
  { percentile, tolerances }: SurfaceSettings,
  meanOfCases: (metric: MeanMetric, tolerance: number) => MeanScore,
  overall: (metric: (typeof OVERALL)[number], tolerance: number) => number,
  empty: SurfaceMeans["empty"],
): SurfaceMeans {
  const flat = meanNames(percentile).filter((metric) => metric !== "nsd" && !metric.includes("To"));
  return {
    ...Object.fromEntries(flat.map((metric) => [metric, meanOfCases(metric, 0)])),
    meanDistance: {
      groundTruthToPrediction: meanOfCases("groundTruthToPrediction", 0),
      predictionToGroundTruth: meanOfCases("predictionToGroundTruth", 0),
    },
    nsd: tolerances.map((_, i) => meanOfCases("nsd", i)),
    empty,
    overall: {
      dice: overall("overallDice", 0),
      iou: overall("overallIou", 0),
      nsd: tolerances.map((_, i) => overall("overallNsd", i)),
    },
  } as unknown as SurfaceMeans;
}

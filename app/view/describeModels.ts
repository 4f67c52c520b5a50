import { backend } from "../../src/counting/backend.js";
import type { ClassMetric } from "../../src/measures/confusion/classScores.js";
import type { ConfidenceIntervals } from "../../src/scorers/segmentationStatistics.js";
import { descending } from "../../src/statistics/descending.js";
import type { ConventionName } from "../../src/measures/confusion/conventions/convention.js";
import { meanOf } from "./means.js";
import type { FailedFile, ReportedModel, ReportedRun } from "./reportedRun.js";
import type { SegmentationScorer } from "../../src/scorers/segmentationScorer.js";

/** What a run is asked to tell. */
export interface TellOptions {
  readonly metrics?: readonly ClassMetric[] | undefined;
  readonly convention?: ConventionName | undefined;
  readonly spread?: boolean | undefined;
  /** Per cent. */
  readonly ci?: number | undefined;
  readonly resamples?: number | undefined;
  readonly seed?: number | undefined;
  readonly perImage?: boolean | undefined;
  readonly worst?: number | undefined;
  /** A page tells everything: where it goes, if there is one. */
  readonly html?: string | undefined;
}

/** A scored model, by the name its user knows it by. */
export interface NamedScorer {
  readonly name: string;
  readonly scorer: SegmentationScorer;
}

const DEFAULT_METRICS: readonly ClassMetric[] = ["iou", "dice"];

/** Everything that reports show of scored models; there are no thresholds yet. */
export function describeModels(
  scored: readonly NamedScorer[],
  options: TellOptions,
  more: {
    readonly comparison?: ReportedRun["comparison"];
    readonly failures?: readonly FailedFile[];
    readonly elapsedMs: number;
  },
): ReportedRun {
  const [first] = scored as [NamedScorer];
  const metrics = options.metrics ?? DEFAULT_METRICS;
  const models = scored.map((model) => describeModel(model, metrics, options));
  // Best first; a pair that is compared stays as it was named.
  if (more.comparison === undefined)
    models.sort((a, b) => descending(leadOf(a, metrics), leadOf(b, metrics)));
  return {
    models,
    comparison: more.comparison,
    convention: options.convention ?? "dataset",
    tells: { intervals: options.ci !== undefined, spread: options.spread === true },
    metrics,
    ignoreIndex: first.scorer.settings.ignoreIndex ?? undefined,
    perImage: options.perImage === true,
    worst: options.worst ?? 0,
    gates: [],
    failures: more.failures ?? [],
    elapsedMs: more.elapsedMs,
    backend: backend(),
  };
}

function describeModel(
  { name, scorer }: NamedScorer,
  metrics: readonly ClassMetric[],
  options: TellOptions,
): ReportedModel {
  const { settings, imageCount } = scorer;
  const scores = scorer.compute();
  const isPage = options.html !== undefined;
  const isOfImages = settings.perImage;
  const convention = options.convention ?? "dataset";
  const [lead = "iou"] = metrics;
  return {
    name,
    imageCount,
    scores,
    chosen: convention === "dataset" ? scores : scorer.compute({ convention }),
    confusionMatrix: scorer.confusionMatrix(),
    intervals: intervalsOf(scorer, metrics, options),
    images: isOfImages && (isPage || options.perImage === true) ? scorer.imageScores() : undefined,
    contributions:
      isOfImages && (isPage || (options.worst ?? 0) > 0)
        ? scorer.contributions(lead === "dice" ? "dice" : "iou")
        : undefined,
    spread: isPage || options.spread === true ? scorer.spread() : undefined,
    findings: scorer.audit(),
  };
}

/** A page shows IoU's even where they were not asked for. */
function intervalsOf(
  scorer: SegmentationScorer,
  metrics: readonly ClassMetric[],
  { ci, resamples, seed, html }: TellOptions,
): ReportedModel["intervals"] {
  const wanted = ci === undefined ? (html === undefined ? [] : (["iou"] as const)) : metrics;
  if (wanted.length === 0 || scorer.imageCount < 2 || !scorer.settings.perImage) return undefined;
  const intervals: Partial<Record<ClassMetric, ConfidenceIntervals>> = {};
  for (const metric of new Set<ClassMetric>([...wanted, ...(html === undefined ? [] : (["iou"] as const))])) {
    intervals[metric] = scorer.confidenceIntervals({ metric, level: (ci ?? 95) / 100, resamples, seed });
  }
  return intervals;
}

function leadOf(model: ReportedModel, [metric = "iou"]: readonly ClassMetric[]): number {
  return meanOf(model, metric).value;
}

import { backend } from "../../src/counting/backend.js";
import { CLASS_METRICS, type ClassMetric } from "../../src/measures/confusion/classScores.js";
import type { ConventionName } from "../../src/measures/confusion/conventions/convention.js";
import { explainConvention } from "../../src/measures/confusion/conventions/registry.js";
import type { SegmentationScorer } from "../../src/scorers/segmentationScorer.js";
import type { ConfidenceIntervals } from "../../src/scorers/segmentationStatistics.js";
import type { Contributions } from "../../src/scorers/segmentationStatistics.js";
import { descending } from "../../src/statistics/descending.js";
import { confusionView } from "./confusionView.js";
import { gateOf, type Threshold, worseGate } from "./gates.js";
import { ignoredInFiles } from "./ignoredInFiles.js";
import { meanOf } from "./means.js";
import { contributionMetric, METRIC_NAMES } from "./metricNames.js";
import { paletteFor } from "./displayColours.js";
import type { RunFinding } from "./runFindings.js";
import { type Shown, shownIntervals } from "./shownIntervals.js";
import { withThreshold } from "./thresholdWords.js";
import type { ComparisonView, FailedFile, Gate, ModelView, PairsView, RunView } from "./runView.js";

/** What is asked of a run. */
export interface ViewOptions {
  readonly metrics?: readonly ClassMetric[] | undefined;
  readonly convention?: ConventionName | undefined;
  readonly spread?: boolean | undefined;
  /** Per cent. */
  readonly ci?: number | undefined;
  readonly resamples?: number | undefined;
  readonly seed?: number | undefined;
  readonly perImage?: boolean | undefined;
  readonly worst?: number | undefined;
  /** Scores that must be reached; each is known to name something. */
  readonly failUnder?: readonly Threshold[] | undefined;
  /** Of a comparison: the second model must not be worse by more than the interval allows. */
  readonly failWorse?: boolean | undefined;
  /** Everything that report and page show, whether it was asked for in words or not. */
  readonly isWhole: boolean;
}

/** What is known of a run beside its scores. */
export interface ViewFacts {
  readonly comparison?: ComparisonView | undefined;
  readonly pairs?: PairsView | undefined;
  readonly failures?: readonly FailedFile[];
  readonly elapsedMs: number;
  /** "#rrggbb" of the classes that have a colour of their own. */
  readonly palette?: readonly (string | undefined)[] | undefined;
}

/** A scored model, by the name its user knows it by. */
export interface NamedScorer {
  readonly name: string;
  readonly scorer: SegmentationScorer;
  /** What was seen in its files; nothing where only its state is at hand. */
  readonly findings?: readonly RunFinding[];
}

const DEFAULT_METRICS: readonly ClassMetric[] = ["iou", "dice"];

/** Everything that is shown of scored models. */
export function buildRunView(
  scored: readonly NamedScorer[],
  options: ViewOptions,
  facts: ViewFacts,
): RunView {
  const [{ scorer: first }] = scored as readonly [NamedScorer];
  const { metrics = DEFAULT_METRICS, convention = "dataset" } = options;
  const [lead = "iou"] = metrics;
  const models = scored.map((model) => viewModel(model, metrics, options));
  return {
    title: titleOf(models, facts.comparison),
    // A pair that is compared stays as it was named.
    models: facts.comparison === undefined ? bestFirst(models, lead) : models,
    comparison: facts.comparison,
    pairs: facts.pairs,
    convention,
    conventionText: explainConvention(convention),
    tells: { intervals: options.ci !== undefined, spread: options.spread === true },
    metrics,
    ignored: ignoredInFiles(first.settings),
    foregroundAbove: first.settings.threshold ?? undefined,
    reading: first.settings.reading ?? undefined,
    perImage: options.perImage === true,
    worst: options.worst ?? 0,
    gates: [
      ...models.flatMap((model) =>
        (options.failUnder ?? []).map((threshold) => gateOf(model, threshold) as Gate),
      ),
      ...(options.failWorse === true && facts.comparison !== undefined
        ? [worseGate(facts.comparison, comparedScore(facts.comparison, convention))]
        : []),
    ],
    failures: facts.failures ?? [],
    elapsedMs: facts.elapsedMs,
    backend: backend(),
    palette: paletteFor(first.settings.numClasses, facts.palette ?? []),
    pictures: [],
    provenance: undefined,
  };
}

/** What two models are compared by: "mean IoU". */
function comparedScore({ result: { metric } }: ComparisonView, convention: ConventionName): string {
  const isOfClasses = CLASS_METRICS.some((name) => name === metric);
  const mean = convention === "dataset" ? "mean " : "dataset mean ";
  return `${isOfClasses ? mean : ""}${METRIC_NAMES[metric]}`;
}

/** Models by a mean. */
export function bestFirst(models: readonly ModelView[], metric: ClassMetric): ModelView[] {
  return [...models].sort((a, b) => descending(meanOf(a, metric).value, meanOf(b, metric).value));
}

/** What a run of these models is called. */
export function titleOf(models: readonly ModelView[], comparison: ComparisonView | undefined): string {
  if (comparison !== undefined) return `${comparison.second} against ${comparison.first}`;
  return models.length === 1 ? (models[0]?.name ?? "") : `${models.length} models`;
}

function viewModel(
  { name, scorer, findings = [] }: NamedScorer,
  metrics: readonly ClassMetric[],
  options: ViewOptions,
): ModelView {
  const { settings, imageCount } = scorer;
  const { convention = "dataset", isWhole } = options;
  const isOfImages = settings.perImage;
  const scores = scorer.compute();
  const confusionMatrix = scorer.confusionMatrix();
  const images = isOfImages && (isWhole || options.perImage === true) ? scorer.imageScores() : undefined;
  const matrices = isWhole && isOfImages ? scorer.countedImages("the report").images.matrices : [];
  return {
    name,
    imageCount,
    scores,
    chosen: convention === "dataset" ? scores : scorer.compute({ convention }),
    confusionMatrix,
    intervals: intervalsOf(scorer, metrics, options),
    images,
    contributions: isOfImages ? contributionsOf(scorer, metrics, options) : {},
    spread: isWhole || options.spread === true ? scorer.spread() : undefined,
    confusion: isWhole
      ? confusionView({ confusionMatrix, matrices, ids: (images ?? []).map(({ id }) => id) })
      : undefined,
    findings: [...findings, ...scorer.audit().map((found) => withThreshold(found, settings.threshold))],
  };
}

/** Report and page show IoU's even where they were not asked for. */
function intervalsOf(
  scorer: SegmentationScorer,
  metrics: readonly ClassMetric[],
  { ci, resamples, seed, isWhole }: ViewOptions,
): ModelView["intervals"] {
  const wanted = new Set<ClassMetric>([
    ...(ci === undefined ? [] : metrics),
    ...(isWhole ? (["iou"] as const) : []),
  ]);
  if (wanted.size === 0 || scorer.imageCount < 2 || !scorer.settings.perImage) return undefined;
  const intervals: Partial<Record<ClassMetric, Shown<ConfidenceIntervals>>> = {};
  for (const metric of wanted) {
    const own = scorer.confidenceIntervals({ metric, level: (ci ?? 95) / 100, resamples, seed });
    intervals[metric] = shownIntervals(own, resamples);
  }
  return intervals;
}

/** Of the first metric where the worst are listed, IoU where it has none; of IoU for report and page. */
function contributionsOf(
  scorer: SegmentationScorer,
  metrics: readonly ClassMetric[],
  { worst = 0, isWhole }: ViewOptions,
): ModelView["contributions"] {
  const wanted = new Set<Contributions["metric"]>([
    ...(worst > 0 || isWhole ? [contributionMetric(metrics)] : []),
    ...(isWhole ? (["iou"] as const) : []),
  ]);
  return Object.fromEntries([...wanted].map((metric) => [metric, scorer.contributions(metric)]));
}

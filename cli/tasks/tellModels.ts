import { toldPart } from "../../app/view/partialWords.js";
import { comparisonJson } from "../../app/view/comparisonJson.js";
import { verdictSection } from "../../app/view/comparisonSections.js";
import type { Compared } from "../../app/view/comparisonWords.js";
import { worseGate } from "../../app/view/gates.js";
import { gateNotices } from "../../app/view/summaryWords.js";
import { comparisonSectionsOf } from "../../app/view/tasks/comparisonSections.js";
import type { ModelComparison } from "../../src/scorers/compareModels.js";
import type { Section } from "../../app/view/section.js";
import type { Shown } from "../../app/view/shownIntervals.js";
import { comparedPairs, pairsSection, pairsView } from "../../app/view/pairsSection.js";
import type { PairsView } from "../../app/view/runView.js";
import { describe } from "../../src/errors/describe.js";
import { UsageError } from "../exitCodes.js";
import { noteSequences } from "../inputs/clusterRule.js";
import type { Terminal } from "../terminal.js";
import { taskGates } from "./taskGates.js";
import {
  type ComparedOptions,
  metricsOf,
  type NamedTaskScorer,
  type TaskKind,
  type TaskScorer,
} from "./taskKind.js";
import type { TaskTellOptions } from "./taskOptions.js";
import type { ToldTask } from "./taskReport.js";
import { imageCells, imageScoresOf, imagesSection, leaderboard, worstSection } from "./taskSections.js";

/** Models that were scored by one task. */
export interface TaskModels {
  readonly kind: TaskKind<TaskScorer>;
  readonly models: readonly NamedTaskScorer<TaskScorer>[];
  /** undefined of states, which have none. */
  readonly classNames: readonly string[] | undefined;
  /** Of states: what is missing is told by nothing else. */
  readonly isSaved?: boolean | undefined;
}

/**
 * What is told of models: each one's report, worst images and images, and all side by side.
 *
 * @param comparison of the two of them, where there is one
 */
export function tellModels(
  { kind, models, classNames, isSaved = false }: TaskModels,
  options: TaskTellOptions,
  comparison?: Shown<ModelComparison<string>>,
): ToldTask {
  const metrics = models[0] === undefined ? kind.metrics : metricsOf(kind, models[0].scorer);
  const metric = metricOf(kind, metrics, options);
  const told = kind.told ?? kind.keys;
  const isLength = kind.lengths?.includes(metric) === true;
  const own = models.map(({ name, scorer }) => {
    const report = kind.report(scorer, name, options, classNames);
    const worst =
      options.worst === undefined ? undefined : worstOf(kind, scorer, metric, options.worst, options);
    const images = options.perImage === true ? imageScoresOf(kind, scorer, options) : undefined;
    const partial = toldPart(scorer, isSaved);
    const headlines = kind.headlines(scorer, options, classNames);
    return {
      name,
      warnings: partial === undefined ? [] : [{ model: name, message: partial }],
      imageCount: scorer.imageCount,
      headlines,
      sections: [
        ...titled(report.sections, models.length > 1 ? name : undefined),
        ...(worst === undefined
          ? []
          : [worstSection(worst, options.worst as number, metrics[metric] as string, isLength)]),
        ...(images === undefined ? [] : [imagesSection(images, metrics)]),
      ],
      json: {
        ...(partial === undefined ? {} : { warnings: [partial] }),
        ...report.json,
        headline: headlines.find(({ key }) => key === told[0]),
        ...(worst === undefined ? {} : { worst: { metric, mean: worst.mean, images: worst.images } }),
        ...(images === undefined ? {} : { images: images.map(({ id, scores }) => ({ id, ...scores })) }),
      },
      rows: images === undefined ? report.rows : imageCells(name, images, metrics),
      partial,
    };
  });
  const pair = models.slice(0, 2).map(({ name }) => name) as [string, string];
  const compared: Compared | undefined = comparison && {
    first: pair[0],
    second: pair[1],
    result: comparison,
    isLowerBetter: isLength,
  };
  const gates = [
    ...own.flatMap(({ name, headlines }) => taskGates(name, headlines, kind.keys, options.failUnder)),
    ...(options.failWorse === true && compared !== undefined
      ? [worseGate(compared, `mean ${metrics[metric] as string}`)]
      : []),
  ];
  const warnings = own.flatMap((model) => model.warnings);
  const pairs = comparison === undefined ? pairsOf(kind, models, { ...options, metric }) : undefined;
  const [first] = own as [(typeof own)[number]];
  return {
    sections: [
      ...warningSections(warnings, own.length === 1),
      ...(compared === undefined
        ? []
        : [
            verdictSection(compared),
            ...comparisonSectionsOf(pair, compared.result, metrics[metric] as string),
          ]),
      ...(own.length > 1 ? [leaderboard(own, told)] : []),
      ...(pairs === undefined ? [] : [pairsSection(pairs, metrics[metric] as string)]),
      ...own.flatMap(({ sections }) => sections),
      ...gateSections(gates, own.length === 1),
    ],
    json: {
      ...(own.length === 1 ? first.json : { task: kind.name, models: own.map(({ json }) => json) }),
      ...(compared === undefined ? {} : { comparison: comparisonJson(compared) }),
      ...(pairs === undefined ? {} : { pairs }),
      ...(gates.length === 0 ? {} : { gates }),
    },
    rows: own.flatMap(({ rows, partial }, i) =>
      (i === 0 ? rows : rows.slice(1)).map((row, at) =>
        warnings.length === 0 ? row : [...row, i === 0 && at === 0 ? "warning" : partial],
      ),
    ),
    warnings,
    scored: own.map(({ name, imageCount, headlines }) => ({
      model: name,
      text: `scored ${imageCount} images: ${headlines
        .filter(({ key }) => told.includes(key))
        .map(({ label, score }) => `${label} ${Number.isFinite(score) ? score.toFixed(4) : "-"}`)
        .join(", ")}`,
    })),
    gates,
  };
}

/** How the models of a leaderboard differ, where intervals were asked for; undefined where they cannot be compared. */
function pairsOf(
  kind: TaskKind<TaskScorer>,
  models: TaskModels["models"],
  options: ComparedOptions,
): PairsView | undefined {
  if (options.ci === undefined) return undefined;
  const all = comparedPairs(
    models.map(({ scorer }) => scorer),
    (scorers) => kind.compareAll(scorers, options),
    options.resamples,
  );
  return (
    all &&
    pairsView(
      all,
      models.map(({ name }) => name),
    )
  );
}

/** @throws {UsageError} the task has no such metric */
export function metricOf(
  kind: TaskKind<TaskScorer>,
  known: Readonly<Record<string, string>>,
  { metrics }: TaskTellOptions,
): string {
  const names = Object.keys(known);
  // One without metrics has no options that ask for one.
  const [metric = names[0] ?? "", other] = metrics ?? [];
  if (other !== undefined) {
    throw new UsageError(`--metrics: ${kind.name} takes one metric, got ${metric} and ${other}`);
  }
  if (metrics === undefined || names.includes(metric)) return metric;
  throw new UsageError(
    `--metrics: ${describe(metric)} is none of ${kind.name}; there are ${names.join(", ")}`,
  );
}

function worstOf(
  kind: TaskKind<TaskScorer>,
  scorer: TaskScorer,
  metric: string,
  count: number,
  options: TaskTellOptions,
): ReturnType<typeof kind.shares> {
  const { mean, images } = kind.shares(scorer, metric, options);
  return { mean, images: images.slice(0, count) };
}

/** Of several models each part says whose it is. */
function titled(sections: readonly Section[], model: string | undefined): Section[] {
  if (model === undefined) return [...sections];
  return sections.map(({ title, ...section }) => ({
    ...section,
    title: title === undefined ? model : `${model}: ${title}`,
  }));
}

/** What is to be known before any number. */
function warningSections(warnings: ToldTask["warnings"], isOne: boolean): Section[] {
  if (warnings.length === 0) return [];
  const facts = warnings.map(
    ({ model, message }) => ["warning", isOne ? message : `${model}: ${message}`] as const,
  );
  return [{ title: undefined, table: undefined, facts }];
}

function gateSections(gates: ToldTask["gates"], isOne: boolean): Section[] {
  if (gates.length === 0) return [];
  const facts = gateNotices(gates, isOne).map(({ word, text }) => [word.toLowerCase(), text] as const);
  return [{ title: undefined, table: undefined, facts }];
}

/** Says why --ci brings no interval, and what may be wrong with one. */
export function noteIntervals({ models }: TaskModels, { ci }: TaskTellOptions, terminal: Terminal): void {
  noteSequences(
    models.map(({ scorer }) => scorer),
    ci !== undefined,
    terminal,
  );
  if (ci !== undefined && models.some(({ scorer }) => scorer.imageCount < 2)) {
    terminal.note("--ci: no intervals: they take at least 2 images");
  }
}

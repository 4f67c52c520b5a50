import { csvReport } from "../../app/report/csvReport.js";
import { jsonReport } from "../../app/report/jsonReport.js";
import { junitCases } from "../../app/report/junitReport.js";
import { markdownReport } from "../../app/report/markdownReport.js";
import { textReport } from "../../app/report/textReport.js";
import { partialFindings } from "../../app/view/partialWords.js";
import type { Threshold } from "../../app/view/gates.js";
import type { RunView } from "../../app/view/runView.js";
import type { SegmentationScorer } from "../../src/scorers/segmentationScorer.js";
import { describeRun } from "../describing/describeRun.js";
import { requireThresholds, type TellOptions } from "../describing/tellOptions.js";
import { EXIT_SCORED, UsageError } from "../exitCodes.js";
import { sameFilesFindings } from "../inputs/sameFiles.js";
import { onInterruption } from "../interruption.js";
import { requireOutputs } from "../outputs.js";
import type { PictureSource } from "../page/pageSource.js";
import type { PagedMeasure } from "../page/writeTaskPage.js";
import type { Terminal } from "../terminal.js";
import { lookAtMasks } from "./lookAtMasks.js";
import { type MasksMeasure, type ScoredMasks, scoreMasks } from "./scoreMasks.js";
import { requireTaskThresholds } from "./taskGates.js";
import { type MeasureName, requireMeasureOptions, type TaskOptions } from "./taskOptions.js";
import { partOf, type ToldPart, writeTaskReport } from "./taskReport.js";
import { tellModels } from "./tellModels.js";
import { requireOneModel } from "./writeRunPage.js";

const TITLES: Readonly<Record<MeasureName, string>> = {
  iou: "Overlap",
  boundary: "Boundaries",
  surfaces: "Surfaces",
  components: "Components",
};

/** maskscore score TRUTH PREDICTION... --measures iou,boundary: each file is read once. */
export async function scoreMeasures(
  names: readonly MeasureName[],
  truth: string | undefined,
  predictions: readonly string[],
  options: TaskOptions,
  terminal: Terminal,
): Promise<number> {
  const start = performance.now();
  onInterruption(() => "interrupted before the first image was scored: nothing is written");
  requireMeasureOptions(names, options);
  await requireOutputs(options);
  requireOneModel(options, predictions.length);
  const thresholds = thresholdsOf(names, options.failUnder);
  const scored = await scoreMasks(
    names,
    truth,
    predictions,
    options,
    terminal,
    ({ job, classNames, background }, measures) => {
      for (const { name, kind } of measures) {
        const own = thresholds.get(name) ?? [];
        if (kind === undefined) requireThresholds(own, job.settings);
        else {
          requireTaskThresholds(
            own,
            kind.keys,
            classNames.filter((_, label) => label !== background),
          );
        }
      }
    },
  );
  const { found } = scored.masks;
  if (found.images.length === 0) return EXIT_SCORED;
  const parts: ToldPart[] = [];
  const paged: PagedMeasure[] = [];
  for (const measure of scored.measures) {
    const own = { ...options, failUnder: thresholds.get(measure.name) };
    if (measure.kind === undefined) {
      const run = await overlapRun(scored, measure, own, performance.now() - start);
      parts.push(overlapPart(run));
      paged.push({ run, source: sourceOf(scored) });
    } else {
      parts.push(taskPart(scored, measure, own));
      if (options.html !== undefined) paged.push(...pagedOf(scored, measure, own));
    }
  }
  const elapsedMs = performance.now() - start;
  const exitCode = await writeTaskReport(parts, scored.failures, options, elapsedMs, terminal);
  if (options.html !== undefined) {
    const { writeTaskPage } = await import("../page/writeTaskPage.js");
    await writeTaskPage(options.html, found.models[0] as string, paged, scored.failures);
  }
  return exitCode;
}

/** Columns are those of overlap; its convention, too. */
function ofTask(options: TaskOptions): TaskOptions {
  return { ...options, metrics: undefined, convention: undefined };
}

/** What the page shows of the first model by a measure. */
function pagedOf(
  { masks, measured }: ScoredMasks,
  { kind, scorers: [scorer] }: MasksMeasure,
  options: TaskOptions,
): PagedMeasure[] {
  const { found, classNames } = masks;
  if (scorer === undefined || kind?.view === undefined) return [];
  const view = kind.view(scorer, found.models[0] as string, ofTask(options), classNames);
  return [{ view, look: lookAtMasks(measured, found.images, scorer, classNames) }];
}

/** Where overlap's masks are. */
function sourceOf({ masks: { found, job } }: ScoredMasks): PictureSource {
  return { files: found.images, models: found.models, job, photos: undefined };
}

/**
 * Thresholds by measure: "boundary:iou=0.5"; one without a measure is of the first.
 *
 * @throws {UsageError} it is of a measure that is not asked for
 */
function thresholdsOf(
  names: readonly MeasureName[],
  thresholds: readonly Threshold[] = [],
): ReadonlyMap<MeasureName, readonly Threshold[]> {
  const [first] = names as readonly [MeasureName];
  const found = new Map<MeasureName, Threshold[]>();
  for (const { key, threshold } of thresholds) {
    const [, word, rest] = /^(iou|boundary|surfaces|components):(.+)$/.exec(key) ?? [];
    const name = (word as MeasureName | undefined) ?? first;
    if (!names.includes(name)) {
      throw new UsageError(
        `--fail-under: ${key} is of a measure that is not scored: --measures ${names.join(",")}`,
      );
    }
    found.set(name, [...(found.get(name) ?? []), { key: rest ?? key, threshold }]);
  }
  return found;
}

function taskPart(
  { masks }: ScoredMasks,
  { name, kind, scorers }: MasksMeasure,
  options: TaskOptions,
): ToldPart {
  const models = scorers.map((scorer, i) => ({ name: masks.found.models[i] as string, scorer }));
  const run = { kind: kind as NonNullable<typeof kind>, models, classNames: masks.classNames };
  return partOf(tellModels(run, ofTask(options)), TITLES[name]);
}

/** The run as it is told without other measures. */
async function overlapRun(
  { masks, failures }: ScoredMasks,
  { scorers }: MasksMeasure,
  options: TaskOptions,
  elapsedMs: number,
): Promise<RunView> {
  const { found, palette, findings } = masks;
  const sameFiles = await sameFilesFindings(found.images, found.models);
  const scored = scorers.map((scorer, i) => ({
    name: found.models[i] as string,
    scorer: scorer as unknown as SegmentationScorer,
    findings: [...partialFindings(scorer, false), ...(sameFiles[i] ?? []), ...findings(i, failures)],
  }));
  return describeRun(scored, options as TellOptions, { failures: [], palette, elapsedMs });
}

function overlapPart(run: RunView): ToldPart {
  const { warnings, told, gates } = junitCases(run);
  return {
    title: TITLES.iou,
    text: (style) => textReport(run, style),
    json: { task: "iou", ...(JSON.parse(jsonReport(run)) as object) },
    csv: () => csvReport(run),
    markdown: () => markdownReport(run),
    warnings,
    told,
    gates,
  };
}

import { csvReport } from "../../app/report/csvReport.js";
import { jsonReport } from "../../app/report/jsonReport.js";
import { junitCases } from "../../app/report/junitReport.js";
import { markdownReport } from "../../app/report/markdownReport.js";
import { textReport } from "../../app/report/textReport.js";
import type { Threshold } from "../../app/view/gates.js";
import type { SegmentationScorer } from "../../src/scorers/segmentationScorer.js";
import { describeRun } from "../describing/describeRun.js";
import { requireThresholds, type TellOptions } from "../describing/tellOptions.js";
import { EXIT_SCORED, UsageError } from "../exitCodes.js";
import { sameFilesFindings } from "../inputs/sameFiles.js";
import { onInterruption } from "../interruption.js";
import { requireOutputs } from "../outputs.js";
import type { Terminal } from "../terminal.js";
import { type MasksMeasure, type ScoredMasks, scoreMasks } from "./scoreMasks.js";
import { requireTaskThresholds } from "./taskGates.js";
import { type MeasureName, requireMeasureOptions, type TaskOptions } from "./taskOptions.js";
import { partOf, type ToldPart, writeTaskReport } from "./taskReport.js";
import { tellModels } from "./tellModels.js";

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
  if (scored.masks.found.images.length === 0) return EXIT_SCORED;
  const parts: ToldPart[] = [];
  for (const measure of scored.measures) {
    const own = { ...options, failUnder: thresholds.get(measure.name) };
    parts.push(
      measure.kind === undefined
        ? await overlapPart(scored, measure, own, performance.now() - start)
        : taskPart(scored, measure, own),
    );
  }
  return writeTaskReport(parts, scored.failures, options, performance.now() - start, terminal);
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
  // Columns are those of overlap; its convention, too.
  const told = tellModels(run, { ...options, metrics: undefined, convention: undefined });
  return partOf(told, TITLES[name]);
}

/** The run as it is told without other measures. */
async function overlapPart(
  { masks, failures }: ScoredMasks,
  { scorers }: MasksMeasure,
  options: TaskOptions,
  elapsedMs: number,
): Promise<ToldPart> {
  const { found, palette, findings } = masks;
  const sameFiles = await sameFilesFindings(found.images, found.models);
  const scored = scorers.map((scorer, i) => ({
    name: found.models[i] as string,
    scorer: scorer as unknown as SegmentationScorer,
    findings: [...(sameFiles[i] ?? []), ...findings(i, failures)],
  }));
  const run = await describeRun(scored, options as TellOptions, { failures: [], palette, elapsedMs });
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

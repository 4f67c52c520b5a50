import { EXIT_SCORED, UsageError } from "../exitCodes.js";
import { onInterruption } from "../interruption.js";
import { requireOutputs } from "../outputs.js";
import type { Terminal } from "../terminal.js";
import { scoreDetections } from "./scoreDetections.js";
import { lookAtMasks } from "./lookAtMasks.js";
import { scoreMasks } from "./scoreMasks.js";
import { scorePanoptic } from "./scorePanoptic.js";
import { requireTaskThresholds } from "./taskGates.js";
import { requireTaskOptions, type TaskName, type TaskOptions } from "./taskOptions.js";
import type { TaskRunResult } from "./taskRunResult.js";
import { partOf, writeTaskReport } from "./taskReport.js";
import { noteIntervals, tellModels } from "./tellModels.js";
import { requireOneModel, writeRunPage } from "./writeRunPage.js";

/** maskscore score TRUTH PREDICTION... --task TASK */
export async function scoreTask(
  task: TaskName,
  truth: string | undefined,
  predictions: readonly string[],
  options: TaskOptions,
  terminal: Terminal,
): Promise<number> {
  const start = performance.now();
  onInterruption(() => "interrupted before the first image was scored: nothing is written");
  requireTaskOptions(task, options);
  await requireOutputs(options);
  if (predictions.length > 1 && (options.state ?? options.resume) !== undefined) {
    throw new UsageError("a state is of one model: score each in a run of its own with --state");
  }
  requireOneModel(options, predictions.length);
  const run = await runModels(task, truth, predictions, options, terminal);
  if (run === undefined) return EXIT_SCORED;
  noteIntervals(run, options, terminal);
  const told = [partOf(tellModels(run, options))];
  const exitCode = await writeTaskReport(told, run.failures, options, performance.now() - start, terminal);
  await writeRunPage(run, options);
  return exitCode;
}

/** Scores models by a task; undefined where there is no image. */
export async function runModels(
  task: TaskName,
  truth: string | undefined,
  predictions: readonly string[],
  options: TaskOptions,
  terminal: Terminal,
): Promise<TaskRunResult | undefined> {
  if (task === "panoptic") return scorePanoptic(truth, predictions, options, terminal);
  if (task === "boxes" || task === "masks")
    return scoreDetections(task, truth, predictions, options, terminal);
  const { masks, measures, failures, measured } = await scoreMasks(
    [task],
    truth,
    predictions,
    options,
    terminal,
    ({ classNames, background }, [measure]) => {
      const scored = classNames.filter((_, label) => label !== background);
      requireTaskThresholds(options.failUnder, measure?.kind?.keys ?? [], scored);
    },
  );
  const { found, classNames } = masks;
  const [measure] = measures;
  if (found.images.length === 0 || measure?.kind === undefined) return undefined;
  const models = measure.scorers.map((scorer, i) => ({ name: found.models[i] as string, scorer }));
  const [first] = measure.scorers;
  const look = first === undefined ? undefined : lookAtMasks(measured, found.images, first, classNames);
  return { kind: measure.kind, models, classNames, failures, look };
}

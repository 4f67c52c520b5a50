import { EXIT_SCORED, UsageError } from "../exitCodes.js";
import { onInterruption } from "../interruption.js";
import { requireOutputs } from "../outputs.js";
import type { Terminal } from "../terminal.js";
import { scoreMasks } from "./scoreMasks.js";
import { scorePanoptic } from "./scorePanoptic.js";
import { requireTaskOptions, type TaskName, type TaskOptions } from "./taskOptions.js";
import type { TaskRunResult } from "./taskRunResult.js";
import { writeTaskReport } from "./taskReport.js";
import { noteFewImages, tellModels } from "./tellModels.js";
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
  noteFewImages(run, options, terminal);
  const told = tellModels(run, run.failures, options);
  const exitCode = await writeTaskReport([told], options, performance.now() - start, terminal);
  await writeRunPage(run, options);
  return exitCode;
}

/** Scores models by a task; undefined where there is no image. */
export function runModels(
  task: TaskName,
  truth: string | undefined,
  predictions: readonly string[],
  options: TaskOptions,
  terminal: Terminal,
): Promise<TaskRunResult | undefined> {
  return task === "panoptic"
    ? scorePanoptic(truth, predictions, options, terminal)
    : scoreMasks(task, truth, predictions, options, terminal);
}

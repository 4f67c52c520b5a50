import { scorerWords } from "../../app/errors/stateWords.js";
import { shownIntervals } from "../../app/view/shownIntervals.js";
import { isMaskscoreError } from "../../src/errors/problem.js";
import { DataError, EXIT_SCORED, UsageError } from "../exitCodes.js";
import { onInterruption } from "../interruption.js";
import { requireOutputs } from "../outputs.js";
import { clusterImages } from "../inputs/clusterRule.js";
import { modelNames } from "../inputs/modelNames.js";
import { readStateBytes, type StateBytes } from "../stateFile.js";
import type { Terminal } from "../terminal.js";
import { runModels } from "./scoreTask.js";
import type { StateTask } from "../../app/job/taskOfState.js";
import { requireTaskOptions, requireTellOptions, type TaskName, type TaskOptions } from "./taskOptions.js";
import { partOf, writeTaskReport } from "./taskReport.js";
import { metricsOf } from "./taskKind.js";
import type { TaskRunResult } from "./taskRunResult.js";
import { kindOfState, readTaskState } from "./taskStates.js";
import { metricOf, noteIntervals, tellModels } from "./tellModels.js";
import { requireOneModel } from "./writeRunPage.js";

/** maskscore compare TRUTH A B --task TASK */
export async function compareTask(
  task: TaskName,
  paths: readonly string[],
  options: TaskOptions,
  terminal: Terminal,
): Promise<number> {
  const start = performance.now();
  onInterruption(() => "interrupted before the first image was scored: nothing is written");
  requireTaskOptions(task, options);
  await requireOutputs(options);
  requireOneModel(options, 2);
  const [truth, ...predictions] = paths;
  if (predictions.length !== 2) {
    throw new UsageError(`compare takes TRUTH and two predictions, or two states, got ${paths.length} paths`);
  }
  const run = await runModels(task, truth, predictions, options, terminal);
  return run === undefined ? EXIT_SCORED : tellComparison(run, options, start, terminal);
}

/** maskscore compare of two states of a task. */
export async function compareTaskStates(
  task: StateTask,
  first: StateBytes,
  paths: readonly [string, string],
  options: TaskOptions,
  terminal: Terminal,
): Promise<number> {
  const start = performance.now();
  const kind = kindOfState(task);
  requireTellOptions(kind.name, options, false);
  await requireOutputs(options);
  requireOneModel(options, 2);
  const second = await readStateBytes(paths[1]);
  const scorers = [readTaskState(kind, first), readTaskState(kind, second)];
  await clusterImages(scorers, options);
  const names = modelNames(paths);
  const models = scorers.map((scorer, i) => ({ name: names[i] as string, scorer }));
  const run = { kind, models, classNames: undefined, isSaved: true, failures: [] };
  return tellComparison(run, options, start, terminal);
}

async function tellComparison(
  run: TaskRunResult,
  options: TaskOptions,
  start: number,
  terminal: Terminal,
): Promise<number> {
  const { kind, models, classNames } = run;
  const [first, second] = models as unknown as readonly [(typeof models)[number], (typeof models)[number]];
  const metric = metricOf(kind, metricsOf(kind, first.scorer), options);
  noteIntervals(run, { ci: options.ci ?? 95 }, terminal);
  let comparison;
  try {
    const compared = kind.compare(first.scorer, second.scorer, { ...options, metric });
    comparison = shownIntervals(compared, options.resamples);
  } catch (cause) {
    if (!isMaskscoreError(cause)) throw cause;
    throw new DataError(scorerWords(cause.problem, [first.name, second.name]), { cause });
  }
  // A scorer of classes knows them by number.
  const named = comparison.classes.map((one) => ({ ...one, name: classNames?.[one.classIndex] ?? one.name }));
  const told = tellModels(run, options, { ...comparison, classes: named });
  return writeTaskReport([partOf(told)], run.failures, options, performance.now() - start, terminal);
}

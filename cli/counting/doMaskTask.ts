import { DatasetError, jobProblemOf, SettingsError } from "../../app/errors/problem.js";
import type { Answer, Asked } from "../../src/workers/requests.js";
import type { WorkerSet } from "../../src/workers/workerSet.js";
import { DataError, UsageError } from "../exitCodes.js";
import { sourcesVersion } from "../sources/registry.js";
import { letSignalsIn } from "../interruption.js";
import { type MaskTasks, maskTasks } from "./maskTasks.js";
import type { CommandRequests } from "./worker.js";
import { TakesLong, WorkBudget } from "./workBudget.js";
import { commandWorkers } from "./workers.js";

/** Decoded in about a tenth of a second; a worker starts in about half of that. */
const SHORT_BYTES = 2 ** 24;

/** Started with the first task that takes long, and kept for the next. */
let worker: WorkerSet<CommandRequests> | undefined;
/** The archives that it knows. */
let workerSources = 0;

/**
 * Does something with masks: small ones at once on this thread, which is soonest, and what takes long on another, so that
 * signals are heard meanwhile.
 *
 * @throws {DatasetError | SettingsError | DataError} what the task throws
 */
export async function doMaskTask<K extends keyof MaskTasks>(
  kind: K,
  asked: Asked<MaskTasks, K>,
): Promise<Answer<MaskTasks, K>> {
  await letSignalsIn();
  try {
    return await maskTasks(new WorkBudget(SHORT_BYTES))[kind](asked);
  } catch (error) {
    if (!(error instanceof TakesLong)) throw error;
  }
  if (worker !== undefined && workerSources !== sourcesVersion()) {
    void worker.close();
    worker = undefined;
  }
  worker ??= commandWorkers(1, undefined);
  workerSources = sourcesVersion();
  try {
    return await worker.ask(kind, asked);
  } catch (error) {
    throw withClass(error);
  }
}

/** What a worker throws comes as data, without its class. */
export function withClass(error: unknown): unknown {
  const problem = jobProblemOf(error);
  const { name, message } = error as Error;
  if (name === "DatasetError") return new DatasetError(problem as DatasetError["problem"], { cause: error });
  if (name === "SettingsError")
    return new SettingsError(problem as SettingsError["problem"], { cause: error });
  if (name === "UsageError") return new UsageError(message, { cause: error });
  return name === "DataError" ? new DataError(message, { cause: error }) : error;
}

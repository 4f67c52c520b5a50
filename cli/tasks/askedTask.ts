import { statSync } from "node:fs";
import type { Terminal } from "../terminal.js";
import type { TaskName, TaskOptions } from "./taskOptions.js";

/** The task that was asked for by name, or by passing COCO's JSON; undefined of masks. */
export async function askedTask(
  { task, measures }: Pick<TaskOptions, "task" | "measures">,
  truth: string | undefined,
  prediction: string | undefined,
  terminal: Terminal,
): Promise<TaskName | undefined> {
  if (task !== undefined || measures !== undefined || !isJsonFile(truth) || !isJsonFile(prediction)) {
    return task;
  }
  const { taskOfJson } = await import("./loaded.js");
  return taskOfJson(truth, prediction, terminal);
}

/** Whether a path is of a JSON file, packed or not. */
export function isJsonFile(path: string | undefined): path is string {
  if (path === undefined || !/\.json(\.gz)?$/i.test(path)) return false;
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

import { readdirSync } from "node:fs";
import { isFileOfDisk, isFolderOfDisk } from "../inputs/diskEntry.js";
import type { Terminal } from "../terminal.js";
import type { TaskName, TaskOptions } from "./taskOptions.js";

/** The task that was asked for by name, or by passing COCO's JSON or YOLO's labels; undefined of masks. */
export async function askedTask(
  { task, measures }: Pick<TaskOptions, "task" | "measures">,
  truth: string | undefined,
  prediction: string | undefined,
  terminal: Terminal,
): Promise<TaskName | undefined> {
  if (task !== undefined || measures !== undefined) return task;
  if (isJsonFile(truth) && isJsonFile(prediction)) {
    const { taskOfJson } = await import("./loaded.js");
    return taskOfJson(truth, prediction, terminal);
  }
  if (mayBeLabels(truth) && mayBeLabels(prediction)) {
    const { taskOfLabels } = await import("./loaded.js");
    return taskOfLabels(truth, prediction, terminal);
  }
  return undefined;
}

/** Whether a path is of a data.yaml, or of a folder with texts or with a folder labels in it, as YOLO has them. */
function mayBeLabels(path: string | undefined): path is string {
  if (path === undefined) return false;
  if (/\.ya?ml$/i.test(path)) return true;
  if (!isFolderOfDisk(path)) return false;
  try {
    return readdirSync(path).some((name) => name === "labels" || /\.(?:txt|ya?ml)$/i.test(name));
  } catch {
    // Who reads the masks says what is wrong.
    return false;
  }
}

/** Whether a path is of a JSON file, packed or not. */
export function isJsonFile(path: string | undefined): path is string {
  if (path === undefined || !/\.json(\.gz)?$/i.test(path)) return false;
  return isFileOfDisk(path);
}

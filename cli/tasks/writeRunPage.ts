import { toldPart } from "../../app/view/partialWords.js";
import { UsageError } from "../exitCodes.js";
import type { TaskTellOptions } from "./taskOptions.js";
import type { TaskRunResult } from "./taskRunResult.js";

/** @throws {UsageError} a page is wanted of several models */
export function requireOneModel({ html }: TaskTellOptions, modelCount: number): void {
  if (html !== undefined && modelCount > 1) {
    throw new UsageError("--html of a task is a page of one model; write one for each");
  }
}

/** The page of a run, where one is wanted: with pictures where its masks are at hand. */
export async function writeRunPage(
  { kind, models, classNames, isSaved = false, failures, look }: TaskRunResult,
  options: TaskTellOptions,
): Promise<void> {
  const [first] = models;
  if (options.html === undefined || first === undefined || kind.view === undefined) return;
  const { writeTaskPage } = await import("../page/writeTaskPage.js");
  const view = kind.view(first.scorer, first.name, options, classNames);
  const partial = toldPart(first.scorer, isSaved);
  const facts = partial === undefined ? view.facts : [["warning", partial] as const, ...view.facts];
  await writeTaskPage(options.html, first.name, [{ view: { ...view, facts }, look }], failures);
}

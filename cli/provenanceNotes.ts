import type { RunPart } from "../src/run/provenance.js";
import { countText } from "../app/view/numberTexts.js";
import { inputName } from "./inputs/standardInput.js";

/** Failed images that a line names. */
const NAMED_FAILURES = 3;

/** What a state says of where its images come from: a line for each run or shard that it holds. */
export function provenanceNotes(name: string, parts: readonly RunPart[]): string[] {
  return parts.map((part) => `${inputName(name)}: ${partWords(part)}`);
}

/** Whether parts are one run that came to its end without a failure: then there is nothing to be said of them. */
export function isOneWholeRun(parts: readonly RunPart[]): boolean {
  const [part, ...others] = parts;
  if (part === undefined) return true;
  return others.length === 0 && part.shard === null && part.isComplete === true && part.failureCount === 0;
}

/** predictions of fine, shard 1/3, 7 images to score, not complete, 2 failed: 0003 (ENOENT), 0004 (unscored) */
function partWords({ model, shard, expected, isComplete, failureCount, failures, reading }: RunPart): string {
  const named = failures.slice(0, NAMED_FAILURES).map(({ image, code }) => `${image} (${code})`);
  const more = failureCount - named.length;
  return [
    model === null ? "predictions of a model that it does not name" : `predictions of ${model}`,
    // As --shard takes it.
    shard === null ? "" : `shard ${shard.index}/${shard.count}`,
    expected === null ? "" : `${countText(expected)} ${expected === 1 ? "image" : "images"} to score`,
    reading ?? "",
    isComplete === null ? "nothing says whether all were" : isComplete ? "complete" : "not complete",
    failureCount === 0
      ? ""
      : `${countText(failureCount)} failed: ${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
  ]
    .filter((words) => words !== "")
    .join(", ");
}

import { wrongType } from "../errors/argument.js";
import { describe } from "../errors/describe.js";
import { readChoice, readOptions } from "../reading/options.js";
import { type IncompleteRuns, readRuns, type Runs } from "./runs.js";
import { formatRuns } from "./runsText.js";

/**
 * Runs out of COCO's compressed string.
 *
 * @param text as COCO's files have it in `segmentation.counts`
 * @param size [height, width] of the mask
 * @returns runs with counts in a Uint32Array, empty runs as they are in the string
 * @throws {TypeError} text is no string, or size no pair
 * @throws {RangeError} text has other characters, ends within a number, has a negative run, or its runs are not of as many
 *   pixels as the mask
 * @example runsFromString("23501O0OM03100000000", [8, 9]).counts[0] // 2
 */
export function runsFromString(
  text: string,
  size: readonly [height: number, width: number],
  options: IncompleteRuns = {},
): Runs & { readonly counts: Uint32Array } {
  if (typeof text !== "string") throw wrongType("text", "a run-length string", describe(text));
  const { incomplete } = readOptions(options, ["incomplete"], "options");
  const runs = readRuns({ size, counts: text }, "text", fillsUp(incomplete));
  return { size: runs.size, counts: runs.counts };
}

/**
 * COCO's compressed string of runs, byte for byte as pycocotools writes it.
 *
 * @param runs counts in any of their forms
 * @throws {TypeError | RangeError} runs are none, see Runs
 * @example runsToString({ size: [9, 1], counts: [0, 9] }) // "09"
 */
export function runsToString(runs: Runs): string {
  return formatRuns(readRuns(runs, "runs").counts);
}

/** Whether runs that end early are filled up. */
export function fillsUp(incomplete: unknown): boolean {
  return (
    incomplete !== undefined && readChoice(incomplete, ["error", "background"], "incomplete") === "background"
  );
}

import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { scorerWords } from "../app/errors/stateWords.js";
import { isMaskscoreError } from "../src/errors/problem.js";
import { SegmentationScorer } from "../src/scorers/segmentationScorer.js";
import type { ScorerOptions } from "../src/measures/confusion/settings.js";
import type { NamedScorer } from "./describing/tellOptions.js";
import { DataError, UsageError } from "./exitCodes.js";
import { modelNames } from "./inputs/modelNames.js";
import { readBytes, reasonOf } from "./inputs/readBytes.js";

/**
 * Writes the exact state of a run. Whoever looks at the path, at whatever moment and after whatever crash, finds the old
 * state or the new one, whole: it is written beside, brought to the disk and put in its place. At one go: between two images
 * that take long each, a write in many steps would take as many images.
 *
 * @throws {DataError} it cannot be written
 */
export function writeState(path: string, scorer: SegmentationScorer): void {
  const beside = `${path}.tmp`;
  try {
    const file = openSync(beside, "w");
    try {
      writeFileSync(file, scorer.toBytes());
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, path);
    syncFolder(dirname(path));
  } catch (cause) {
    rmSync(beside, { force: true });
    throw new DataError(`${path}: the state cannot be written: ${reasonOf(cause)}`, { cause });
  }
}

/** A rename is only certain once its folder is on the disk. Not every system can do it. */
function syncFolder(path: string): void {
  try {
    const folder = openSync(path, "r");
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch {
    // Windows opens no folders; the rename itself has happened.
  }
}

/**
 * @param options settings that the state must have; whatever it has where left out
 * @throws {DataError} it cannot be read, is no state, is damaged, or has other settings
 */
export async function readState(path: string, options?: ScorerOptions): Promise<SegmentationScorer> {
  const bytes = await readBytes(path);
  try {
    return SegmentationScorer.fromBytes(bytes, options);
  } catch (cause) {
    if (!isMaskscoreError(cause)) throw cause;
    throw new DataError(`${path}: ${scorerWords(cause.problem)}`, { cause });
  }
}

/** States by what models are called. */
export async function readStates(paths: readonly string[]): Promise<NamedScorer[]> {
  const names = modelNames(paths);
  const twin = paths.find((path, i) => paths.indexOf(path) !== i);
  if (twin !== undefined) throw new UsageError(`${twin} is named twice`);
  return Promise.all(
    paths.map(async (path, i) => ({ name: names[i] as string, scorer: await readState(path) })),
  );
}

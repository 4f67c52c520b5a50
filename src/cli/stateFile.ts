import { open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { SegmentationScorer } from "../scorer/segmentationScorer.js";
import type { ScorerOptions } from "../scorer/settings.js";
import type { NamedScorer } from "./describeRun.js";
import { DataError, UsageError } from "./exitCodes.js";
import { modelNames } from "./inputs/modelNames.js";
import { reasonOf } from "./inputs/readBytes.js";

/**
 * Writes the exact state of a run. Whoever looks at the path, at whatever moment and after whatever crash, finds the old
 * state or the new one, whole: it is written beside, brought to the disk and put in its place.
 *
 * @throws {DataError} it cannot be written
 */
export async function writeState(path: string, scorer: SegmentationScorer): Promise<void> {
  const beside = `${path}.tmp`;
  try {
    const file = await open(beside, "w");
    try {
      await file.writeFile(scorer.toBytes());
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    await rm(beside, { force: true });
    throw new DataError(`${path}: the state cannot be written: ${reasonOf(cause)}`, { cause });
  }
}

/** A rename is only certain once its folder is on the disk. Not every system can do it. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, "r");
    await folder.sync().finally(() => folder.close());
  } catch {
    // Windows opens no folders; the rename itself has happened.
  }
}

/**
 * @param options settings that the state must have; whatever it has where left out
 * @throws {DataError} it cannot be read, is no state, is damaged, or has other settings
 */
export async function readState(path: string, options?: ScorerOptions): Promise<SegmentationScorer> {
  let bytes;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new DataError(`${path}: ${reasonOf(cause)}`, { cause });
  }
  try {
    return SegmentationScorer.fromBytes(bytes, options);
  } catch (cause) {
    throw new DataError(`${path}: ${(cause as Error).message}`, { cause });
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

import { SegmentationScorer } from "../../scorer/segmentationScorer.js";
import { optionsOf } from "../../scorer/settings.js";
import { describeRun, type NamedScorer, type TellOptions } from "../describeRun.js";
import { DataError } from "../exitCodes.js";
import { exitCodeOf, type OutputOptions, requireOneOutput, writeReports } from "../outputs.js";
import { readState, readStates, writeState } from "../stateFile.js";
import { modelNames } from "../inputs/modelNames.js";
import type { Terminal } from "../terminal.js";

export interface StateOptions extends TellOptions, OutputOptions {
  /** Where the merged state goes. */
  readonly state?: string | undefined;
}

/** maskscore show STATE... : the reports of saved runs; several are a leaderboard. */
export async function show(
  paths: readonly string[],
  options: StateOptions,
  terminal: Terminal,
): Promise<number> {
  const start = performance.now();
  requireOneOutput(options);
  const scored = await readStates(paths);
  const [first] = scored as [NamedScorer];
  for (const [i, { scorer }] of scored.entries()) {
    const difference = first.scorer.differenceOf(scorer);
    if (difference !== undefined) {
      throw new DataError(`${paths[i] as string} cannot stand beside ${paths[0] as string}: ${difference}`);
    }
  }
  return tell(scored, options, start, terminal);
}

/** maskscore merge STATE... : the shards of one run as the one run that they are. */
export async function merge(
  paths: readonly string[],
  options: StateOptions,
  terminal: Terminal,
): Promise<number> {
  const start = performance.now();
  requireOneOutput(options);
  let merged: SegmentationScorer | undefined;
  for (const path of paths) {
    const shard = await readState(path);
    merged ??= new SegmentationScorer(optionsOf(shard.settings));
    try {
      merged.merge(shard);
    } catch (cause) {
      throw new DataError(`${path}: ${(cause as Error).message}`, { cause });
    }
  }
  const scorer = merged as SegmentationScorer;
  if (options.state !== undefined) await writeState(options.state, scorer);
  const [name] = modelNames([
    options.state ?? (paths.length === 1 ? (paths[0] as string) : `${paths.length} states`),
  ]) as [string];
  return tell([{ name, scorer }], options, start, terminal);
}

async function tell(
  scored: readonly NamedScorer[],
  options: StateOptions,
  start: number,
  terminal: Terminal,
): Promise<number> {
  const run = describeRun(scored, options, { elapsedMs: performance.now() - start });
  await writeReports(run, options, terminal);
  if (options.html !== undefined) {
    const { writePage } = await import("../page/writePage.js");
    await writePage(options.html, run, scored, undefined);
  }
  return exitCodeOf(run);
}

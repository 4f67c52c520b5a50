import { partialFindings } from "../../app/view/partialWords.js";
import { differenceWords } from "../../app/errors/stateWords.js";
import { settingsDifference } from "../../src/measures/confusion/settings.js";
import { SourceReader } from "../../src/run/sourceReader.js";
import { describeRun } from "../describing/describeRun.js";
import {
  type NamedScorer,
  noteIntervals,
  requireThresholds,
  type TellOptions,
} from "../describing/tellOptions.js";
import { DataError } from "../exitCodes.js";
import { onInterruption } from "../interruption.js";
import { exitCodeOf, type OutputOptions, requireOutputs, writeReports } from "../outputs.js";
import { isOneWholeRun, provenanceNotes } from "../provenanceNotes.js";
import { heldBytes, openMerged, stateSource } from "../openStates.js";
import { readStateBytes, readStates, stateOutput } from "../stateFile.js";
import { clusterImages } from "../inputs/clusterRule.js";
import { modelNames } from "../inputs/modelNames.js";
import { taskOfState } from "../../app/job/taskOfState.js";
import { requireNoTaskOptions, type TaskTellOptions } from "../tasks/taskOptions.js";
import { MergedStates } from "../mergedStates.js";
import { mergeOverlap } from "../mergeOverlap.js";
import type { Terminal } from "../terminal.js";

export interface StateOptions extends TellOptions, OutputOptions, Pick<TaskTellOptions, "per"> {
  /** Where the merged state goes. */
  readonly state?: string | undefined;
  /** Merge what is there, though something is missing. */
  readonly allowMissing?: boolean | undefined;
}

/** maskscore show STATE... : the reports of saved runs; several are a leaderboard. */
export async function show(
  paths: readonly string[],
  options: StateOptions,
  terminal: Terminal,
): Promise<number> {
  const start = performance.now();
  onInterruption(() => "interrupted before the reports were made");
  await requireOutputs(options);
  const begun = await readStateBytes(paths[0] as string);
  const task = taskOfState(begun.bytes);
  if (task !== undefined) {
    const { tellTaskStates } = await import("../tasks/loaded.js");
    return tellTaskStates(task, begun, paths, false, options, terminal);
  }
  requireNoTaskOptions(options);
  const scored = await readStates(paths, begun);
  const [first] = scored as [NamedScorer];
  for (const [i, { scorer }] of scored.entries()) {
    const difference = settingsDifference(first.scorer.settings, scorer.settings);
    if (difference !== undefined) {
      throw new DataError(
        `${paths[i] as string} cannot stand beside ${paths[0] as string}: ${differenceWords(difference)}`,
      );
    }
  }
  for (const [i, { scorer }] of scored.entries()) {
    for (const note of provenanceNotes(paths[i] as string, scorer.provenance)) terminal.note(note);
  }
  await clusterImages(
    scored.map(({ scorer }) => scorer),
    options,
  );
  return tell(scored, options, start, terminal);
}

/** Read of a state to see what it is of; more where its header is longer. */
const HEADER_BYTES = 2 ** 16;

/** maskscore merge STATE... : the shards of one run as the one run that they are. */
export async function merge(
  paths: readonly string[],
  options: StateOptions,
  terminal: Terminal,
): Promise<number> {
  const start = performance.now();
  onInterruption(() => "interrupted before the states were merged: nothing is written");
  await requireOutputs(options);
  const first = await stateSource(paths[0] as string);
  const task = taskOfState(new SourceReader(first.source, HEADER_BYTES));
  if (task !== undefined) {
    const { tellTaskStates } = await import("../tasks/loaded.js");
    return tellTaskStates(task, await heldBytes(first), paths, true, options, terminal);
  }
  requireNoTaskOptions(options);
  const file = options.state === undefined ? undefined : stateOutput(options.state);
  const states = new MergedStates(options.allowMissing === true);
  const merged = await openMerged(first, paths, states);
  const scorer = await mergeOverlap(merged, states, file, options, (notes) => {
    const parts = isOneWholeRun(merged.provenance) ? [] : provenanceNotes("merged", merged.provenance);
    for (const note of [...notes, ...parts]) terminal.note(note);
  });
  if (file !== undefined) {
    onInterruption(() =>
      file.isKept
        ? `interrupted before the reports were made: maskscore show ${file.path} makes them`
        : "interrupted before the reports were made",
    );
  }
  const [name] = modelNames([
    options.state ?? (paths.length === 1 ? (paths[0] as string) : `${paths.length} states`),
  ]) as [string];
  const findings = partialFindings(scorer, true);
  return tell([{ name, scorer, findings }], options, start, terminal);
}

async function tell(
  scored: readonly NamedScorer[],
  options: StateOptions,
  start: number,
  terminal: Terminal,
): Promise<number> {
  const [first] = scored as readonly [NamedScorer];
  requireThresholds(options.failUnder, first.scorer.settings);
  noteIntervals(scored, options, terminal);
  const run = await describeRun(scored, options, { elapsedMs: performance.now() - start });
  await writeReports(run, options, terminal);
  if (options.html !== undefined) {
    const { writePage } = await import("../page/writePage.js");
    await writePage(options.html, run, undefined);
  }
  return exitCodeOf(run);
}

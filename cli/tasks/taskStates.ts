import { UsageError } from "../exitCodes.js";
import { clusterImages } from "../inputs/clusterRule.js";
import { modelNames } from "../inputs/modelNames.js";
import { onInterruption } from "../interruption.js";
import { isOneWholeRun, provenanceNotes } from "../provenanceNotes.js";
import { namingState, readStateBytes, type StateBytes, stateOutput } from "../stateFile.js";
import { imageSetOfScorer, MergedStates } from "../mergedStates.js";
import type { Terminal } from "../terminal.js";
import { boundaryKind } from "./boundary.js";
import { boxesKind } from "./detections.js";
import { componentsKind } from "./components.js";
import { panopticKind } from "./panoptic.js";
import { surfacesKind } from "./surfaces.js";
import { requireTaskThresholds } from "./taskGates.js";
import type { TaskKind, TaskScorer } from "./taskKind.js";
import type { StateTask } from "../../app/job/taskOfState.js";
import { requireTellOptions, type TaskTellOptions } from "./taskOptions.js";
import { partOf, writeTaskReport } from "./taskReport.js";
import { noteIntervals, tellModels } from "./tellModels.js";
import { requireOneModel, writeRunPage } from "./writeRunPage.js";

/**
 * maskscore show and maskscore merge, of states of one task.
 *
 * @param first the first of them
 * @param paths of all
 * @param add whether they are shards, which are one run
 */
export async function tellTaskStates(
  task: StateTask,
  first: StateBytes,
  paths: readonly string[],
  add: boolean,
  options: StateOptions,
  terminal: Terminal,
): Promise<number> {
  const start = performance.now();
  const kind = kindOfState(task);
  requireTellOptions(kind.name, options, add);
  return add
    ? mergeStates(kind, first, paths, options, start, terminal)
    : showStates(kind, first, paths, options, start, terminal);
}

type StateOptions = TaskTellOptions & {
  readonly state?: string | undefined;
  readonly allowMissing?: boolean | undefined;
};

async function showStates(
  kind: TaskKind<TaskScorer>,
  first: StateBytes,
  paths: readonly string[],
  options: StateOptions,
  start: number,
  terminal: Terminal,
): Promise<number> {
  const twin = paths.find((path, i) => paths.indexOf(path) !== i);
  if (twin !== undefined) throw new UsageError(`${twin} is named twice`);
  const begun = readTaskState(kind, first);
  const scorers = [begun];
  for (const path of paths.slice(1)) scorers.push(readTaskState(kind, await readStateBytes(path), begun));
  for (const [i, { provenance }] of scorers.entries()) {
    for (const note of provenanceNotes(paths[i] as string, provenance)) terminal.note(note);
  }
  await clusterImages(scorers, options);
  return tell(kind, modelNames(paths), scorers, options, start, terminal);
}

async function mergeStates(
  kind: TaskKind<TaskScorer>,
  first: StateBytes,
  paths: readonly string[],
  options: StateOptions,
  start: number,
  terminal: Terminal,
): Promise<number> {
  const file = options.state === undefined ? undefined : stateOutput(options.state);
  const states = new MergedStates(options.allowMissing === true);
  const merged = readTaskState(kind, first);
  states.add(first.path, merged);
  for (const path of paths.slice(1)) {
    const shard = readTaskState(kind, await readStateBytes(path));
    states.add(path, shard);
    namingState(path, () => merged.merge(shard));
  }
  for (const note of states.end(() => imageSetOfScorer(merged))) terminal.note(note);
  if (!isOneWholeRun(merged.provenance)) {
    for (const note of provenanceNotes("merged", merged.provenance)) terminal.note(note);
  }
  await clusterImages([merged], options);
  if (file !== undefined) {
    file.write(merged);
    onInterruption(() =>
      file.isKept
        ? `interrupted before the reports were made: maskscore show ${file.path} makes them`
        : "interrupted before the reports were made",
    );
  }
  const names = modelNames([options.state ?? (paths.length === 1 ? first.path : `${paths.length} states`)]);
  return tell(kind, names, [merged], options, start, terminal);
}

async function tell(
  kind: TaskKind<TaskScorer>,
  names: readonly string[],
  scorers: readonly TaskScorer[],
  options: TaskTellOptions,
  start: number,
  terminal: Terminal,
): Promise<number> {
  const models = scorers.map((scorer, i) => ({ name: names[i] as string, scorer }));
  const run = { kind, models, classNames: undefined, isSaved: true };
  const [first] = scorers as readonly [TaskScorer];
  const sums = [...kind.keys, ...(kind.told ?? [])];
  const ofClasses = kind
    .headlines(first, options)
    .filter(({ key }, i) => i >= kind.keys.length && !sums.includes(key));
  requireTaskThresholds(
    options.failUnder,
    kind.keys,
    ofClasses.map(({ key }) => key),
  );
  noteIntervals(run, options, terminal);
  requireOneModel(options, models.length);
  const told = [partOf(tellModels(run, options))];
  const exitCode = await writeTaskReport(told, [], options, performance.now() - start, terminal);
  await writeRunPage({ ...run, failures: [] }, options);
  return exitCode;
}

/** @throws {DataError} it is no state of the task, is damaged, or has other settings than one beside it */
export function readTaskState(
  kind: TaskKind<TaskScorer>,
  { path, bytes }: StateBytes,
  like?: TaskScorer,
): TaskScorer {
  return namingState(path, () => kind.read(bytes, like));
}

const KINDS = {
  components: componentsKind,
  boundary: boundaryKind,
  surfaces: surfacesKind,
  panoptic: panopticKind,
  // The scorer's settings say whether they are boxes or masks.
  detections: boxesKind,
} as const;

export function kindOfState(task: StateTask): TaskKind<TaskScorer> {
  return KINDS[task];
}

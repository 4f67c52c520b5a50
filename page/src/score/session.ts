import { batch, computed, signal } from "@preact/signals";
import { requireNames } from "../../../app/classes/classesFile.js";
import { readClasses } from "../../../app/classes/readClasses.js";
import { jobProblemOf } from "../../../app/errors/problem.js";
import { Cancelled } from "../counting/workers.js";
import { type Choices, NO_CHOICES } from "./choices.js";
import { type DroppedItem, readDrop } from "./droppedFiles.js";
import type { SideFiles } from "./pairs.js";
import type { Side } from "./roles.js";
import { pageWords } from "./pageWords.js";
import { NothingScored, type ToldProblem } from "./nothingScored.js";
import type { Scored } from "./scored.js";
import { scoreModels } from "./scoreModels.js";
import type { Shown } from "./shown.js";
import { carriesStates, statesOfFragment } from "./stateLink.js";
import { asSides, firstPair, NO_SIDES, type Role, type Sides, withRole } from "./sides.js";
import { forget, keep, kept } from "./kept.js";
import type { SavedState } from "./savedStates.js";
import { loadStates, savedStateIn, statesOf } from "./states.js";
import { withMasks } from "./takeMasks.js";
import { panopticSideOf, withPanopticFiles } from "../tasks/panopticFiles.js";
import { withDetections } from "../tasks/detectionFiles.js";
import { isDetectionTask, type PageTask, takesJson, task } from "../tasks/taskChoices.js";

export interface Progress {
  readonly what: string;
  readonly done: number;
  readonly total: number;
}

export const sides = signal<Sides>(NO_SIDES);
export const choices = signal<Choices>(NO_CHOICES);
export const progress = signal<Progress | undefined>(undefined);
/** What is to be seen. */
export const shown = signal<Shown | undefined>(undefined);
/** A run of one model. */
export const scored = computed(() => (shown.value?.of === "model" ? shown.value.scored : undefined));
/** A run of several. */
export const board = computed(() => (shown.value?.of === "models" ? shown.value.board : undefined));
/** The same of another task. */
export const taskScored = computed(() => (shown.value?.of === "task" ? shown.value.scored : undefined));
export const taskBoard = computed(() => (shown.value?.of === "tasks" ? shown.value.board : undefined));
/** Where it comes from: what was scored, or was dropped as states, is kept for when the page is loaded again. */
export const origin = signal<"here" | "kept" | "link">("here");
/** Whether the browser keeps it. */
export const isKept = signal(false);
/** Why nothing is scored, with the file where it is one's fault. */
export const problem = signal<ToldProblem | undefined>(undefined);

let running: AbortController | undefined;

/** Takes what was dropped on one side, or, where no side was aimed at, on the page. */
export async function take(items: readonly DroppedItem[], side?: Side): Promise<void> {
  const { rest, states, hasClasses, hasFailed } = await takeSpecial(items);
  if (states.length > 0) return hasFailed ? undefined : showStates(states);
  // What was said of the labels holds for what is being scored, too; after a wrong file there is nothing to do.
  if (rest.length === 0) return hasClasses ? start() : undefined;
  if (task.value === "panoptic") {
    const pair = firstPair(sides.value);
    const of = side ?? panopticSideOf(rest, pair.groundTruth !== undefined);
    sides.value = asSides({ ...pair, [of]: withPanopticFiles(pair[of], rest) });
  } else if (isDetectionTask(task.value)) {
    sides.value = asSides(withDetections(firstPair(sides.value), rest, side));
  } else {
    // A prediction that cannot be scored is no model that another one is compared with.
    const { predictions } = sides.value;
    const isFailed = problem.value !== undefined && shown.value === undefined && predictions.length === 1;
    const taken = await withMasks(
      side !== "groundTruth" && isFailed ? { ...sides.value, predictions: [] } : sides.value,
      rest,
      side,
    );
    await takeSpecial(taken.loose.filter(({ name }) => CLASSES_ENDINGS.test(name)));
    sides.value = taken.sides;
  }
  return start();
}

/** Takes what was dropped; what cannot be listed is told of. */
export async function takeDropped(transfer: DataTransfer, side?: Side): Promise<void> {
  let items: readonly DroppedItem[];
  try {
    items = await readDrop(transfer);
  } catch (error) {
    problem.value = { file: "what was dropped", message: (error as Error).message };
    return;
  }
  return take(items, side);
}

/** @param side undefined: all models */
export function clearSide(side: Side): void {
  stop();
  batch(() => {
    const { groundTruth, predictions, leftOut } = sides.value;
    sides.value =
      side === "groundTruth" ? { predictions, leftOut } : { groundTruth, predictions: [], leftOut };
    shown.value = undefined;
    problem.value = undefined;
  });
}

export function swapSides(): Promise<void> {
  const {
    groundTruth,
    predictions: [prediction],
  } = sides.value;
  sides.value = {
    ...NO_SIDES,
    groundTruth: prediction,
    predictions: groundTruth === undefined ? [] : [groundTruth],
  };
  return start();
}

/** What was dropped is something else than the page told. */
export function chooseRole(side: SideFiles, role: Role): Promise<void> {
  sides.value = withRole(sides.value, side, role);
  return start();
}

/** @param name empty: as its folder is called */
export function nameModel(side: SideFiles, name: string): Promise<void> {
  const { predictions } = sides.value;
  const model = name.trim() === "" ? undefined : name.trim();
  sides.value = {
    ...sides.value,
    predictions: predictions.map((one) => (one === side ? { ...side, model } : one)),
  };
  return start();
}

export function choose(changed: Partial<Choices>): Promise<void> {
  choices.value = { ...choices.value, ...changed };
  return start();
}

/** What is there is scored by another task. */
export function chooseTask(chosen: PageTask): Promise<void> {
  batch(() => {
    task.value = chosen;
    shown.value = undefined;
  });
  return start();
}

/** Empties the page; what the browser keeps of it, too. */
export function startOver(): void {
  stop();
  void forgetKept();
  if (carriesStates(location.hash)) history.replaceState(null, "", "#score");
  batch(() => {
    sides.value = NO_SIDES;
    choices.value = NO_CHOICES;
    shown.value = undefined;
    problem.value = undefined;
  });
}

/** What programs call files that say what labels mean: none of them is a mask. */
const CLASSES_ENDINGS = /\.(json|txt|csv|tsv|ya?ml|gpl|names)$/i;

/** Saved states and classes files are told by their content; anything else is a mask, or to be refused as one. */
async function takeSpecial(items: readonly DroppedItem[]): Promise<{
  readonly rest: readonly DroppedItem[];
  readonly states: readonly SavedState[];
  readonly hasClasses: boolean;
  readonly hasFailed: boolean;
}> {
  const rest: DroppedItem[] = [];
  const states: SavedState[] = [];
  let [hasClasses, hasFailed] = [false, false];
  for (const item of items) {
    const [only] = item.files;
    if (item.isFolder || only === undefined) {
      rest.push(item);
      continue;
    }
    const { path, file } = only;
    try {
      const state = await savedStateIn(path, file);
      if (state !== undefined) states.push(state);
      // Of panoptic segments and detections JSON files are what says what there is.
      else if (takesJson(task.value) || !CLASSES_ENDINGS.test(path)) rest.push(item);
      else {
        const classes = requireNames(readClasses(new Uint8Array(await file.arrayBuffer()), path));
        choices.value = { ...choices.value, classesFile: { name: path, classes } };
        hasClasses = true;
      }
    } catch (error) {
      fail(error, path);
      hasFailed = true;
    }
  }
  return { rest, states, hasClasses, hasFailed };
}

/**
 * Shows saved states: several side by side.
 *
 * @param from where they come from
 */
export async function showStates(
  states: readonly SavedState[],
  from: (typeof origin)["value"] = "here",
): Promise<void> {
  stop();
  const abort = new AbortController();
  running = abort;
  try {
    const loaded = await loadStates(states, abort.signal);
    // Something else was dropped meanwhile.
    if (abort.signal.aborted) return;
    batch(() => {
      sides.value = NO_SIDES;
      problem.value = undefined;
      task.value = loaded.task;
      shown.value = loaded.shown;
      origin.value = from;
      isKept.value = from === "kept";
    });
    if (from === "here") void keepShown();
  } catch (error) {
    if (!abort.signal.aborted) fail(error, undefined);
  } finally {
    if (running === abort) running = undefined;
  }
}

/** Keeps what is shown. Where the browser keeps nothing, as in some private windows, reloading starts anew as it always did. */
async function keepShown(): Promise<void> {
  const current = shown.value;
  if (current === undefined) return;
  const isDone = await keep(statesOf(current)).then(
    () => true,
    () => false,
  );
  if (shown.value === current) isKept.value = isDone;
}

/** The browser keeps nothing any more; what is seen stays. */
export async function forgetKept(): Promise<void> {
  isKept.value = false;
  // Where it keeps nothing there is nothing to forget.
  await forget().catch(() => undefined);
}

/** Shows what came with the link, or else what was there before the page was loaded again. */
export async function restore(): Promise<void> {
  if (carriesStates(location.hash)) {
    try {
      await showStates(await statesOfFragment(location.hash), "link");
    } catch (error) {
      fail(error, "the link");
    }
    return;
  }
  const states = await kept().catch(() => undefined);
  // Something was dropped meanwhile.
  if (states === undefined || shown.value !== undefined || running !== undefined) return;
  await showStates(states, "kept");
}

export function stop(): void {
  running?.abort(new Cancelled("cancelled"));
  running = undefined;
  progress.value = undefined;
}

/** Scores what is there, if both sides are. What was under way is dropped. */
export async function start(): Promise<void> {
  stop();
  const { groundTruth, predictions } = sides.value;
  if (groundTruth === undefined || predictions.length === 0) return;
  const abort = new AbortController();
  running = abort;
  batch(() => {
    problem.value = undefined;
    shown.value = undefined;
    progress.value = { what: "reading", done: 0, total: 1 };
  });
  try {
    const result = await scoreSides(groundTruth, predictions, abort.signal, (done, total) => {
      if (!abort.signal.aborted) progress.value = { what: "scoring", done, total };
    });
    if (abort.signal.aborted) return;
    batch(() => {
      shown.value = result;
      origin.value = "here";
    });
    void keepShown();
  } catch (error) {
    if (!abort.signal.aborted) fail(error, undefined);
  } finally {
    if (running === abort) {
      running = undefined;
      progress.value = undefined;
    }
  }
}

async function scoreSides(
  groundTruth: SideFiles,
  predictions: readonly SideFiles[],
  signal: AbortSignal,
  tell: (done: number, total: number) => void,
): Promise<Shown> {
  if (task.value === "overlap") {
    const scoredBoard = await scoreModels(groundTruth, predictions, choices.value, signal, tell);
    const [only, ...more] = scoredBoard.models as [Scored, ...Scored[]];
    return more.length === 0 ? { of: "model", scored: only } : { of: "models", board: scoredBoard };
  }
  const { scoreTasks } = await import("../tasks/scoreTasks.js");
  return scoreTasks(task.value, groundTruth, predictions, choices.value, signal, tell);
}

function fail(error: unknown, file: string | undefined): void {
  if (error instanceof Cancelled) return;
  problem.value =
    error instanceof NothingScored
      ? { ...error.failure, cure: error.cure }
      : { ...jobProblemOf(error), file: jobProblemOf(error)?.file ?? file ?? "", message: pageWords(error) };
}

import { batch, signal } from "@preact/signals";
import { requireNames } from "../../../app/classes/classesFile.js";
import { readClasses } from "../../../app/classes/readClasses.js";
import { parseJson } from "../../../app/json/parseJson.js";
import { lowBitsText } from "../../../app/formats/lowBits.js";
import { jobProblemOf, type Remedy } from "../../../app/errors/problem.js";
import { wordsOf } from "../../../app/errors/words.js";
import { paletteFor } from "../../../app/view/displayColours.js";
import { findingsOf, type ImageNote, type RunFinding } from "../../../app/view/runFindings.js";
import type { FailedFile, RunView } from "../../../app/view/runView.js";
import { SegmentationScorer } from "../../../src/scorers/segmentationScorer.js";
import { imageSetOf } from "../../../src/run/imageSet.js";
import type { FailedImage } from "../../../src/run/provenance.js";
import { pixelsIn } from "../../../src/counting/entries.js";
import { optionsOf } from "../../../src/measures/confusion/settings.js";
import type { CountJob, Failure } from "../../../app/job/countImage.js";
import { askOfEach, Cancelled, pageWorkers } from "../counting/workers.js";
import { type Choices, NO_CHOICES } from "./choices.js";
import type { DetectedClasses } from "./detectClasses.js";
import { type DroppedItem, readDrop } from "./droppedFiles.js";
import type { ImagePair, SideFiles } from "./pairs.js";
import { BitsOfRun } from "./bitsOfRun.js";
import { prepareSides } from "./prepareSides.js";
import { sameFilesFindings } from "./sameFiles.js";
import { orderedByRole, type Side } from "./roles.js";
import { pageWords, PAGE } from "./pageWords.js";
import { NothingScored, type ToldProblem } from "./nothingScored.js";
import { panopticSideOf, withPanopticFiles } from "../tasks/panopticFiles.js";
import { withDetections } from "../tasks/detectionFiles.js";
import { isDetectionTask, type PageTask, takesJson, task } from "../tasks/taskChoices.js";
import type { TaskScored } from "../tasks/taskScored.js";

/** A run that was scored: everything that is shown of it. */
export interface Scored {
  readonly name: string;
  readonly scorer: SegmentationScorer;
  readonly run: RunView;
  /** Undefined for a saved state, whose masks are not at hand. */
  readonly source: { readonly job: CountJob; readonly byId: ReadonlyMap<string, ImagePair> } | undefined;
  /** What the page itself made of the labels; undefined where the user said it. */
  readonly detected: DetectedClasses | undefined;
  readonly notes: readonly string[];
  readonly pixelCount: number;
  readonly countMs: number;
}

export interface Progress {
  readonly what: string;
  readonly done: number;
  readonly total: number;
}

/** One side of what is to be scored. */
export const sides = signal<Readonly<Partial<Record<Side, SideFiles>>>>({});
export const choices = signal<Choices>(NO_CHOICES);
export const progress = signal<Progress | undefined>(undefined);
export const scored = signal<Scored | undefined>(undefined);
/** A run of another task. */
export const taskScored = signal<TaskScored | undefined>(undefined);
/** Why nothing is scored, with the file where it is one's fault. */
export const problem = signal<ToldProblem | undefined>(undefined);

function clearScores(): void {
  scored.value = undefined;
  taskScored.value = undefined;
}

let running: AbortController | undefined;

/** Takes what was dropped on one side, or, where no side was aimed at, on the page. */
export async function take(items: readonly DroppedItem[], side?: Side): Promise<void> {
  const rest: DroppedItem[] = [];
  let hasClasses = false;
  for (const item of items) {
    // Of panoptic segments and detections JSON files are what says what there is.
    const taken = takesJson(task.value) ? "no" : await takeSpecial(item);
    if (taken === "no") rest.push(item);
    else if (taken === "classes") hasClasses = true;
  }
  const [first, second] = rest;
  // What was said of the labels holds for what is being scored, too; after a state or a wrong file there is nothing to do.
  if (first === undefined) return hasClasses ? start() : undefined;
  if (task.value === "panoptic") {
    const of = side ?? panopticSideOf(rest, sides.value.groundTruth !== undefined);
    sides.value = { ...sides.value, [of]: withPanopticFiles(sides.value[of], rest) };
  } else if (isDetectionTask(task.value)) {
    sides.value = withDetections(sides.value, rest, side);
  } else if (side !== undefined) setSide(side, rest);
  else if (rest.length === 2 && second !== undefined) {
    const { groundTruth, prediction } = orderedByRole(first, second);
    batch(() => {
      setSide("groundTruth", [groundTruth]);
      setSide("prediction", [prediction]);
    });
  } else {
    setSide(sides.value.groundTruth === undefined ? "groundTruth" : "prediction", rest);
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

/** Folders in one: their paths then tell them apart. */
function setSide(side: Side, items: readonly DroppedItem[]): void {
  const [only] = items;
  const isOne = items.length === 1 && only !== undefined;
  const files = items.flatMap(({ name, isFolder, files: found }) =>
    isOne || !isFolder ? found : found.map(({ path, file }) => ({ path: `${name}/${path}`, file })),
  );
  const name = isOne ? only.name : `${files.length} files`;
  sides.value = { ...sides.value, [side]: { name, isFolder: isOne && only.isFolder, files } };
}

export function clearSide(side: Side): void {
  stop();
  batch(() => {
    const { groundTruth, prediction } = sides.value;
    sides.value =
      side === "groundTruth"
        ? { ...(prediction && { prediction }) }
        : { ...(groundTruth && { groundTruth }) };
    clearScores();
    problem.value = undefined;
  });
}

export function swapSides(): Promise<void> {
  const { groundTruth, prediction } = sides.value;
  sides.value = {
    ...(prediction && { groundTruth: prediction }),
    ...(groundTruth && { prediction: groundTruth }),
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
    clearScores();
  });
  return start();
}

export function startOver(): void {
  stop();
  batch(() => {
    sides.value = {};
    choices.value = NO_CHOICES;
    clearScores();
    problem.value = undefined;
  });
}

/** A saved state or a classes file is told by its content; anything else is a mask, or to be refused as one. */
async function takeSpecial({ isFolder, files }: DroppedItem): Promise<"no" | "state" | "classes" | "failed"> {
  const [only] = files;
  if (isFolder || only === undefined) return "no";
  const { path, file } = only;
  try {
    if (await isState(file)) {
      await showState(path, SegmentationScorer.fromBytes(new Uint8Array(await file.arrayBuffer())));
      return "state";
    }
    if (!CLASSES_ENDINGS.test(path)) return "no";
    const bytes = new Uint8Array(await file.arrayBuffer());
    const state = stateIn(bytes, path);
    if (state !== undefined) {
      await showState(path, SegmentationScorer.fromJSON(state as never));
      return "state";
    }
    choices.value = {
      ...choices.value,
      classesFile: { name: path, classes: requireNames(readClasses(bytes, path)) },
    };
    return "classes";
  } catch (error) {
    fail(error, path);
    return "failed";
  }
}

/** What programs call files that say what labels mean: none of them is a mask. */
const CLASSES_ENDINGS = /\.(json|txt|csv|tsv|ya?ml|gpl|names)$/i;

/** A saved state in JSON; undefined where the file is none. */
function stateIn(bytes: Uint8Array, path: string): unknown {
  if (!/\.json$/i.test(path)) return undefined;
  const content: unknown = parseJson(bytes, path);
  return (content as { format?: unknown } | null)?.format === "maskscore-state" ? content : undefined;
}

/** The first bytes of a state: the length of its format's name, and the name. */
async function isState(file: File): Promise<boolean> {
  const start = new TextDecoder().decode(await file.slice(0, 20).arrayBuffer());
  return start.includes("maskscore-state");
}

async function showState(path: string, scorer: SegmentationScorer): Promise<void> {
  stop();
  const abort = new AbortController();
  running = abort;
  const name = path.replace(/\.(state|json)$/i, "");
  // Stopped where something else is dropped meanwhile.
  const run = await describe(name, scorer, abort.signal);
  running = undefined;
  batch(() => {
    sides.value = {};
    problem.value = undefined;
    scored.value = {
      name,
      scorer,
      run,
      source: undefined,
      detected: undefined,
      notes: ["A saved state holds counts and no pixels: there are no masks to look at."],
      pixelCount: run.models[0]?.scores.pixelCount ?? 0,
      countMs: 0,
    };
  });
}

export function stop(): void {
  running?.abort(new Cancelled("cancelled"));
  running = undefined;
  progress.value = undefined;
}

/** Scores what is there, if both sides are. What was under way is dropped. */
export async function start(): Promise<void> {
  stop();
  const { groundTruth, prediction } = sides.value;
  if (groundTruth === undefined || prediction === undefined) return;
  const abort = new AbortController();
  running = abort;
  batch(() => {
    problem.value = undefined;
    clearScores();
    progress.value = { what: "reading", done: 0, total: 1 };
  });
  try {
    if (task.value === "overlap") {
      const result = await scoreSides(groundTruth, prediction, choices.value, abort.signal);
      if (!abort.signal.aborted) scored.value = result;
    } else {
      const { scoreTask } = await import("../tasks/scoreTask.js");
      const result = await scoreTask(
        task.value,
        groundTruth,
        prediction,
        choices.value,
        abort.signal,
        (done, total) => {
          if (!abort.signal.aborted) progress.value = { what: "scoring", done, total };
        },
      );
      if (!abort.signal.aborted) taskScored.value = result;
    }
  } catch (error) {
    if (!abort.signal.aborted) fail(error, undefined);
  } finally {
    if (running === abort) {
      running = undefined;
      progress.value = undefined;
    }
  }
}

function fail(error: unknown, file: string | undefined): void {
  if (error instanceof Cancelled) return;
  problem.value =
    error instanceof NothingScored
      ? { ...error.failure, cure: error.cure }
      : { ...jobProblemOf(error), file: jobProblemOf(error)?.file ?? file ?? "", message: pageWords(error) };
}

async function scoreSides(
  groundTruth: SideFiles,
  prediction: SideFiles,
  chosen: Choices,
  signal: AbortSignal,
): Promise<Scored> {
  const { images, job, palette, detected, notes } = await prepareSides(
    groundTruth,
    prediction,
    chosen,
    signal,
  );
  const sameFiles = await sameFilesFindings(images, signal);
  const counted = await countPairs(prediction.name, images, job, signal);
  const run = await describe(prediction.name, counted.scorer, signal);
  return {
    name: prediction.name,
    scorer: counted.scorer,
    run: {
      ...run,
      models: run.models.map((model) => ({
        ...model,
        findings: [...sameFiles, ...counted.findings, ...model.findings],
      })),
      failures: counted.failures,
      elapsedMs: counted.elapsedMs,
      palette: paletteFor(job.settings.numClasses, palette),
    },
    source: { job, byId: new Map(images.map((image) => [image.id, image])) },
    detected,
    notes,
    pixelCount: counted.pixelCount,
    countMs: counted.countMs,
  };
}

interface Counted {
  readonly scorer: SegmentationScorer;
  readonly failures: readonly FailedFile[];
  readonly findings: readonly RunFinding[];
  readonly pixelCount: number;
  /** Of counting alone, all threads together. */
  readonly countMs: number;
  readonly elapsedMs: number;
}

async function countPairs(
  model: string,
  images: readonly ImagePair[],
  job: CountJob,
  signal: AbortSignal,
): Promise<Counted> {
  const scorer = new SegmentationScorer(optionsOf(job.settings));
  const failures: FailedFile[] = [];
  const cures = new Map<FailedFile, readonly Remedy[]>();
  const failed: FailedImage[] = [];
  const notes: ImageNote[] = [];
  const start = performance.now();
  const totals = { pixelCount: 0, countMs: 0, done: 0 };
  progress.value = { what: "scoring", done: 0, total: images.length };
  const bits = new BitsOfRun(images);
  await askOfEach(
    images,
    async (pair) => bits.judged(await pageWorkers().ask("count", { job, pair }, { signal, about: pair.id })),
    (index, outcome) => {
      const image = images[index] as ImagePair;
      if ("failure" in outcome) {
        const failure = failureOf(outcome.failure);
        failures.push(failure);
        cures.set(failure, outcome.failure.problem.cure ?? []);
        failed.push({ image: image.id, file: failure.file, code: failure.code });
      } else {
        const { counts, notes: own, countMs } = outcome;
        scorer.addCounts(counts, { id: image.id });
        notes.push(...own.map((note) => ({ id: image.id, note })));
        totals.pixelCount += pixelsIn(counts);
        totals.countMs += countMs;
      }
      progress.value = { what: "scoring", done: ++totals.done, total: images.length };
    },
  );
  failures.sort((a, b) => (a.file < b.file ? -1 : 1));
  if (scorer.imageCount === 0) {
    const [first] = failures as [FailedFile];
    throw new NothingScored(first, cures.get(first) ?? []);
  }
  const { lowBits } = job.decode;
  const reading = lowBits === undefined ? undefined : `low bits ${lowBitsText(lowBits)}`;
  const dataset = imageSetOf(images.map(({ id }) => id));
  scorer.provenance = [
    { model, expected: images.length, isComplete: true, failures: failed, reading, dataset },
  ];
  notes.sort((a, b) => (a.id < b.id ? -1 : 1));
  const findings = findingsOf(notes, failures);
  return { scorer, failures, findings, ...totals, elapsedMs: performance.now() - start };
}

/** The file that is at fault, and what is wrong with it. */
function failureOf({ file, problem: wrong }: Failure): FailedFile {
  return { file: wrong.file ?? file, code: wrong.code, message: wordsOf(wrong, PAGE) };
}

function describe(name: string, scorer: SegmentationScorer, signal: AbortSignal): Promise<RunView> {
  return pageWorkers().ask("describe", { name, state: scorer.toBytes() }, { signal });
}

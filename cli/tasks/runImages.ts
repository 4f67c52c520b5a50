import { availableParallelism } from "node:os";
import type { RunPartOptions } from "../../src/run/provenance.js";
import { Checkpoint, type KeptScorer } from "../checkpoint.js";
import { doMaskTask, withClass } from "../counting/doMaskTask.js";
import { filesOf } from "../counting/filesOf.js";
import { onThreads } from "../counting/onThreads.js";
import { DataError } from "../exitCodes.js";
import { letSignalsIn, onInterruption } from "../interruption.js";
import { startProgress } from "../progress.js";
import type { StateOutput } from "../stateFile.js";
import { failureOf } from "./measuring/failureOf.js";
import type {
  Measured,
  MeasuredItem,
  MeasuredPair,
  MeasureJob,
  TaskFailure,
} from "./measuring/measureJob.js";

/** Images that are measured. */
export interface ImagesRun<Item extends MeasuredItem> {
  readonly job: MeasureJob;
  readonly images: readonly Item[];
  /** So many were counted in the state that the run goes on from. */
  readonly knownCount: number;
  /**
   * Takes what was measured of an image, one a model, in the order of the images.
   *
   * @throws {DataError | DatasetError} they do not fit those before
   */
  readonly add: (item: Item, models: readonly MeasuredPair[]) => void;
  /** Waited for before add. */
  readonly before?: ((models: readonly MeasuredPair[]) => Promise<void>) | undefined;
  /** What a failure of add is put down to that names no file itself. */
  readonly fileOf: (item: Item) => string;
  /** Where the state is kept, if it is, and of which scorer. */
  readonly file: StateOutput | undefined;
  readonly scorer: KeptScorer | undefined;
  /** What the state says of the run. */
  readonly part: RunPartOptions;
}

interface ImagesOptions {
  readonly threads?: number | undefined;
  readonly quiet?: boolean | undefined;
  readonly keepGoing?: boolean | undefined;
}

/** Starting a worker takes as long as measuring one or two small images. */
const MIN_IMAGES_PER_THREAD = 2;

/** Of large volumes few are to wait for one worker while another one is idle. */
const MAX_BATCH = 2;

/**
 * Measures images, on all threads; what comes of them is taken in their order, so that everything is the same however many
 * threads there are. Where a signal ends the command meanwhile, the state, if one is kept, is written.
 *
 * @returns those that failed
 * @throws {DataError} a file is wrong, and keepGoing is not set, or all are
 */
export async function runImages<Item extends MeasuredItem>(
  { job, images, knownCount, add, before, fileOf, file, scorer, part }: ImagesRun<Item>,
  { threads, quiet, keepGoing = false }: ImagesOptions,
): Promise<TaskFailure[]> {
  const failures: (TaskFailure & { readonly image: string })[] = [];
  const total = knownCount + images.length;
  const progress = startProgress("scoring", total, quiet === true);
  const checkpoint = new Checkpoint(file, scorer, (isComplete) => ({
    ...part,
    expected: total,
    isComplete,
    failures: failures.map(({ image, file: name, code }) => ({ image, file: name, code })),
  }));
  let done = knownCount;
  onInterruption(() => {
    progress.end();
    return `interrupted after ${done} of ${total} images: ${checkpoint.farewell()}`;
  });
  const mayGoOn = (): boolean => failures.length === 0 || keepGoing;
  const take = (index: number, outcomes: readonly Measured[]): boolean => {
    // What was under way when the run stopped.
    if (!mayGoOn()) return false;
    const item = images[index] as Item;
    failures.push(...failuresOf(item, outcomes, add, fileOf));
    progress.advance(++done);
    return checkpoint.take() && mayGoOn();
  };
  try {
    const work = {
      job,
      minPerThread: MIN_IMAGES_PER_THREAD,
      maxBatch: MAX_BATCH,
      filesOf,
      here: (image: Item) => doMaskTask("measureImage", { job, image }),
      there: (workers: Parameters<Parameters<typeof onThreads>[2]["there"]>[0], batch: readonly Item[]) =>
        workers.ask("measure", batch).catch((error: unknown) => {
          throw withClass(error);
        }),
      before: async (outcomes: readonly Measured[]) =>
        before?.(outcomes.filter((outcome) => !("failure" in outcome)) as readonly MeasuredPair[]),
    };
    await onThreads<Item, readonly Measured[]>(
      images,
      threads ?? availableParallelism(),
      work,
      inOrder(take),
    );
  } finally {
    progress.end();
    checkpoint.end(done === total && mayGoOn());
  }
  const [first] = failures;
  if (first !== undefined && !keepGoing) throw new DataError(first.message);
  if (first !== undefined && knownCount === 0 && new Set(failures.map(({ image }) => image)).size === total) {
    throw new DataError(`no image could be scored: ${first.message}`);
  }
  onInterruption(() => {
    const kept = file?.isKept === true ? `maskscore show ${file.path} makes them` : "nothing is kept";
    return `interrupted before the reports were made, after all ${total} images: ${kept}`;
  });
  await letSignalsIn();
  // A truth that is wrong fails once for every model.
  const unique = new Map(failures.map((failure) => [`${failure.file}\n${failure.message}`, failure]));
  return [...unique.values()].map(({ file: name, code, message }) => ({ file: name, code, message }));
}

/** Models are only comparable over the same images: one that fails for one of them is left out for all. */
function failuresOf<Item extends MeasuredItem>(
  item: Item,
  outcomes: readonly Measured[],
  add: ImagesRun<Item>["add"],
  fileOf: (item: Item) => string,
): (TaskFailure & { readonly image: string })[] {
  const failed = outcomes.flatMap((outcome) => ("failure" in outcome ? [outcome.failure] : []));
  if (failed.length === 0) {
    try {
      add(item, outcomes as readonly MeasuredPair[]);
    } catch (error) {
      failed.push(failureOf(error, fileOf(item)));
    }
  }
  return failed.map((failure) => ({ image: item.id, ...failure }));
}

/** Hands outcomes on in the order of their items, whichever comes first. */
function inOrder<Outcome>(
  handle: (index: number, outcome: Outcome) => boolean,
): (index: number, outcome: Outcome) => boolean {
  const waiting = new Map<number, Outcome>();
  let next = 0;
  let mayGoOn = true;
  return (index, outcome) => {
    waiting.set(index, outcome);
    for (let found = waiting.get(next); found !== undefined; found = waiting.get(next)) {
      waiting.delete(next);
      if (!handle(next++, found)) mayGoOn = false;
    }
    return mayGoOn;
  };
}

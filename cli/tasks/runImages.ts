import { DatasetError } from "../../app/errors/problem.js";
import { isMaskscoreError } from "../../src/errors/problem.js";
import type { RunPartOptions } from "../../src/run/provenance.js";
import { commandWords } from "../commandWords.js";
import { DataError } from "../exitCodes.js";
import { letSignalsIn, onInterruption } from "../interruption.js";
import { startProgress } from "../progress.js";
import { type SavedScorer, StateFile } from "../stateFile.js";

/** A file that could not be scored, and why: in a word and in words. */
export interface TaskFailure {
  readonly file: string;
  readonly code: string;
  readonly message: string;
}

/** A scorer whose state can be kept. */
export interface KeptScorer extends SavedScorer {
  provenance: readonly RunPartOptions[];
}

/** How the images of a task are gone through. */
export interface ImagesRun<Image> {
  readonly images: readonly Image[];
  /** Looks at an image, and adds it to what there is. */
  readonly measure: (image: Image) => void | Promise<void>;
  /** What a failure is put down to that names no file itself. */
  readonly fileOf: (image: Image) => string;
  /** The scorer, and what its state says of the run; undefined where the task has no state. */
  readonly scorer?: KeptScorer | undefined;
  readonly part?: RunPartOptions | undefined;
}

interface ImagesOptions {
  readonly quiet?: boolean | undefined;
  readonly keepGoing?: boolean | undefined;
  readonly state?: string | undefined;
}

/**
 * Measures images one after the other. Where a signal ends the command meanwhile, the state, if one is kept, is written.
 *
 * @returns those that failed
 * @throws {DataError} a file is wrong, and keepGoing is not set, or all are
 */
export async function runImages<Image extends { readonly id: string }>(
  { images, measure, fileOf, scorer, part }: ImagesRun<Image>,
  { quiet, keepGoing, state }: ImagesOptions,
): Promise<TaskFailure[]> {
  const failures: (TaskFailure & { readonly image: string })[] = [];
  const file = state === undefined ? undefined : new StateFile(state);
  const progress = startProgress("scoring", images.length, quiet === true);
  let done = 0;
  const tellPart = (isComplete: boolean): void => {
    if (scorer === undefined) return;
    const failed = failures.map(({ image, file: name, code }) => ({ image, file: name, code }));
    scorer.provenance = [{ ...part, expected: images.length, isComplete, failures: failed }];
  };
  onInterruption(() => {
    progress.end();
    return `interrupted after ${done} of ${images.length} images: ${farewell()}`;
  });
  const farewell = (): string => {
    if (file === undefined || scorer === undefined) return "nothing is kept";
    tellPart(false);
    file.writeNow(scorer);
    return `the state of these is in ${file.path}`;
  };
  try {
    for (const image of images) {
      await letSignalsIn();
      try {
        await measure(image);
      } catch (error) {
        failures.push({ image: image.id, ...failureOf(error, fileOf(image)) });
        if (keepGoing !== true) break;
      }
      progress.advance(++done);
    }
  } finally {
    progress.end();
    tellPart(done === images.length);
    if (file !== undefined && scorer !== undefined) await file.write(scorer);
  }
  const [first] = failures;
  if (first !== undefined && keepGoing !== true) throw new DataError(first.message);
  if (first !== undefined && failures.length === images.length) {
    throw new DataError(`no image could be scored: ${first.message}`);
  }
  onInterruption(() => "interrupted before the reports were made");
  return failures.map(({ file: name, code, message }) => ({ file: name, code, message }));
}

/** Errors of data become failures; anything else is a fault of ours, or of the command line, and goes on its way. */
function failureOf(error: unknown, file: string): TaskFailure {
  if (error instanceof DatasetError) {
    return { file: error.problem.file ?? file, code: error.problem.code, message: commandWords(error) };
  }
  if (error instanceof DataError) return { file, code: "unscored", message: error.message };
  if (isMaskscoreError(error)) return { file, code: error.code, message: `${file}: ${error.message}` };
  throw error;
}

import { scorerWords } from "../../../app/errors/stateWords.js";
import { isMaskscoreError } from "../../../src/errors/problem.js";
import type { PageTask } from "../tasks/taskChoices.js";
import type { Shown } from "./shown.js";

/** A run that was saved, of whichever task. */
export interface SavedState {
  /** The model's. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What is shown of states, and the task that they are of. */
export interface LoadedStates {
  readonly task: PageTask;
  readonly shown: Shown;
}

export const NO_MASKS = "A saved state holds counts and no pixels: there are no masks to look at.";

/** @throws what the library finds wrong with a state, with its name */
export function namingState<T>(name: string, use: () => T): T {
  try {
    return use();
  } catch (cause) {
    if (!isMaskscoreError(cause)) throw cause;
    throw new Error(`${name} ${scorerWords(cause.problem)}`, { cause });
  }
}

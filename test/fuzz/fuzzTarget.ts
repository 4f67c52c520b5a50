import type { Random } from "./random.js";

/** Something that takes input from outside, and what it promises of any. */
export interface FuzzTarget {
  readonly name: string;
  /** An input of a case: the same for the same random numbers. */
  readonly make: (random: Random) => Uint8Array;
  /** @throws what the target promises does not hold of this input */
  readonly check: (input: Uint8Array) => void | Promise<void>;
}

/** A promise that does not hold. */
export function finding(what: string, cause?: unknown): Error {
  return new Error(what, { cause });
}

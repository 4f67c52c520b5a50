import { wrongValue } from "../errors/argument.js";
import { readFiniteNumber, readInteger } from "../reading/options.js";
import type { DrawChoice } from "./confidenceIntervals.js";

export interface DrawOptions {
  /** Confidence, between 0 and 1; default 0.95. */
  readonly level?: number | undefined;
  /** Made-up data sets, and in compareModels permutations as well; default 10,000. */
  readonly resamples?: number | undefined;
  /** 0 to 2^32 - 1, default 0: the same seed gives the same numbers, to the last bit. */
  readonly seed?: number | undefined;
}

export const DRAW_OPTIONS = ["level", "resamples", "seed"] as const;

export function readDrawOptions({
  level,
  resamples,
  seed,
}: Partial<Record<keyof DrawOptions, unknown>>): DrawChoice {
  const confidence = readFiniteNumber(level ?? 0.95, "level");
  if (!(confidence > 0 && confidence < 1)) {
    throw wrongValue("level", "a number between 0 and 1", String(confidence), "95 % is 0.95");
  }
  return {
    level: confidence,
    resamples: readInteger(resamples ?? 10_000, "resamples", 1, 1_000_000),
    seed: readInteger(seed ?? 0, "seed", 0, 2 ** 32 - 1),
  };
}

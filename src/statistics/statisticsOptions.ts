import { CLASS_METRICS } from "../measures/confusion/classScores.js";
import type { IntervalChoice } from "./confidenceIntervals.js";
import type { StatisticMetric } from "./statistics.js";
import { wrongValue } from "../errors/argument.js";
import { readChoice, readFiniteNumber, readInteger, readOptions } from "../reading/options.js";

export interface IntervalOptions {
  /** Default "iou". Of "pixelAccuracy" and "frequencyWeightedIou" there is one for all classes together. */
  readonly metric?: StatisticMetric | undefined;
  /** Confidence, between 0 and 1; default 0.95. */
  readonly level?: number | undefined;
  /** Made-up data sets, and in compareModels permutations as well; default 10,000. */
  readonly resamples?: number | undefined;
  /** 0 to 2^32 - 1, default 0: the same seed gives the same numbers, to the last bit. */
  readonly seed?: number | undefined;
  /** The weight of recall, of metric "fBeta"; default 1. */
  readonly beta?: number | undefined;
}

const METRICS: readonly StatisticMetric[] = [...CLASS_METRICS, "pixelAccuracy", "frequencyWeightedIou"];

export function readIntervalOptions(options: unknown): IntervalChoice {
  const { metric, level, resamples, seed, beta } = readOptions(
    options,
    ["metric", "level", "resamples", "seed", "beta"],
    "options",
  );
  const confidence = readFiniteNumber(level ?? 0.95, "level");
  if (!(confidence > 0 && confidence < 1)) {
    throw wrongValue("level", "a number between 0 and 1", String(confidence), "95 % is 0.95");
  }
  const weight = readFiniteNumber(beta ?? 1, "beta");
  if (weight <= 0) throw wrongValue("beta", "a number above 0", String(weight));
  return {
    metric: readChoice(metric ?? "iou", METRICS, "metric"),
    level: confidence,
    resamples: readInteger(resamples ?? 10_000, "resamples", 1, 1_000_000),
    seed: readInteger(seed ?? 0, "seed", 0, 2 ** 32 - 1),
    beta: weight,
  };
}

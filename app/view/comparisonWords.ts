import type { ConventionName } from "../../src/measures/confusion/conventions/convention.js";
import type { ImageDifference, ModelComparison } from "../../src/scorers/compareModels.js";
import { methodText } from "./intervalWords.js";
import { METRIC_NAMES } from "./metricNames.js";
import { boundsText, countText, lengthText, levelText, pText, scoreText } from "./numberTexts.js";
import type { ComparisonView } from "./runView.js";
import type { Shown } from "./shownIntervals.js";

/** Two models by whatever score. */
export interface Compared {
  readonly first: string;
  readonly second: string;
  readonly result: Shown<ModelComparison<string>>;
  /** Of lengths, as Hausdorff's: less is better. False where left out. */
  readonly isLowerBetter?: boolean;
}

/** Why a difference may be undefined. */
export const NO_DIFFERENCE = "one of the models has no score";

/** "b is 0.217 above a [0.208, 0.227], p < 0.001." */
export function comparisonVerdict({ first, second, result, isLowerBetter = false }: Compared): string {
  const { difference, bounds, pValue, ...scores } = result.mean;
  if (isBothInfinite(scores)) return `${second} and ${first} are both infinite: nothing tells them apart.`;
  if (Number.isNaN(difference)) return `${first} and ${second} cannot be compared: ${NO_DIFFERENCE}.`;
  const rule = isLowerBetter ? "; lower is better" : "";
  if (!Number.isFinite(difference)) {
    return `${second} is ${lengthText(scores.second)}, ${first} ${lengthText(scores.first)}${rule}.`;
  }
  const p = Number.isFinite(pValue) ? `, p ${pValue < 0.001 ? "" : "= "}${pText(pValue)}` : "";
  if (difference === 0) return `${second} and ${first} score the same${p}.`;
  const isAbove = difference > 0;
  const [low, high] = isAbove ? [bounds.low, bounds.high] : [-bounds.high, -bounds.low];
  const short = (value: number): string => value.toFixed(3);
  const shown = boundsText({ low, high }, short);
  return `${second} is ${short(Math.abs(difference))} ${isAbove ? "above" : "below"} ${first}${shown === "-" ? "" : ` ${shown}`}${p}${rule}.`;
}

/** On how many images the second model is better, and on how many it is not. */
export interface MovedCounts {
  readonly better: number;
  readonly worse: number;
  readonly equal: number;
  /** One of the models has no score there. */
  readonly unscored: number;
}

/** An image by two models; two infinite distances are equal, and have no difference. */
type Moved = Pick<ImageDifference, "difference"> & Partial<ImageDifference>;

export function movedCounts(images: readonly Moved[], isLowerBetter = false): MovedCounts {
  const count = (is: (image: Moved) => boolean): number => images.filter(is).length;
  const higher = count(({ difference }) => difference > 0);
  const lower = count(({ difference }) => difference < 0);
  const equal = count((image) => image.difference === 0 || isBothInfinite(image));
  return {
    better: isLowerBetter ? lower : higher,
    worse: isLowerBetter ? higher : lower,
    equal,
    unscored: images.length - higher - lower - equal,
  };
}

function isBothInfinite({ first, second }: Partial<Pick<ImageDifference, "first" | "second">>): boolean {
  return first === Infinity && second === Infinity;
}

/** "b is better on 200 of 233 images, worse on 30, equal on 3" */
export function movedText(images: readonly Moved[], second: string, isLowerBetter = false): string {
  const { better, worse, equal, unscored } = movedCounts(images, isLowerBetter);
  const others = [
    ["worse", worse],
    ["equal", equal],
    ["without a score", unscored],
  ] as const;
  return [
    `${second} is better on ${countText(better)} of ${countText(images.length)} images`,
    ...others.filter(([, one]) => one > 0).map(([word, one]) => `${word} on ${countText(one)}`),
  ].join(", ");
}

/** What the verdict rests on. Differences are of the data set's mean, whichever convention's stands first. */
export function comparisonBasis(
  { first, second, result }: ComparisonView,
  convention: ConventionName,
): string {
  const { mean, metric, level, resamples } = result;
  return [
    `${convention === "dataset" ? "Mean" : "Dataset mean"} ${METRIC_NAMES[metric]} of ${first} ${scoreText(mean.first)}, of ${second} ${scoreText(mean.second)};`,
    ` ${levelText(level)} intervals by ${methodText(mean, result)}, in pairs; p-values by the paired`,
    ` permutation test (${countText(resamples)} permutations).`,
  ].join("");
}

import type { ConventionName } from "../../src/measures/confusion/conventions/convention.js";
import { methodText } from "./intervalWords.js";
import { METRIC_NAMES } from "./metricNames.js";
import { boundsText, countText, levelText, pText, scoreText } from "./numberTexts.js";
import type { ComparisonView } from "./runView.js";

/** Why a difference may be undefined. */
export const NO_DIFFERENCE = "one of the models has no score";

/** "b is 0.217 above a [0.208, 0.227], p < 0.001" */
export function comparisonVerdict({ first, second, result }: ComparisonView): string {
  const { difference, bounds, pValue } = result.mean;
  if (!Number.isFinite(difference)) return `${first} and ${second} cannot be compared: ${NO_DIFFERENCE}.`;
  const p = Number.isFinite(pValue) ? `, p ${pValue < 0.001 ? "" : "= "}${pText(pValue)}` : "";
  if (difference === 0) return `${second} and ${first} score the same${p}.`;
  const isAbove = difference > 0;
  const [low, high] = isAbove ? [bounds.low, bounds.high] : [-bounds.high, -bounds.low];
  const short = (value: number): string => value.toFixed(3);
  const shown = boundsText({ low, high }, short);
  return `${second} is ${short(Math.abs(difference))} ${isAbove ? "above" : "below"} ${first}${shown === "-" ? "" : ` ${shown}`}${p}.`;
}

/** "b is better on 200 of 233 images, worse on 30, equal on 3" */
export function movedText(images: readonly { readonly difference: number }[], second: string): string {
  const count = (is: (difference: number) => boolean): number =>
    images.filter(({ difference }) => is(difference)).length;
  const better = count((difference) => difference > 0);
  const others = [
    ["worse", count((difference) => difference < 0)],
    ["equal", count((difference) => difference === 0)],
    ["without a score", count(Number.isNaN)],
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

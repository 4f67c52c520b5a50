import { thresholdOf } from "../../src/labels/labelMapping.js";
import { isClass, type RawLabel } from "../../src/labels/labelKinds.js";
import { labelReader, type LabelRules, type PairRules } from "../../src/labels/labelRules.js";
import type { SideThresholds } from "../../src/labels/threshold.js";
import { isFloats, type PixelValues } from "../../src/types.js";
import { DatasetError } from "../errors/problem.js";
import { suggestedThreshold } from "../formats/suggestedThreshold.js";
import type { MaskPair, NamedMask } from "./maskPair.js";
import { scoreAxesOf } from "./rasterLabels.js";

/** Values that an error names. */
const NAMED = 3;

/** More different values than this are not counted. */
const COUNTED = 65_536;

type IsVoid = (value: number) => boolean;

/**
 * Masks that are scored as binary hold 0 and one other value: greys that are merely above 0 are no foreground.
 *
 * @throws {DatasetError} a mask holds more; with thresholds for both sides
 */
export function requireBinaryMasks(pair: MaskPair, rules: PairRules): void {
  const sides = [
    [pair.groundTruth, rules.groundTruth],
    [pair.prediction, rules.prediction],
  ] as const;
  for (const [{ name: file, mask }, own] of sides) {
    const values = own.mapping === "nonzero" ? valuesOf(mask) : undefined;
    if (values === undefined || otherThanZero(values, isVoidBy(own)) !== "several") continue;
    const threshold = suggestedThresholds(pair, rules);
    const found = valuesIn(values, isVoidBy(own));
    throw new DatasetError({
      code: "not-binary",
      file,
      valueCount: found.size,
      values: [...found].slice(0, NAMED).map(([value, pixel]) => ({ value, pixel })),
      size: mask.size,
      cure: [
        { do: "set-threshold", threshold, why: "to take what is greater for foreground" },
        ...(threshold === 0
          ? []
          : [{ do: "set-threshold", threshold: 0, why: "to take everything above 0 for it" } as const]),
      ],
    });
  }
}

/** One value a pixel; of scores there are several. */
function valuesOf(mask: NamedMask["mask"]): PixelValues | undefined {
  return mask.kind === "scores" || scoreAxesOf(mask) !== undefined ? undefined : mask.data;
}

function isVoidBy(rules: LabelRules): IsVoid {
  const read = labelReader(rules);
  return (value) => !isClass(read(value as RawLabel));
}

/** The only value besides 0 and void; undefined where there is none. */
function otherThanZero(values: PixelValues, isVoid: IsVoid): number | "several" | undefined {
  let other: number | undefined;
  let voidValue: number | undefined;
  for (let pixel = 0; pixel < values.length; pixel++) {
    const value = Number(values[pixel]);
    if (value === 0 || value === other || value === voidValue) continue;
    if (isVoid(value)) voidValue = value;
    else if (other !== undefined) return "several";
    else other = value;
  }
  return other;
}

/** The different values, in their order, each with its first pixel. */
function valuesIn(values: PixelValues, isVoid: IsVoid): Map<number, number> {
  const found = new Map<number, number>();
  let last: number | undefined;
  for (let pixel = 0; pixel < values.length && found.size < COUNTED; pixel++) {
    const value = Number(values[pixel]);
    if (value === last) continue;
    last = value;
    if (!found.has(value) && !isVoid(value)) found.set(value, pixel);
  }
  return found;
}

/** What is offered where nothing was said: one threshold if it does for both sides, else one for each. */
export function suggestedThresholds(
  { groundTruth, prediction }: MaskPair,
  rules: PairRules,
): number | SideThresholds {
  const [truth, predicted] = [
    wishOf(groundTruth, rules.groundTruth),
    wishOf(prediction, rules.prediction),
  ] as const;
  const forTruth = truth.own ?? truth.takes(predicted.own ?? 0);
  const forPrediction = predicted.own ?? predicted.takes(truth.own ?? 0);
  return forTruth === forPrediction ? forTruth : { groundTruth: forTruth, prediction: forPrediction };
}

/** The threshold that a mask needs; a mask of 0 and one other value takes any between them. */
function wishOf(
  { mask }: NamedMask,
  rules: LabelRules,
): { readonly own: number | undefined; readonly takes: (threshold: number) => number } {
  const values = valuesOf(mask);
  const anyOf = (threshold: number): number => threshold;
  if (values === undefined) return { own: undefined, takes: anyOf };
  const other = otherThanZero(values, isVoidBy(rules));
  if (other === "several") return { own: suggestedThreshold(values, isVoidBy(rules)), takes: anyOf };
  const top = other ?? Infinity;
  return { own: undefined, takes: (threshold) => (threshold >= 0 && threshold < top ? threshold : 0) };
}

/** Whether a threshold of greys meets a prediction of integers none of which is above 1: a mask of 0 and 1, or a model that is sure of nothing. */
export function isFaint({ mask }: NamedMask, rules: LabelRules): boolean {
  const values = valuesOf(mask);
  if (values === undefined || isFloats(values) || (thresholdOf(rules.mapping) ?? 0) < 1) return false;
  return otherThanZero(values, isVoidBy(rules)) === 1;
}

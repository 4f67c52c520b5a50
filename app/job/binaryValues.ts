import type { Side } from "../../src/errors/problem.js";
import { thresholdOf } from "../../src/labels/labelMapping.js";
import { isClass, type RawLabel } from "../../src/labels/labelKinds.js";
import { labelReader, type LabelRules, type PairRules } from "../../src/labels/labelRules.js";
import type { SideThresholds } from "../../src/labels/threshold.js";
import { isFloats, type PixelValues } from "../../src/types.js";
import { DatasetError, type Remedy } from "../errors/problem.js";
import { HALF_OF_GREYS, suggestedThreshold } from "../formats/suggestedThreshold.js";
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
  for (const side of ["groundTruth", "prediction"] as const) {
    const { name: file, mask } = pair[side];
    const values = rules[side].mapping === "nonzero" ? valuesOf(mask) : undefined;
    if (values === undefined || otherThanZero(values, isVoidBy(rules[side])) !== "several") continue;
    const found = valuesIn(values, isVoidBy(rules[side]));
    const ignored =
      side === "prediction" ? rules.groundTruth.ignored.find((label) => found.has(label)) : undefined;
    throw new DatasetError({
      code: "not-binary",
      file,
      valueCount: found.size,
      values: [...found].slice(0, NAMED).map(([value, pixel]) => ({ value, pixel })),
      size: mask.size,
      ...(ignored === undefined ? {} : { ignored }),
      cure: [
        ...(ignored !== undefined ? [{ do: "miss-void" } as const] : []),
        ...thresholdRemedies(side, pair, rules),
      ],
    });
  }
}

/** The thresholds that may be meant, the likeliest first. */
function thresholdRemedies(side: Side, pair: MaskPair, rules: PairRules): Remedy[] {
  // A prediction of what is void in the truth is no grey.
  const { ignored } = rules.groundTruth;
  const known = { ...rules, prediction: { ...rules.prediction, ignored } };
  const threshold = suggestedThresholds(pair, known);
  const likeliest: Remedy = {
    do: "set-threshold",
    threshold,
    why: "to take what is greater for foreground",
  };
  if (threshold !== 0) {
    return [likeliest, { do: "set-threshold", threshold: 0, why: "to take everything above 0 for it" }];
  }
  const values = valuesOf(pair[side].mask) as PixelValues;
  if (isFloats(values) || otherThanZero(values, isVoidBy(known[side])) !== "several") return [likeliest];
  // Classes, or the darkest of greys.
  const greys = suggestedThresholds(pair, known, { [side]: HALF_OF_GREYS });
  return [
    likeliest,
    { do: "set-threshold", threshold: greys, why: "where these are greys of 0 to 255, the darkest of them" },
  ];
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

/**
 * What is offered where nothing was said: one threshold if it does for both sides, else one for each.
 *
 * @param said that of a side where it is known
 */
function suggestedThresholds(
  { groundTruth, prediction }: MaskPair,
  rules: PairRules,
  said: Partial<SideThresholds> = {},
): number | SideThresholds {
  const [truth, predicted] = [
    wishOf(groundTruth, rules.groundTruth, said.groundTruth),
    wishOf(prediction, rules.prediction, said.prediction),
  ] as const;
  const forTruth = truth.own ?? truth.takes(predicted.own ?? 0);
  const forPrediction = predicted.own ?? predicted.takes(truth.own ?? 0);
  return forTruth === forPrediction ? forTruth : { groundTruth: forTruth, prediction: forPrediction };
}

/** The threshold that a mask needs; a mask of 0 and one other value takes any between them. */
function wishOf(
  { mask }: NamedMask,
  rules: LabelRules,
  said: number | undefined,
): { readonly own: number | undefined; readonly takes: (threshold: number) => number } {
  const values = valuesOf(mask);
  const anyOf = (threshold: number): number => threshold;
  if (said !== undefined || values === undefined) return { own: said, takes: anyOf };
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

import { readChoice } from "../../../reading/options.js";
import { cityscapes } from "./cityscapes.js";
import type { Convention, ConventionName } from "./convention.js";
import { dataset } from "./dataset.js";
import { fineGrained } from "./fineGrained.js";
import { keras } from "./keras.js";
import { metricsNp } from "./metricsNp.js";
import { mmsegmentation } from "./mmsegmentation.js";
import { monai } from "./monai.js";
import { torchmetrics } from "./torchmetrics.js";

/** Every convention by its name, in the order in which they are listed. */
export const CONVENTIONS: ReadonlyMap<ConventionName, Convention> = new Map(
  [dataset, metricsNp, keras, torchmetrics, monai, mmsegmentation, cityscapes, fineGrained].map(
    (convention) => [convention.name, convention],
  ),
);

/**
 * A convention by its name.
 *
 * @throws {TypeError | RangeError} not a name, or not one of them; the message lists them
 */
export function readConvention(name: unknown, argument: string): Convention {
  return CONVENTIONS.get(readChoice(name, [...CONVENTIONS.keys()], argument)) as Convention;
}

/**
 * What a convention does, in words: source, formula, absent classes, ignored pixels, void predictions, and when to use it.
 *
 * @throws {TypeError | RangeError} not a name of a convention
 * @example explainConvention("keras")
 */
export function explainConvention(name: ConventionName): string {
  const { source, formula, absentClass, ignoreRule, voidRule, whenToUse, needsImages } = readConvention(
    name,
    "name",
  );
  return [
    name,
    `Source: ${source}`,
    `Formula: ${formula}`,
    `Absent classes: ${absentClass}`,
    `Ignored pixels and classes: ${ignoreRule}`,
    `Void predictions: ${voidRule}`,
    `When to use: ${whenToUse}`,
    `Needs the counts of every image: ${needsImages ? "yes" : "no"}.`,
  ].join("\n");
}

import type { Difference, ImageDifference, ModelComparison } from "../../src/scorers/compareModels.js";
import { intervalNotes, methodText } from "./intervalWords.js";
import { boundsText, changeText, countText, pText } from "./numberTexts.js";
import type { Section } from "./section.js";
import type { Shown } from "./shownIntervals.js";

/** Images that are listed of a comparison. */
const MOVED = 10;

/** Both models, as they are called. */
export type TwoNames = readonly [first: string, second: string];

/** A mean or a class by both models. @param text of a score */
export function differenceRow(
  name: string,
  { first, second, difference, bounds }: Shown<Difference>,
  p: number,
  text: (score: number) => string,
): string[] {
  return [name, text(first), text(second), changeText(difference), boundsText(bounds), pText(p)];
}

export function differenceFact(
  [first, second]: TwoNames,
  { imageCount }: Shown<ModelComparison<string>>,
): readonly [string, string] {
  return ["difference", `${second} minus ${first}, on the same ${countText(imageCount)} images`];
}

/** Where intervals and p-values come from. */
export function testFacts(result: Shown<ModelComparison<string>>): (readonly [string, string])[] {
  const { mean, classes, resamples, seed } = result;
  return [
    ["interval", `paired ${methodText(mean, result)}`],
    ...intervalNotes([{ note: mean.note, name: "the mean" }, ...classes]),
    [
      "p",
      `paired permutation test, two-sided, ${countText(resamples)} permutations, seed ${seed}; those of classes by Holm's correction for that many tests`,
    ],
  ];
}

/** @param images those that moved most first */
export function movedSection(
  [first, second]: TwoNames,
  images: readonly ImageDifference[],
  text: (score: number) => string,
): Section {
  return {
    title: "images that moved most",
    table: {
      columns: ["image", first, second, "difference"],
      rows: images
        .slice(0, MOVED)
        .map((image) => [image.id, text(image.first), text(image.second), changeText(image.difference)]),
      wordColumns: [0],
    },
    facts: [],
  };
}

import type { Difference, ModelComparison } from "../../../src/scorers/compareModels.js";
import { intervalNotes, methodText } from "../intervalWords.js";
import { boundsText, changeText, countText, lengthText, levelText, pText } from "../numberTexts.js";
import type { Section } from "../section.js";
import type { Shown } from "../shownIntervals.js";

/** Images that are listed of a comparison. */
const MOVED = 10;

/**
 * How the second model differs from the first, by class and image.
 *
 * @param models what they are called
 * @param metric what is compared, in words
 */
export function comparisonSectionsOf(
  models: readonly [first: string, second: string],
  result: Shown<ModelComparison<string>>,
  metric: string,
): Section[] {
  const [first, second] = models;
  const row = (name: string, difference: Shown<Difference>, p: number): string[] => [
    name,
    lengthText(difference.first),
    lengthText(difference.second),
    changeText(difference.difference),
    boundsText(difference.bounds),
    pText(p),
  ];
  const told = result.classes.filter((one) => !(Number.isNaN(one.first) && Number.isNaN(one.second)));
  return [
    {
      title: `${second} beside ${first}`,
      table: {
        columns: [metric, first, second, "difference", `${levelText(result.level)} interval`, "p"],
        rows: [
          row("mean", result.mean, result.mean.pValue),
          ...told.map((difference) => row(difference.name, difference, difference.pValueHolm)),
        ],
        wordColumns: [0],
      },
      facts: [
        ["difference", `${second} minus ${first}, on the same ${countText(result.imageCount)} images`],
        ["interval", `paired ${methodText(result.mean, result)}`],
        ...intervalNotes([{ note: result.mean.note, name: "the mean" }, ...result.classes]),
        [
          "p",
          `paired permutation test, two-sided, ${countText(result.resamples)} permutations, seed ${result.seed}; those of classes by Holm's correction for that many tests`,
        ],
      ],
    },
    {
      title: "images that moved most",
      table: {
        columns: ["image", first, second, "difference"],
        rows: result.images
          .slice(0, MOVED)
          .map((image) => [
            image.id,
            lengthText(image.first),
            lengthText(image.second),
            changeText(image.difference),
          ]),
        wordColumns: [0],
      },
      facts: [],
    },
  ];
}

import type { ModelComparison } from "../../../src/scorers/compareModels.js";
import {
  differenceFact,
  differenceRow,
  movedSection,
  testFacts,
  type TwoNames,
} from "../comparisonTables.js";
import { lengthText, levelText } from "../numberTexts.js";
import type { Section } from "../section.js";
import type { Shown } from "../shownIntervals.js";

/**
 * How the second model differs from the first, by class and image.
 *
 * @param models what they are called
 * @param metric what is compared, in words
 */
export function comparisonSectionsOf(
  models: TwoNames,
  result: Shown<ModelComparison<string>>,
  metric: string,
): Section[] {
  const [first, second] = models;
  const told = result.classes.filter((one) => !(Number.isNaN(one.first) && Number.isNaN(one.second)));
  return [
    {
      title: `${second} beside ${first}`,
      table: {
        columns: [metric, first, second, "difference", `${levelText(result.level)} interval`, "p"],
        rows: [
          differenceRow("mean", result.mean, result.mean.pValue, lengthText),
          ...told.map((one) => differenceRow(one.name, one, one.pValueHolm, lengthText)),
        ],
        wordColumns: [0],
      },
      facts: [differenceFact(models, result), ...testFacts(result)],
    },
    movedSection(models, result.images, lengthText),
  ];
}

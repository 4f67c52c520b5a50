import { CLASS_METRICS } from "../../src/measures/confusion/classScores.js";
import { byConvention } from "./means.js";
import { excludedNames, withoutText } from "./leftOut.js";
import { METRIC_NAMES } from "./metricNames.js";
import { levelText, scoreText } from "./numberTexts.js";
import { type Compared, comparisonVerdict, movedText } from "./comparisonWords.js";
import { differenceFact, differenceRow, movedSection, testFacts } from "./comparisonTables.js";
import type { RunView } from "./runView.js";
import type { Section } from "./section.js";
import { thresholdFacts } from "./thresholdWords.js";

/** Which of two models is better, and on how many images: what every comparison begins with. */
export function verdictSection(compared: Compared): Section {
  const { second, result, isLowerBetter } = compared;
  return {
    title: undefined,
    table: undefined,
    facts: [
      ["verdict", comparisonVerdict(compared)],
      ["images", movedText(result.images, second, isLowerBetter)],
    ],
    lead: "verdict",
  };
}

/** How the second model differs from the first, by class and image. */
export function comparisonSections(run: RunView): Section[] {
  const { comparison, convention, models } = run;
  if (comparison === undefined) return [];
  const { first, second, result } = comparison;
  const isOfClasses = CLASS_METRICS.some((metric) => metric === result.metric);
  const metric = METRIC_NAMES[result.metric];
  const names = [first, second] as const;
  const level = `${levelText(result.level)} interval`;
  return [
    verdictSection(comparison),
    {
      title: undefined,
      table: {
        columns: [metric, first, second, "difference", level, "p"],
        rows: [
          differenceRow(isOfClasses ? "mean" : "all classes", result.mean, result.mean.pValue, scoreText),
          ...result.classes.map((one) => differenceRow(one.name, one, one.pValueHolm, scoreText)),
        ],
        wordColumns: [0],
      },
      lead: isOfClasses ? "mean" : "all classes",
      facts: [
        differenceFact(names, result),
        ...(convention === "dataset"
          ? []
          : [["mean", `ratio of dataset sums; the means${byConvention(convention)} follow`] as const]),
        ...models
          .slice(0, 1)
          .flatMap(({ scores }) => excludedNames(scores))
          .slice(0, 1)
          .map(
            () =>
              [
                "left out",
                `the mean is${withoutText(models[0]?.scores ?? { classes: [] })}, as asked`,
              ] as const,
          ),
        ...thresholdFacts(run),
        ...testFacts(result),
      ],
    },
    movedSection(names, result.images, scoreText),
  ];
}

import { CLASS_METRICS } from "../../src/measures/confusion/classScores.js";
import type { Difference } from "../../src/scorers/compareModels.js";
import { byConvention } from "./means.js";
import { excludedNames, withoutText } from "./leftOut.js";
import { intervalNotes, methodText } from "./intervalWords.js";
import { METRIC_NAMES } from "./metricNames.js";
import { boundsText, changeText, countText, levelText, pText, scoreText } from "./numberTexts.js";
import { type Compared, comparisonVerdict, movedText } from "./comparisonWords.js";
import type { RunView } from "./runView.js";
import type { Section } from "./section.js";
import type { Shown } from "./shownIntervals.js";
import { thresholdFacts } from "./thresholdWords.js";

/** Images that are listed. */
const MOVED = 10;

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
  const row = (name: string, difference: Shown<Difference>, p: number): string[] => [
    name,
    scoreText(difference.first),
    scoreText(difference.second),
    changeText(difference.difference),
    boundsText(difference.bounds),
    pText(p),
  ];
  const level = `${levelText(result.level)} interval`;
  return [
    verdictSection(comparison),
    {
      title: undefined,
      table: {
        columns: [metric, first, second, "difference", level, "p"],
        rows: [
          row(isOfClasses ? "mean" : "all classes", result.mean, result.mean.pValue),
          ...result.classes.map((difference) => row(difference.name, difference, difference.pValueHolm)),
        ],
        wordColumns: [0],
      },
      lead: isOfClasses ? "mean" : "all classes",
      facts: [
        ["difference", `${second} minus ${first}, on the same ${countText(result.imageCount)} images`],
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
            scoreText(image.first),
            scoreText(image.second),
            changeText(image.difference),
          ]),
        wordColumns: [0],
      },
      facts: [],
    },
  ];
}

import { type Markup, markup } from "./markup.js";
import { byConvention, meanOf } from "../../view/means.js";
import { boundsText, scoreText } from "../../view/numbers.js";
import { scoreDots } from "./plots.js";
import type { ReportedModel } from "../../view/reported.js";
import { shownClasses } from "../../view/shownClasses.js";
import { classScoreCell, numberCell, numbersBehind, scrollTable, tableRow, textCell } from "./tables.js";

const NO_SCORE = "no class has a score";

/** Several models side by side, in the order in which they came. */
export function leaderboardSection(models: readonly ReportedModel[], document: Document): Markup {
  const convention = models[0]?.chosen.convention ?? "dataset";
  const isDataset = convention === "dataset";
  const rows = models.map(({ name, scores, chosen, intervals }, i) =>
    tableRow(markup`<a href="#model-${i + 1}">${name}</a>`, [
      numberCell(chosen.meanIou, scoreText, NO_SCORE),
      textCell(intervals === undefined ? "-" : boundsText(intervals.mean.bca)),
      numberCell(meanOf({ scores, chosen }, "dice").value, scoreText, NO_SCORE),
      numberCell(scores.pixelAccuracy, scoreText, "no pixel was counted"),
      numberCell(scores.frequencyWeightedIou, scoreText, NO_SCORE),
    ]),
  );
  const [first] = models;
  const isDiceOther = first !== undefined && meanOf(first, "dice").convention !== "dataset";
  const head = [
    "model",
    `mean IoU${isDataset ? "" : ` (${convention})`}`,
    isDataset ? "interval" : "interval of the dataset mean",
    `mean Dice${isDataset ? "" : ` (${isDiceOther ? convention : "dataset"})`}`,
    "pixel accuracy",
    "frequency-weighted IoU",
  ];
  const classRows = shownClasses(models[0]?.scores.classes ?? []).map(({ name, classIndex }) =>
    tableRow(
      name,
      models.map(({ scores }) => {
        const score = scores.classes[classIndex];
        return score === undefined ? textCell("-") : classScoreCell(score, "iou");
      }),
    ),
  );
  return markup`<section id="leaderboard" aria-labelledby="leaderboard-title"><h2 id="leaderboard-title">Leaderboard</h2>
${scrollTable(`Models by mean IoU${byConvention(convention)}`, head, rows)}
<figure>${scoreDots(
    document,
    `Mean IoU of each model${byConvention(convention)}${isDataset ? " with its interval" : ""}`,
    models.map(({ name, chosen, intervals }) => ({
      name,
      colour: undefined,
      value: chosen.meanIou,
      // Intervals are of the data set's mean, and would not stand about another's.
      low: isDataset ? (intervals?.mean.bca.low ?? NaN) : NaN,
      high: isDataset ? (intervals?.mean.bca.high ?? NaN) : NaN,
      missing: "-",
    })),
    "mean IoU",
    32,
  )}<figcaption>${isDataset ? "Mean IoU with its interval." : `Mean IoU${byConvention(convention)}; intervals are of the dataset mean, in the table.`} Intervals of two models may overlap although one is clearly better on the same images: the paired comparison tells.</figcaption></figure>
${numbersBehind("IoU of each class, model by model", scrollTable("IoU by class and model", ["class", ...models.map(({ name }) => name)], classRows))}
</section>`;
}

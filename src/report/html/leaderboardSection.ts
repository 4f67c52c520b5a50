import { type Markup, markup } from "./markup.js";
import { boundsText, scoreText } from "../numbers.js";
import { scoreDots } from "./plots.js";
import type { ReportedModel } from "./reported.js";
import { shownClasses } from "./shownClasses.js";
import { classScoreCell, numberCell, numbersBehind, scrollTable, tableRow, textCell } from "./tables.js";

const NO_SCORE = "no class has a score";

/** Several models side by side, in the order in which they came. */
export function leaderboardSection(models: readonly ReportedModel[], document: Document): Markup {
  const rows = models.map(({ name, scores, intervals }, i) =>
    tableRow(markup`<a href="#model-${i + 1}">${name}</a>`, [
      numberCell(scores.meanIou, scoreText, NO_SCORE),
      textCell(intervals === undefined ? "-" : boundsText(intervals.mean.bca)),
      numberCell(scores.meanDice, scoreText, NO_SCORE),
      numberCell(scores.pixelAccuracy, scoreText, "no pixel was counted"),
      numberCell(scores.frequencyWeightedIou, scoreText, NO_SCORE),
    ]),
  );
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
${scrollTable("Models by mean IoU", ["model", "mean IoU", "interval", "mean Dice", "pixel accuracy", "frequency-weighted IoU"], rows)}
<figure>${scoreDots(
    document,
    "Mean IoU of each model with its interval",
    models.map(({ name, scores, intervals }) => ({
      name,
      colour: undefined,
      value: scores.meanIou,
      low: intervals?.mean.bca.low ?? NaN,
      high: intervals?.mean.bca.high ?? NaN,
      missing: "-",
    })),
    "mean IoU",
    32,
  )}<figcaption>Mean IoU with its interval. Intervals of two models may overlap although one is clearly better on the same images: the paired comparison tells.</figcaption></figure>
${numbersBehind("IoU of each class, model by model", scrollTable("IoU by class and model", ["class", ...models.map(({ name }) => name)], classRows))}
</section>`;
}

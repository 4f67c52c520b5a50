import { type Markup, markup } from "./markup.js";
import { boundsText, countText, levelText, scoreText } from "../../view/numbers.js";
import { type PlotRow, scoreBars } from "./plots.js";
import type { ReportedModel } from "../../view/reported.js";
import { leftOutNote, shownClasses } from "../../view/shownClasses.js";
import { classScoreCell, numbersBehind, scrollTable, tableRow, textCell, unscoredWord } from "./tables.js";

const HEAD = ["class", "IoU", "interval", "Dice", "precision", "recall", "truth px", "predicted px"];

/** Each class's IoU as a bar with its interval, in the classes' order or by score. */
export function classSection(
  { name: modelName, scores, chosen, intervals }: ReportedModel,
  palette: readonly string[],
  key: string,
  document: Document,
): Markup {
  const shown = shownClasses(scores.classes);
  const rows = shown.map((score): PlotRow => {
    const bounds = intervals?.classes[score.classIndex]?.bca;
    return {
      name: score.name,
      colour: palette[score.classIndex],
      value: score.iou,
      low: bounds?.low ?? NaN,
      high: bounds?.high ?? NaN,
      missing: unscoredWord(score) ?? "",
    };
  });
  // NaN sinks to the end.
  const rank = ({ value }: PlotRow): number => (Number.isNaN(value) ? -1 : value);
  const byScore = [...rows].sort((a, b) => rank(b) - rank(a));
  const bars = (ordered: readonly PlotRow[], order: string): Markup =>
    scoreBars(document, `IoU of each class of ${modelName}, ${order}`, ordered, scores.meanIou, "IoU");
  const tableRows = shown.map((score) => {
    const bounds = intervals?.classes[score.classIndex]?.bca;
    const name = markup`${score.name}${score.isExcluded && markup` <span class="muted">(left out of the mean)</span>`}`;
    return tableRow(name, [
      classScoreCell(score, "iou"),
      textCell(bounds === undefined ? "-" : boundsText(bounds)),
      classScoreCell(score, "dice"),
      classScoreCell(score, "precision"),
      classScoreCell(score, "recall"),
      textCell(countText(score.groundTruthArea)),
      textCell(countText(score.predictionArea)),
    ]);
  });
  const excluded = scores.classes.filter(({ isExcluded }) => isExcluded).map((score) => score.name);
  const whiskers =
    intervals === undefined
      ? ""
      : ` Whiskers: ${levelText(intervals.level)} interval (BCa bootstrap over images).`;
  const captionText = [
    `Dashed: the ${chosen.convention === "dataset" ? "" : "dataset "}mean, ${scoreText(scores.meanIou)}.`,
    whiskers,
    leftOutNote(scores.classes.length, "with the most pixels"),
    excluded.length > 0 && ` Left out of the mean: ${excluded.join(", ")}.`,
  ];
  return markup`<figure class="ordered">
<input type="radio" name="${key}-order" id="${key}-by-class" class="pick by-class" checked><label for="${key}-by-class">in class order</label>
<input type="radio" name="${key}-order" id="${key}-by-score" class="pick by-score"><label for="${key}-by-score">by score</label>
<div class="in-class-order">${bars(rows, "in class order")}</div><div class="in-score-order">${bars(byScore, "by score")}</div>
<figcaption>${captionText}</figcaption></figure>
${numbersBehind("The numbers of each class", scrollTable(`Scores of each class of ${modelName}`, HEAD, tableRows))}`;
}

import type { VNode } from "preact";
import { methodText } from "../view/intervalWords.js";
import { levelText, scoreText } from "../view/numberTexts.js";
import type { ModelView } from "../view/runView.js";
import { leftOutNote, shownClasses, unscoredWord } from "../view/shownClasses.js";
import type { PlotRow } from "./plots/RowPlot.js";
import { ScoreBars } from "./plots/ScoreBars.js";

interface ClassBarsProps {
  readonly model: ModelView;
  readonly palette: readonly string[];
  /** Begins the ids of its fields. */
  readonly id: string;
}

/** Each class's IoU as a bar with its interval, in the classes' order or by score. It needs no script. */
export function ClassBars({ model, palette, id }: ClassBarsProps): VNode {
  const { name, scores, chosen } = model;
  const intervals = model.intervals?.iou;
  const rows = shownClasses(scores.classes).map((score): PlotRow => {
    const bounds = intervals?.classes[score.classIndex]?.bounds;
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
  const bars = (ordered: readonly PlotRow[], order: string): VNode => (
    <ScoreBars
      label={`IoU of each class of ${name}, ${order}`}
      rows={ordered}
      mean={scores.meanIou}
      axis="IoU"
    />
  );
  const excluded = scores.classes.filter(({ isExcluded }) => isExcluded).map((score) => score.name);
  const captionText = [
    `Dashed: the ${chosen.convention === "dataset" ? "" : "dataset "}mean, ${scoreText(scores.meanIou)}.`,
    intervals === undefined
      ? ""
      : ` Whiskers: ${levelText(intervals.level)} interval (${methodText(intervals.mean, intervals)}).`,
    leftOutNote(scores.classes.length, "with the most pixels"),
    excluded.length > 0 ? ` Left out of the mean: ${excluded.join(", ")}.` : "",
  ].join("");
  return (
    <figure class="ordered">
      <input type="radio" name={`${id}-order`} id={`${id}-by-class`} class="pick by-class" defaultChecked />
      <label for={`${id}-by-class`}>in class order</label>
      <input type="radio" name={`${id}-order`} id={`${id}-by-score`} class="pick by-score" />
      <label for={`${id}-by-score`}>by score</label>
      <div class="in-class-order">{bars(rows, "in class order")}</div>
      <div class="in-score-order">{bars(byScore, "by score")}</div>
      <figcaption>{captionText}</figcaption>
    </figure>
  );
}

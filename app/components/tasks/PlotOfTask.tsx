import type { VNode } from "preact";
import { lengthText, scoreText } from "../../view/numberTexts.js";
import type { ScorePlot, TaskPlot } from "../../view/tasks/taskView.js";
import { ScoreBars } from "../plots/ScoreBars.js";
import { LinePlot } from "../plots/LinePlot.js";
import { MatrixOfTask } from "./MatrixOfTask.js";
import { QualityBars } from "./QualityBars.js";

interface PlotOfTaskProps {
  readonly plot: TaskPlot;
  readonly model: string;
}

/** Scores of a task's classes, as the task draws them. */
export function PlotOfTask({ plot, model }: PlotOfTaskProps): VNode {
  if (plot.kind === "quality") {
    return <QualityBars label={`Panoptic quality of each class of ${model}`} rows={plot.rows} />;
  }
  if (plot.kind === "lines") return <LinePlot plot={plot} label={`${plot.title} of ${model}`} />;
  if (plot.kind === "matrix") return <MatrixOfTask plot={plot} label={`${plot.title} of ${model}`} />;
  return <Scores plot={plot} model={model} />;
}

function Scores({ plot, model }: { readonly plot: ScorePlot; readonly model: string }): VNode {
  const { title, axis, mean, missing, isLength, note } = plot;
  const rows = plot.rows.map((row) => ({
    ...row,
    colour: undefined,
    missing: row.value === Infinity ? "infinite: one side is empty" : missing,
  }));
  const numbers = rows.flatMap(({ value, high }) => [value, high]).filter(Number.isFinite);
  const hasBounds = rows.some(({ low }) => Number.isFinite(low));
  const text = isLength ? lengthText : scoreText;
  return (
    <figure>
      <ScoreBars
        label={note === undefined ? `${axis} of each class of ${model}` : `${title}: ${axis}, of ${model}`}
        rows={rows}
        mean={mean}
        axis={axis}
        domain={[0, isLength ? Math.max(Number.MIN_VALUE, ...numbers) : 1]}
        text={text}
      />
      {note !== undefined && <figcaption>{note}</figcaption>}
      {note === undefined && rows.length > 1 && (
        <figcaption>
          {`Dashed: the mean of classes, ${text(mean)}.`}
          {hasBounds && " Whiskers: intervals over images."}
        </figcaption>
      )}
    </figure>
  );
}

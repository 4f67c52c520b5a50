import type { VNode } from "preact";
import { boundsText, countText, levelText } from "../view/numberTexts.js";
import { NO_COLOUR } from "../view/displayColours.js";
import type { ModelView } from "../view/runView.js";
import { leftOutNote, shownClasses } from "../view/shownClasses.js";
import { Bar, ScoreCell, TextCell } from "./cells.js";
import { ScrollTable } from "./ScrollTable.js";
import { Swatch } from "./Swatch.js";

/** Which classes are painted in pictures, and how that is changed. */
export interface ClassSwitch {
  readonly off: ReadonlySet<number>;
  readonly toggle: (classIndex: number) => void;
}

interface ClassTableProps {
  readonly model: ModelView;
  readonly palette: readonly string[];
  /** A bar beside each IoU: where no plot shows them. */
  readonly hasBars?: boolean;
  /** Undefined where there are no pictures to switch classes off in. */
  readonly painted?: ClassSwitch | undefined;
}

/** Each class with its scores and pixels. */
export function ClassTable({ model, palette, hasBars = false, painted }: ClassTableProps): VNode {
  const { scores } = model;
  const iou = model.intervals?.iou;
  const head = [
    "class",
    "IoU",
    ...(iou === undefined ? [] : [`${levelText(iou.level)} interval`]),
    ...["Dice", "precision", "recall", "truth px", "predicted px"],
    ...(painted === undefined ? [] : ["shown"]),
  ];
  return (
    <>
      <ScrollTable caption={`Scores of each class of ${model.name}`} head={head} class="classes">
        {shownClasses(scores.classes).map((score) => {
          const { classIndex, name } = score;
          return (
            <tr key={classIndex}>
              <th scope="row">
                <Swatch colour={palette[classIndex] ?? NO_COLOUR} />
                {name}
                {score.isExcluded && <span class="muted"> (left out of the mean)</span>}
              </th>
              <ScoreCell scores={score} metric="iou">
                {hasBars && <Bar value={score.iou} />}
              </ScoreCell>
              {iou !== undefined && (
                <td class="number muted">
                  {boundsText(iou.classes[classIndex]?.bounds ?? { low: NaN, high: NaN })}
                </td>
              )}
              <ScoreCell scores={score} metric="dice" />
              <ScoreCell scores={score} metric="precision" />
              <ScoreCell scores={score} metric="recall" />
              <TextCell>{countText(score.groundTruthArea)}</TextCell>
              <TextCell>{countText(score.predictionArea)}</TextCell>
              {painted !== undefined && (
                <td class="number">
                  <input
                    type="checkbox"
                    checked={!painted.off.has(classIndex)}
                    aria-label={`Show ${name} in the pictures`}
                    onChange={() => {
                      painted.toggle(classIndex);
                    }}
                  />
                </td>
              )}
            </tr>
          );
        })}
      </ScrollTable>
      {hasBars && leftOutNote(scores.classes.length, "with the most pixels") !== "" && (
        <p class="muted small">{leftOutNote(scores.classes.length, "with the most pixels")}</p>
      )}
    </>
  );
}

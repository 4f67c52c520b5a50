import type { VNode } from "preact";
import type { ClassScores } from "../../../src/measures/confusion/datasetScores.js";
import { boundsText, countText, scoreText } from "../../../app/view/numbers.js";
import type { ReportedModel } from "../../../app/view/reportedRun.js";
import { Key } from "../viewer/Viewer.js";

interface ClassTableProps {
  readonly model: ReportedModel;
  readonly palette: readonly string[];
  readonly off: ReadonlySet<number>;
  readonly toggle: (classIndex: number) => void;
  readonly canToggle: boolean;
}

/** Each class with its IoU and Dice; a class can be switched off in the pictures. */
export function ClassTable({ model, palette, off, toggle, canToggle }: ClassTableProps): VNode {
  const { scores, intervals } = model;
  const iouIntervals = intervals?.iou;
  return (
    <section aria-labelledby="classes-title">
      <h2 id="classes-title">Classes</h2>
      <div class="scroll">
        <table class="classes">
          <thead>
            <tr>
              <th scope="col">class</th>
              <th scope="col" colSpan={2}>
                IoU
              </th>
              {iouIntervals !== undefined && <th scope="col">95 % interval</th>}
              <th scope="col" class="number">
                Dice
              </th>
              <th scope="col" class="number">
                truth px
              </th>
              <th scope="col" class="number">
                predicted px
              </th>
              {canToggle && <th scope="col">shown</th>}
            </tr>
          </thead>
          <tbody>
            {scores.classes.map((score) => (
              <tr key={score.classIndex}>
                <th scope="row">
                  <Key colour={palette[score.classIndex] ?? "#808080"} />
                  {score.name}
                  {score.isExcluded && <span class="muted"> (left out of the mean)</span>}
                </th>
                <td class="number">
                  <Score score={score} metric="iou" />
                </td>
                <td class="bar-cell">
                  <Bar value={score.iou} />
                </td>
                {iouIntervals !== undefined && (
                  <td class="muted">
                    {boundsText(iouIntervals.classes[score.classIndex]?.bca ?? { low: NaN, high: NaN })}
                  </td>
                )}
                <td class="number">
                  <Score score={score} metric="dice" />
                </td>
                <td class="number">{countText(score.groundTruthArea)}</td>
                <td class="number">{countText(score.predictionArea)}</td>
                {canToggle && (
                  <td>
                    <input
                      type="checkbox"
                      checked={!off.has(score.classIndex)}
                      aria-label={`Show ${score.name} in the pictures`}
                      onChange={() => {
                        toggle(score.classIndex);
                      }}
                    />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** A score, or why there is none. */
function Score({ score, metric }: { readonly score: ClassScores; readonly metric: "iou" | "dice" }): VNode {
  const reason = score.undefinedBecause[metric];
  return reason === undefined ? <>{scoreText(score[metric])}</> : <span class="muted">{reason}</span>;
}

function Bar({ value }: { readonly value: number }): VNode {
  return (
    <span class="bar" aria-hidden="true">
      <span style={{ width: `${Number.isFinite(value) ? value * 100 : 0}%` }} />
    </span>
  );
}

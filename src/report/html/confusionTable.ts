import { entriesOf } from "../../core/entries.js";
import { formatCount } from "../numbers.js";
import type { ConfusionMatrix } from "../../types.js";
import type { ReportedModel } from "../reportedRun.js";
import { html, jsonBlock, type Markup } from "./markup.js";

/** More classes than these make a table that no one reads. */
const MAX_SHOWN = 40;

/** Images that are named behind a cell. */
const IMAGES_A_CELL = 10;

/** Classes of the table: all, or those with the most wrong pixels. */
export function shownClasses({ confusionMatrix }: ReportedModel): number[] {
  const { numClasses } = confusionMatrix;
  const wrong = new Float64Array(numClasses);
  for (const [cell, count] of entriesOf(confusionMatrix)) {
    const [t, p] = [Math.floor(cell / numClasses), cell % numClasses];
    if (t === p) continue;
    wrong[t] = (wrong[t] as number) + count;
    wrong[p] = (wrong[p] as number) + count;
  }
  return Array.from(wrong.keys())
    .sort((a, b) => (wrong[b] as number) - (wrong[a] as number) || a - b)
    .slice(0, MAX_SHOWN)
    .sort((a, b) => a - b);
}

/** The table, its switch, and the images behind its cells; `matrices` are the images', in their order. */
export function confusionTable(
  model: ReportedModel,
  matrices: readonly ConfusionMatrix[],
  key: string,
): Markup {
  const { confusionMatrix, scores } = model;
  const { numClasses } = confusionMatrix;
  const shown = shownClasses(model);
  const counts = new Map(entriesOf(confusionMatrix));
  const names = scores.classes.map(({ name }) => name);
  const rowSums = scores.classes.map(({ groundTruthArea }) => groundTruthArea);
  const columnSums = scores.classes.map(({ predictionArea }) => predictionArea);
  const cell = (t: number, p: number): Markup => {
    const count = counts.get(t * numClasses + p) ?? 0;
    const share = count / (rowSums[t] as number);
    const label = `truth ${names[t] as string}, predicted ${names[p] as string}: ${formatCount(count)} pixels, ${percent(share)} of the truth, ${percent(count / (columnSums[p] as number))} of the predicted`;
    return html`<td
      class="${t === p ? "hit" : "miss"}"
      style="--share:${shade(share)}"
      tabindex="-1"
      data-t="${t}"
      data-p="${p}"
      data-n="${count}"
      title="${label}"
      aria-label="${label}"
    >
      ${short(share)}
    </td>`;
  };
  return html`<div class="confusion" data-key="${key}">
    <fieldset class="switch">
      <legend>Shares</legend>
      ${[
        ["row", "of the truth (recall)"],
        ["column", "of the predicted (precision)"],
        ["count", "pixels"],
      ].map(
        ([value, text], i) =>
          html`<label
            ><input type="radio" name="share-${key}" value="${value}" ${i === 0 ? html` checked` : ""} />
            ${text}</label
          >`,
      )}
    </fieldset>
    ${shown.length < numClasses ? html`<p class="hint">The ${shown.length} classes with the most wrong pixels, of ${numClasses}.</p>` : ""}
    <div class="scroll">
      <table class="matrix">
        <caption>
          Rows are the truth, columns what was predicted; per cent, a dot is nothing. Arrow keys move, Enter
          tells the images behind a cell.
        </caption>
        <thead>
          <tr>
            <th></th>
            ${shown.map((p) => html`<th scope="col"><span>${names[p]}</span></th>`)}
          </tr>
        </thead>
        <tbody>
          ${shown.map(
            (t) =>
              html`<tr data-sum="${rowSums[t]}">
                <th scope="row">${names[t]}</th>
                ${shown.map((p) => cell(t, p))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <div class="behind" aria-live="polite">
      <p class="hint">Choose a cell to see which images it comes from.</p>
    </div>
    ${jsonBlock(`confusion-${key}`, {
      names,
      columnSums,
      images: model.images?.map(({ id }) => id ?? "(without an id)") ?? [],
      behind: imagesBehind(matrices, shown),
    })}
  </div>`;
}

/** Cell -> [image, pixels], the images with the most pixels first. */
function imagesBehind(
  matrices: readonly ConfusionMatrix[],
  shown: readonly number[],
): Record<number, (readonly [number, number])[]> {
  const isShown = new Set(shown);
  const byCell = new Map<number, [number, number][]>();
  matrices.forEach((matrix, image) => {
    for (const [cell, count] of entriesOf(matrix)) {
      const { numClasses } = matrix;
      if (count === 0 || !isShown.has(Math.floor(cell / numClasses)) || !isShown.has(cell % numClasses))
        continue;
      const images = byCell.get(cell);
      if (images === undefined) byCell.set(cell, [[image, count]]);
      else images.push([image, count]);
    }
  });
  return Object.fromEntries(
    [...byCell].map(([cell, images]) => [cell, images.sort((a, b) => b[1] - a[1]).slice(0, IMAGES_A_CELL)]),
  );
}

function percent(share: number): string {
  return Number.isNaN(share) ? "none" : `${(100 * share).toFixed(2)} %`;
}

/** Per cent in as few signs as possible. */
function short(share: number): string {
  if (Number.isNaN(share) || share === 0) return "·";
  const value = 100 * share;
  return value < 0.5 ? "<1" : value.toFixed(0);
}

function shade(share: number): string {
  return Number.isNaN(share) ? "0" : share.toFixed(3);
}

import type { Contributions } from "../../../src/scorers/segmentationStatistics.js";
import { type ConfusionView, confusionView, DEEP, MAX_SHOWN, opacityOf } from "../../view/confusionView.js";
import { jsonScript, type Markup, markup } from "./markup.js";
import { changeText, countText, percentText } from "../../view/numbers.js";
import type { ReportedModel } from "../../view/reported.js";
import { numberCell, scrollTable, tableRow, textCell } from "./tables.js";

/** The dearest confusions that are listed. */
const LISTED = 20;

const MODES = [
  ["row", "by row (recall)"],
  ["column", "by column (precision)"],
  ["count", "pixels"],
] as const;

/** What was called what. The table is whole without a script, by row; the script adds the other views and the images. */
export function confusionSection(model: ReportedModel, key: string): Markup {
  const view = confusionView(model);
  const { classes: scores } = model.scores;
  const names = view.classes.map((c) => scores[c]?.name ?? `class ${c}`);
  const isCut = scores.length > MAX_SHOWN;
  const data = {
    names,
    rowTotals: view.rowTotals,
    columnTotals: view.columnTotals,
    ids: view.ids,
    images: view.images,
  };
  const modes = MODES.map(
    ([mode, label], i) =>
      markup`<label><input type="radio" name="${key}-mode" value="${mode}"${i === 0 && markup` checked`}>${label}</label>`,
  );
  const heads = names.map((name) => markup`<th scope="col"><span>${name}</span></th>`);
  return markup`<figure class="confusion">
<div class="controls needs-script" role="radiogroup" aria-label="Cells show">${modes}</div>
<div class="scroll"><table class="matrix${names.length > 20 && " dense"}" role="grid" aria-label="Confusion matrix of ${model.name}: rows ground truth, columns prediction">
<thead><tr><th class="corner" scope="col">truth \\ prediction</th>${heads}<th scope="col" class="total"><span>truth px</span></th></tr></thead>
<tbody>${names.map((name, t) => matrixRow(view, name, t))}</tbody></table></div>
<p class="readout needs-script" aria-live="polite">Point at a cell, or walk with the arrow keys; press Enter for the images behind it.</p>
<div class="behind" hidden tabindex="-1"><h4></h4><ol></ol></div>
<figcaption>Rows are ground truth, columns prediction; <span class="unit">per cent of the row's pixels</span>. Shades grow with the root of the share, so that rare confusions show.${
    isCut &&
    ` Of ${countText(scores.length)} classes, the ${MAX_SHOWN} with the most wrong pixels; shares are of all pixels.`
  }</figcaption>
${jsonScript("confusion-data", data)}</figure>
${dearest(model.contributions)}`;
}

function matrixRow({ classes, pixels, rowTotals }: ConfusionView, name: string, t: number): Markup {
  const total = rowTotals[t] as number;
  const cells = classes.map((_, p) => {
    const count = pixels[t * classes.length + p] as number;
    // One cell takes the tabulator key; the arrow keys go on from there.
    const tab = t === 0 && p === 0 ? 0 : -1;
    const share = Math.sqrt(count / total);
    const kind = [t === p && "hit", count > 0 && share > DEEP && "deep"]
      .filter((word) => word !== false)
      .join(" ");
    const className = kind !== "" && markup` class="${kind}"`;
    if (count === 0) return markup`<td tabindex="${tab}"${className}></td>`;
    return markup`<td tabindex="${tab}"${className} data-n="${count}" style="--s: ${opacityOf(share).toFixed(3)}">${((100 * count) / total).toFixed(1)}</td>`;
  });
  return markup`<tr><th scope="row">${name}</th>${cells}<td class="total">${countText(total)}</td></tr>`;
}

function dearest(contributions: Contributions | undefined): Markup {
  if (contributions === undefined) return markup``;
  const { confusions } = contributions;
  if (confusions.length === 0) return markup`<p>No pixel has a wrong class.</p>`;
  const truthPixels = new Map<number, number>();
  for (const { groundTruth, pixels } of confusions) {
    truthPixels.set(groundTruth, (truthPixels.get(groundTruth) ?? 0) + pixels);
  }
  const rows = confusions
    .slice(0, LISTED)
    .map(({ text, pixels, cost, groundTruth }) =>
      tableRow(text, [
        numberCell(cost, changeText, "the mean is undefined"),
        numberCell(pixels, countText, ""),
        textCell(percentText(pixels / (truthPixels.get(groundTruth) as number))),
      ]),
    );
  const rest = confusions.length > LISTED && `; the first ${LISTED} of ${countText(confusions.length)}`;
  return markup`<h4>The dearest confusions</h4>
<p class="muted">What predicting exactly these pixels right would add to the mean IoU${rest}.</p>
${scrollTable("The dearest confusions", ["confusion", "would add", "pixels", "of the class's errors"], rows)}`;
}

import { formatBounds, formatCount } from "../numbers.js";
import type { ConfusionMatrix } from "../../types.js";
import type { ReportedModel } from "../reportedRun.js";
import { confusionTable } from "./confusionTable.js";
import { dataTable, figure, html, type Markup, score } from "./markup.js";
import { classBars, imageDistribution, spreadDots } from "./plots.js";

/** Rows of the images' table: more make a page heavy, and are in --csv. */
const MAX_IMAGES = 500;

const MAX_CONFUSIONS = 20;

/** Everything about one model; of several, all but the first are folded away. */
export function modelSections(
  model: ReportedModel,
  matrices: readonly ConfusionMatrix[],
  index: number,
  isBoard: boolean,
  document: Document,
): Markup {
  const content = html`${findings(model)}${classes(model, document)}
    <h3>Confusion of classes</h3>
    ${confusionTable(model, matrices, String(index))}${confusions(model)}
    ${images(model, document)}${spread(model, document)}`;
  return isBoard
    ? html`<section id="model-${index}">
        <details class="model" ${index === 0 ? html` open` : ""}>
          <summary><h2>${model.name}</h2></summary>
          ${content}
        </details>
      </section>`
    : html`<section id="model-${index}">
        <h2>Classes</h2>
        ${content}
      </section>`;
}

function findings({ findings: found }: ReportedModel): Markup {
  if (found.length === 0) return html``;
  return html`<h3>What the audit found</h3>
    <ul class="findings">
      ${found.map(({ severity, message }) => html`<li class="${severity}"><strong>${severity}</strong> ${message}</li>`)}
    </ul>`;
}

function classes(model: ReportedModel, document: Document): Markup {
  const { scores, intervals } = model;
  const table = dataTable(
    ["class", "IoU", "interval", "Dice", "precision", "recall", "truth px", "predicted px"],
    scores.classes.map((c) => {
      const bounds = intervals?.iou?.classes[c.classIndex]?.bca;
      const reason = c.undefinedBecause;
      return [
        c.name,
        score(c.iou, reason.iou),
        bounds === undefined ? "-" : formatBounds(bounds),
        score(c.dice, reason.dice),
        score(c.precision, reason.precision),
        score(c.recall, reason.recall),
        formatCount(c.groundTruthArea),
        formatCount(c.predictionArea),
      ];
    }),
  );
  return figure(
    classBars(model, document),
    intervals?.iou === undefined
      ? "IoU of each class."
      : `IoU of each class; whiskers are ${Number((intervals.iou.level * 100).toFixed(3))} % intervals.`,
    table,
  );
}

function confusions({ contributions, scores }: ReportedModel): Markup {
  if (contributions === undefined || contributions.confusions.length === 0) return html``;
  return html`<h3>What the confusions cost</h3>
    <p class="hint">What predicting these pixels right would add to the mean, all else as it is.</p>
    ${dataTable(
      ["confusion", "pixels", "cost"],
      contributions.confusions
        .slice(0, MAX_CONFUSIONS)
        .map(({ groundTruth, prediction, pixels, cost }) => [
          `${scores.classes[groundTruth]?.name ?? ""} taken for ${scores.classes[prediction]?.name ?? ""}`,
          formatCount(pixels),
          score(cost),
        ]),
    )}`;
}

function images({ images: all, contributions }: ReportedModel, document: Document): Markup {
  if (all === undefined || all.length < 2 || contributions === undefined) return html``;
  const means = all.map(({ meanIou }) => meanIou).filter((mean) => !Number.isNaN(mean));
  if (means.length === 0) return html``;
  const byId = new Map(all.map((image) => [image.id, image]));
  const rows = contributions.images.slice(0, MAX_IMAGES);
  const table = html`${all.length > rows.length ? html`<p class="hint">The ${rows.length} images that hold the mean down most, of ${formatCount(all.length)}; --csv --per-image has all.</p>` : ""}
    <label class="filter">Filter by name <input type="search" aria-label="filter images by name" /></label>
    <div class="scroll tall">
      <table class="data sortable">
        <thead>
          <tr>
            ${["image", "mean IoU", "pixel accuracy", "mean without it", "pixels"].map(
              (name, i) =>
                html`<th scope="col" ${i === 3 ? html` aria-sort="descending"` : ""}>
                  <button type="button">${name}</button>
                </th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${rows.map(({ id, score: own, changeWithout, pixelCount }) => {
            const image = byId.get(id);
            return html`<tr>
              <th scope="row">${id ?? "(without an id)"}</th>
              <td data-v="${own}">${score(own)}</td>
              <td data-v="${image?.pixelAccuracy ?? NaN}">${score(image?.pixelAccuracy ?? NaN)}</td>
              <td data-v="${changeWithout}">
                ${Number.isNaN(changeWithout) ? "-" : `${changeWithout >= 0 ? "+" : ""}${changeWithout.toFixed(6)}`}
              </td>
              <td data-v="${pixelCount}">${formatCount(pixelCount)}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>`;
  return html`<h3>Images</h3>
    ${figure(
      imageDistribution(means, median(means), document),
      "How many images have which mean IoU of their own.",
      table,
    )}`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] as number) + (sorted[Math.floor(middle)] as number)) / 2;
}

function spread(model: ReportedModel, document: Document): Markup {
  if (model.spread === undefined) return html``;
  const { rows, sentence } = model.spread;
  return html`<h3>The same masks by other tools' rules</h3>
    <p>${sentence}</p>
    ${figure(
      spreadDots(model.spread, document),
      "Mean IoU of this run by every convention.",
      dataTable(
        ["tool", "mean IoU", "rule"],
        rows.map(({ label, value, rule }) => [label, score(value), rule]),
      ),
    )}`;
}

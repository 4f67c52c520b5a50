import type { ImageScores } from "../../../src/measures/confusion/imageScores.js";
import { type Bin, distribution } from "./imagePlots.js";
import { type Markup, markup } from "./markup.js";
import { changeText, countText, scoreText } from "../../view/numbers.js";
import type { ReportedModel } from "../../view/reported.js";
import { numberCell, numbersBehind, scrollTable, tableRow, textCell } from "./tables.js";

/** Rows of the table of images. */
const LISTED = 500;

const BIN_WIDTHS = [0.01, 0.02, 0.05] as const;
const MAX_BINS = 25;

const COLUMNS = [
  ["image", "text"],
  ["mean IoU", "number"],
  ["pixel accuracy", "number"],
  ["change without it", "number"],
] as const;

/** How the images' own scores are spread, and which images they are. */
export function imageSection(model: ReportedModel, key: string, document: Document): Markup {
  const { images } = model;
  const values = images.map(({ meanIou }) => meanIou).filter(Number.isFinite);
  const unscored = images.length - values.length;
  const left =
    unscored > 0 &&
    ` ${countText(unscored)} of ${countText(images.length)} images have no score and are left out.`;
  return markup`${values.length === 0 ? markup`<p>No image has a score.</p>` : spreadOver(values, model.name, left, document)}
${imageTable(model, key)}`;
}

function spreadOver(
  values: readonly number[],
  name: string,
  left: string | false,
  document: Document,
): Markup {
  const median = medianOf(values);
  const bins = binsOf(values);
  const rows = bins.map(({ low, high, count }) =>
    tableRow(`${low.toFixed(2)} to ${high.toFixed(2)}`, [textCell(countText(count))]),
  );
  return markup`<figure>${distribution(document, `Mean IoU of ${countText(values.length)} images by ${name}, median ${scoreText(median)}`, values, bins, median)}
<figcaption>Each image by itself: its mean over the classes in its truth or prediction. Median ${scoreText(median)}.${left}</figcaption></figure>
${numbersBehind("The numbers of this plot", scrollTable("Images by mean IoU", ["mean IoU", "images"], rows))}`;
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] as number) + (sorted[Math.floor(middle)] as number)) / 2;
}

/** Bins of a round width from the lowest score to the highest; the last one holds its upper end. */
function binsOf(values: readonly number[]): Bin[] {
  const [lowest, highest] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [1, 0],
  );
  const width = BIN_WIDTHS.find((size) => (highest - lowest) / size < MAX_BINS - 1) ?? 0.05;
  // In whole bins, so that no edge is off by the last bit.
  const first = Math.min(Math.floor(lowest / width), Math.round(1 / width) - 1);
  const last = Math.max(first + 1, Math.min(Math.ceil(highest / width), Math.round(1 / width)));
  const counts = new Array<number>(last - first).fill(0);
  for (const value of values) {
    const bin = Math.min(Math.max(Math.floor(value / width) - first, 0), counts.length - 1);
    counts[bin] = (counts[bin] as number) + 1;
  }
  const edge = (bin: number): number => Number(((first + bin) * width).toFixed(2));
  return counts.map((count, bin) => ({ low: edge(bin), high: edge(bin + 1), count }));
}

interface ImageRow {
  readonly image: ImageScores;
  readonly changeWithout: number;
}

function imageTable({ images, contributions, name }: ReportedModel, key: string): Markup {
  const changes = new Map(contributions?.images.map(({ id, changeWithout }) => [id, changeWithout]));
  const rows = images.map((image): ImageRow => ({
    image,
    // Images without a name cannot be told apart.
    changeWithout: image.id === undefined ? NaN : (changes.get(image.id) ?? NaN),
  }));
  const isCut = rows.length > LISTED;
  const listed = isCut ? [...rows].sort(byChange).slice(0, LISTED) : rows;
  const head = COLUMNS.map(
    ([label, kind]) =>
      markup`<th scope="col"${kind === "number" && markup` class="num"`} data-kind="${kind}" aria-sort="none"><button type="button">${label}</button></th>`,
  );
  return markup`<div class="images"><h4>Every image</h4>
<p class="controls needs-script"><label>Filter
<input type="search" class="filter" id="${key}-filter" placeholder="part of a name" autocomplete="off"></label>
<span class="muted shown" aria-live="polite">${countText(listed.length)} shown</span></p>
${isCut && markup`<p class="muted">The ${LISTED} images of ${countText(rows.length)} whose absence would raise the mean most.</p>`}
<div class="scroll tall" tabindex="0" role="region" aria-label="Images"><table class="sortable">
<caption class="hidden">Scores of each image by ${name}</caption><thead><tr>${head}</tr></thead>
<tbody>${listed.map(imageRow)}</tbody></table></div></div>`;
}

/** The largest change first; without one, the worst image first. */
function byChange(a: ImageRow, b: ImageRow): number {
  const key = ({ changeWithout, image }: ImageRow): readonly [number, number] => [
    Number.isNaN(changeWithout) ? -Infinity : changeWithout,
    Number.isNaN(image.meanIou) ? Infinity : image.meanIou,
  ];
  const [[x, u], [y, v]] = [key(a), key(b)];
  return x === y ? (u === v ? 0 : u - v) : y - x;
}

function imageRow({ image, changeWithout }: ImageRow): Markup {
  const { id, meanIou, pixelAccuracy } = image;
  const why = "every pixel of the image is ignored";
  const noChange = id === undefined ? "the image has no name" : "the mean without it is undefined";
  return tableRow(id ?? "(unnamed)", [
    numberCell(meanIou, scoreText, why),
    numberCell(pixelAccuracy, scoreText, why),
    numberCell(changeWithout, changeText, noChange),
  ]);
}

import { entriesOf } from "../../src/counting/entries.js";
import type { ConfusionMatrix } from "../../src/types.js";

/** A matrix of more classes is no table that anybody reads. */
export const MAX_SHOWN = 40;

/** Shares from which on a cell is dark enough for light text; below, it is light enough for dark text. */
export const DEEP = 0.76;

/**
 * How opaque a cell's colour is, by the root of its share: there is a step at DEEP, since no text can be read on the
 * shades between.
 */
export function opacityOf(shade: number): number {
  return shade > DEEP ? 0.85 + (shade - DEEP) * 0.6 : Math.max(0.025, shade * 0.85);
}

/** Images that a cell lists. */
const LISTED = 10;

/** The part of a confusion matrix that is shown. */
export interface ConfusionView {
  /** Class indices, ascending. */
  readonly classes: readonly number[];
  /** classes x classes pixels, row-major; rows are ground truth. */
  readonly pixels: readonly number[];
  /** Pixels of each shown class in truth (predicted), of all cells, shown or not. */
  readonly rowTotals: readonly number[];
  readonly columnTotals: readonly number[];
  /** Pixels of each shown class that are predicted void, and missed; they are in the row totals. Undefined where none is. */
  readonly voids: readonly number[] | undefined;
  /** Ids that `images` points to. */
  readonly ids: readonly string[];
  /** Of each cell: how many images have such pixels, then place in ids and pixels of those with the most. */
  readonly images: readonly (readonly number[])[];
}

/** What a confusion matrix is made of: that of the run, and each image's own beside its id, if they were kept. */
export interface CountedMatrices {
  readonly confusionMatrix: ConfusionMatrix;
  readonly matrices: readonly ConfusionMatrix[];
  readonly ids: readonly (string | undefined)[];
}

export function confusionView({ confusionMatrix, matrices, ids: imageIds }: CountedMatrices): ConfusionView {
  const { numClasses, voidPredictions } = confusionMatrix;
  const totals = areas(confusionMatrix);
  const classes = shownClasses(totals);
  const place = new Map(classes.map((c, i) => [c, i]));
  const size = classes.length;
  const cellOf = (cell: number): number | undefined => {
    const t = place.get(Math.floor(cell / numClasses));
    const p = place.get(cell % numClasses);
    return t === undefined || p === undefined ? undefined : t * size + p;
  };
  const pixels = new Array<number>(size * size).fill(0);
  for (const [cell, count] of entriesOf(confusionMatrix)) {
    const shown = cellOf(cell);
    if (shown !== undefined) pixels[shown] = count;
  }
  const found: [row: number, pixels: number][][] = pixels.map(() => []);
  matrices.forEach((matrix, row) => {
    for (const [cell, count] of entriesOf(matrix)) {
      const shown = cellOf(cell);
      if (shown !== undefined) found[shown]?.push([row, count]);
    }
  });
  const ids: string[] = [];
  const placeOfRow = new Map<number, number>();
  const idPlace = (row: number): number => {
    const known = placeOfRow.get(row);
    if (known !== undefined) return known;
    placeOfRow.set(row, ids.length);
    return ids.push(imageIds[row] ?? "(unnamed image)") - 1;
  };
  return {
    classes,
    pixels,
    rowTotals: classes.map((c) => totals.groundTruth[c] as number),
    columnTotals: classes.map((c) => totals.prediction[c] as number),
    voids: voidPredictions?.some((count) => count > 0)
      ? classes.map((c) => voidPredictions[c] as number)
      : undefined,
    ids,
    images: found.map((rows) => [
      rows.length,
      ...rows
        .sort(([, a], [, b]) => b - a)
        .slice(0, LISTED)
        .flatMap(([row, count]) => [idPlace(row), count]),
    ]),
  };
}

interface Areas {
  readonly groundTruth: Float64Array;
  readonly prediction: Float64Array;
  readonly hits: Float64Array;
}

function areas(matrix: ConfusionMatrix): Areas {
  const { numClasses } = matrix;
  const [groundTruth, prediction, hits] = [
    // What is predicted void is of its true class, and of no predicted one.
    Float64Array.from(matrix.voidPredictions ?? new Float64Array(numClasses)),
    new Float64Array(numClasses),
    new Float64Array(numClasses),
  ];
  for (const [cell, count] of entriesOf(matrix)) {
    const [t, p] = [Math.floor(cell / numClasses), cell % numClasses];
    groundTruth[t] = (groundTruth[t] as number) + count;
    prediction[p] = (prediction[p] as number) + count;
    if (t === p) hits[t] = count;
  }
  return { groundTruth, prediction, hits };
}

/** All classes, or those with the most wrong pixels where there are too many. */
function shownClasses({ groundTruth, prediction, hits }: Areas): number[] {
  const wrong = hits.map((hit, c) => (groundTruth[c] as number) + (prediction[c] as number) - 2 * hit);
  return Array.from(wrong, (_, c) => c)
    .sort((a, b) => (wrong[b] as number) - (wrong[a] as number) || a - b)
    .slice(0, MAX_SHOWN)
    .sort((a, b) => a - b);
}

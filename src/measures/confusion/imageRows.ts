import { entriesOf } from "../../counting/entries.js";
import { addVoidPredictions } from "../../counting/addVoidPredictions.js";
import type { CountedRun, ImageTable } from "./countedRun.js";
import { addConfusion, emptyOverlapSums } from "../../counting/overlapSums.js";
import type { ConfusionMatrix } from "../../types.js";
import { classNamesOf, type ScorerSettings } from "./settings.js";

/** One image's counts: all that is kept of it. */
export interface ImageRow {
  readonly id: string | undefined;
  readonly weight: number;
  /** Sparse (with cells) where that takes less memory. */
  readonly matrix: ConfusionMatrix;
}

/** Bytes of an entry: a sparse one has its cell, too. */
const DENSE_BYTES = 8;
const SPARSE_BYTES = 12;

/** The total of more cells than this is kept sparse. */
const MAX_DENSE_CELLS = 2 ** 20;

/** The same counts in whichever form takes less memory. */
export function compact(matrix: ConfusionMatrix): ConfusionMatrix {
  const { numClasses } = matrix;
  const cellCount = numClasses * numClasses;
  let occupied = 0;
  for (const count of matrix.counts) if (count !== 0) occupied++;
  const isSparse = occupied * SPARSE_BYTES < cellCount * DENSE_BYTES;
  if (isSparse === (matrix.cells !== undefined)) return matrix;
  const counts = new Float64Array(isSparse ? occupied : cellCount);
  const cells = isSparse ? new Uint32Array(occupied) : undefined;
  let entry = 0;
  for (const [cell, count] of entriesOf(matrix)) {
    if (cells !== undefined) cells[entry] = cell;
    counts[cells === undefined ? cell : entry] = count;
    entry++;
  }
  return { ...matrix, counts, cells };
}

/** Sum of weight * matrix, in the order of the rows. */
export function totalOf(rows: readonly ImageRow[], numClasses: number): ConfusionMatrix {
  let ignoredCount = 0;
  let voids: Float64Array | undefined;
  for (const { weight, matrix } of rows) {
    ignoredCount += weight * matrix.ignoredCount;
    voids = addVoidPredictions(voids, matrix.voidPredictions, weight);
  }
  const more = voids === undefined ? {} : { voidPredictions: voids };
  if (numClasses * numClasses <= MAX_DENSE_CELLS) {
    const counts = new Float64Array(numClasses * numClasses);
    for (const { weight, matrix } of rows) {
      for (const [cell, count] of entriesOf(matrix)) {
        counts[cell] = (counts[cell] as number) + weight * count;
      }
    }
    return { numClasses, counts, ignoredCount, ...more };
  }
  const byCell = new Map<number, number>();
  for (const { weight, matrix } of rows) {
    for (const [cell, count] of entriesOf(matrix)) {
      byCell.set(cell, (byCell.get(cell) ?? 0) + weight * count);
    }
  }
  const cells = Uint32Array.from(byCell.keys()).sort();
  const counts = Float64Array.from(cells, (cell) => byCell.get(cell) as number);
  return { numClasses, counts, cells, ignoredCount, ...more };
}

/**
 * Rows in the one order in which anything is summed: by id (UTF-16 code units); those without an id come last, by their
 * counts, so that equal rows are all that can change places.
 */
export function inCanonicalOrder(rows: Iterable<ImageRow>): ImageRow[] {
  return [...rows].sort(compareRows);
}

function compareRows(a: ImageRow, b: ImageRow): number {
  if (a.id !== undefined && b.id !== undefined) return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  if (a.id !== undefined) return -1;
  if (b.id !== undefined) return 1;
  const heads = [a.weight - b.weight, a.matrix.ignoredCount - b.matrix.ignoredCount];
  const head = heads.find((difference) => difference !== 0);
  if (head !== undefined) return head;
  const theirs = entriesOf(b.matrix);
  for (const [cell, count] of entriesOf(a.matrix)) {
    const next = theirs.next();
    if (next.done === true) return 1;
    if (cell !== next.value[0]) return cell - next.value[0];
    if (count !== next.value[1]) return count - next.value[1];
  }
  if (theirs.next().done !== true) return -1;
  const [ours, others] = [a.matrix.voidPredictions, b.matrix.voidPredictions];
  for (let c = 0; c < a.matrix.numClasses; c++) {
    const difference = (ours?.[c] ?? 0) - (others?.[c] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Rows in canonical order as the table that scores are read from. */
export function tableOf(rows: readonly ImageRow[], numClasses: number): ImageTable {
  const sums = emptyOverlapSums(rows.length, numClasses);
  rows.forEach(({ matrix }, image) => {
    addConfusion(sums, image, matrix);
  });
  return {
    ids: rows.map(({ id }) => id),
    weights: Float64Array.from(rows, ({ weight }) => weight),
    sums,
    matrices: rows.map(({ matrix }) => matrix),
  };
}

/** The run of a state: its settings, its total and, where they are kept, its images. */
export function countedRun(
  settings: ScorerSettings,
  total: ConfusionMatrix,
  images: ImageTable | undefined,
): CountedRun {
  const { numClasses, ignoreIndex, excludeClasses, groups } = settings;
  const totalSums = emptyOverlapSums(1, numClasses);
  addConfusion(totalSums, 0, total);
  return {
    numClasses,
    classNames: classNamesOf(settings),
    ignoreIndex: ignoreIndex ?? undefined,
    excludeClasses,
    groups,
    total,
    totalSums,
    images,
  };
}

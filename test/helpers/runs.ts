import { addConfusionMatrices, emptyMatrix } from "../../src/counting/addConfusion.js";
import { countsOfCells } from "../../src/counting/confusionCells.js";
import type { CountedRun } from "../../src/measures/confusion/countedRun.js";
import { addConfusion, emptyOverlapSums } from "../../src/counting/overlapSums.js";
import { confusionMatrix } from "../../src/counting/confusionMatrix.js";
import type { ConfusionMatrix, Labels } from "../../src/types.js";

export interface RunImage {
  readonly groundTruth: Labels;
  readonly prediction: Labels;
  readonly weight?: number;
}

export interface RunOptions {
  readonly numClasses: number;
  readonly ignoreIndex?: number;
  readonly excludeClasses?: readonly number[];
  readonly classNames?: readonly string[];
}

/** Counts label maps as a scorer does: one matrix an image, and their weighted sum. */
export function runOf(images: readonly RunImage[], options: RunOptions): CountedRun {
  const { numClasses, ignoreIndex, excludeClasses = [] } = options;
  const matrices = images.map(({ groundTruth, prediction }) =>
    confusionMatrix(groundTruth, prediction, { numClasses, ignoreIndex }),
  );
  const weights = Float64Array.from(images, ({ weight = 1 }) => weight);
  const total = matrices
    .map((matrix, image) => scaled(matrix, weights[image] as number))
    .reduce((sum, matrix) => addConfusionMatrices(sum, matrix), emptyMatrix(numClasses));
  const totalSums = emptyOverlapSums(1, numClasses);
  addConfusion(totalSums, 0, total);
  const sums = emptyOverlapSums(images.length, numClasses);
  matrices.forEach((matrix, image) => {
    addConfusion(sums, image, matrix);
  });
  return {
    numClasses,
    classNames: options.classNames ?? Array.from({ length: numClasses }, (_, c) => `c${c}`),
    ignored: ignoreIndex === undefined ? [] : [ignoreIndex],
    excludeClasses,
    groups: [],
    total,
    totalSums,
    images: { ids: images.map((_, image) => `image ${image}`), weights, clusters: [], sums, matrices },
  };
}

/** An image that stands there `weight` times. */
function scaled(
  { numClasses, counts, cells, ignoredCount }: ConfusionMatrix,
  weight: number,
): ConfusionMatrix {
  const byCell = new Map<number, number>();
  counts.forEach((count, i) => {
    if (count !== 0) byCell.set(cells === undefined ? i : (cells[i] as number), count * weight);
  });
  return { numClasses, ...countsOfCells(byCell, numClasses), ignoredCount: ignoredCount * weight };
}

import type { ClassTable, OverlapSums } from "../../types.js";

// The tutorial's arithmetic, from sums to one number: reference/metrics_np.py, line by line.

/** Added to both sides of every ratio, so that an absent class divides by something. */
export const SMOOTH = 0.001;

export type OverlapMetric = "iou" | "dice";

/** iou = (I + smooth) / (U + smooth); dice = (2 I + smooth) / (T + P + smooth); one value an image and class. */
export function smoothedScores(sums: OverlapSums, metric: OverlapMetric): Float64Array {
  return sums.intersection.map((intersection, i) => {
    const areas = (sums.groundTruthArea[i] as number) + (sums.predictionArea[i] as number);
    return metric === "iou"
      ? (intersection + SMOOTH) / (areas - intersection + SMOOTH)
      : (2 * intersection + SMOOTH) / (areas + SMOOTH);
  });
}

/** 1 where the class is in the image, in truth or in prediction (union != 0), else 0. */
export function presenceMask(sums: OverlapSums): Float64Array {
  return sums.intersection.map((intersection, i) => {
    const areas = (sums.groundTruthArea[i] as number) + (sums.predictionArea[i] as number);
    return areas - intersection !== 0 ? 1 : 0;
  });
}

export interface MeanClassOptions {
  /** Leave the last class (the background, in the tutorial) out. */
  readonly drop_last: boolean;
  readonly mean_per_class: boolean;
  /** Average everything, present or not. */
  readonly naive: boolean;
  readonly smooth: number;
}

/**
 * The tutorial's mean over images, then classes. `mask` and `metric` are batch x classes.
 * Not naive: each class over the images that have it, then over the classes that are there at all; NaN
 * when none is. Per class, not naive: (sum(metric * mask) + smooth) / (sum(mask) + 0.001).
 */
export function meanOverClasses(
  mask: ClassTable,
  metric: ClassTable,
  { drop_last, mean_per_class, naive, smooth }: MeanClassOptions,
): number | Float64Array {
  const [batchSize, numClasses] = metric.shape;
  const keptClasses = drop_last && numClasses > 1 ? numClasses - 1 : numClasses;
  const perClass = new Float64Array(keptClasses);
  let sumOfAll = 0;
  let sumOfMeans = 0;
  let presentClasses = 0;
  for (let c = 0; c < keptClasses; c++) {
    let sum = 0;
    let presentSum = 0;
    let imagesPresent = 0;
    for (let image = 0; image < batchSize; image++) {
      const score = metric.data[image * numClasses + c] as number;
      const present = mask.data[image * numClasses + c] as number;
      sum += score;
      presentSum += score * present;
      imagesPresent += present;
    }
    perClass[c] = naive ? sum / batchSize : (presentSum + smooth) / (imagesPresent + SMOOTH);
    sumOfAll += sum;
    if (imagesPresent !== 0) {
      sumOfMeans += presentSum / imagesPresent;
      presentClasses++;
    }
  }
  if (mean_per_class) return perClass;
  return naive ? sumOfAll / (batchSize * keptClasses) : sumOfMeans / presentClasses;
}

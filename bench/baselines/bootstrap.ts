import { RandomStream } from "../../src/statistics/random.js";
import type { ImagesRun } from "../../src/measures/confusion/confusionSet.js";

/**
 * The lower bound of the mean IoU's 95 % percentile interval as one would write it down: draw images, add up their counts,
 * score, sort. The same draws as the library's.
 */
export function plainLowerBound(
  { numClasses, images: { ids, sums } }: ImagesRun,
  { resamples, seed }: { readonly resamples: number; readonly seed: number },
): number {
  const random = new RandomStream(seed);
  const means: number[] = [];
  for (let resample = 0; resample < resamples; resample++) {
    const [hit, truth, predicted] = [0, 1, 2].map(() => new Float64Array(numClasses)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    for (let draw = 0; draw < ids.length; draw++) {
      const first = random.below(ids.length) * numClasses;
      for (let c = 0; c < numClasses; c++) {
        hit[c] = (hit[c] as number) + (sums.intersection[first + c] as number);
        truth[c] = (truth[c] as number) + (sums.groundTruthArea[first + c] as number);
        predicted[c] = (predicted[c] as number) + (sums.predictionArea[first + c] as number);
      }
    }
    let sum = 0;
    for (let c = 0; c < numClasses; c++) {
      sum += (hit[c] as number) / ((truth[c] as number) + (predicted[c] as number) - (hit[c] as number));
    }
    means.push(sum / numClasses);
  }
  means.sort((a, b) => a - b);
  const place = 0.025 * (resamples - 1);
  const low = means[Math.floor(place)] as number;
  return low + ((means[Math.floor(place) + 1] as number) - low) * (place - Math.floor(place));
}

import type { MeasuredImage, ScoredSet } from "../measures/measure.js";
import { descending } from "./descending.js";
import { totalOf } from "./resampling.js";

/** What one image does to a set's first value. */
export interface ImageContribution {
  /** Its place in the set. */
  readonly image: number;
  /** The image's own value; NaN where it has none. */
  readonly score: number;
  /** What leaving the image out adds to the value, exactly: above 0 where the image drags it down. */
  readonly changeWithout: number;
}

/** The first value of a set, and what each image does to it, in the set's order. */
export function imageContributions(set: ScoredSet): {
  readonly mean: number;
  readonly images: readonly ImageContribution[];
} {
  const total = totalOf(set);
  const out = new Float64Array(set.values.length);
  total.scoreInto(out);
  const mean = out[0] as number;
  const part = set.combination();
  const images = Array.from({ length: set.imageCount }, (_, image): ImageContribution => {
    part.set(total);
    part.add(image, -1);
    part.scoreInto(out);
    const without = out[0] as number;
    part.clear();
    part.add(image, 1);
    part.scoreInto(out);
    return { image, score: out[0] as number, changeWithout: without - mean };
  });
  return { mean, images };
}

/**
 * The same of images by their ids: the one whose absence would raise the value most comes first.
 *
 * @param isLength the lower the better: the one whose absence would lower the value most comes first
 */
export function namedContributions(
  set: ScoredSet,
  images: readonly MeasuredImage<unknown>[],
  isLength = false,
): {
  readonly mean: number;
  readonly images: readonly (Omit<ImageContribution, "image"> & { readonly id: string | undefined })[];
} {
  const { mean, images: contributions } = imageContributions(set);
  const sign = isLength ? -1 : 1;
  return {
    mean,
    images: contributions
      .map(({ image, score, changeWithout }) => ({ id: images[image]?.id, score, changeWithout }))
      .sort((a, b) => descending(sign * a.changeWithout, sign * b.changeWithout)),
  };
}

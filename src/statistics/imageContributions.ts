import type { MeasuredImage, ScoredSet } from "../measures/measure.js";
import { byClusters, type Cluster, type Clustered, clustersOf } from "./clusteredSet.js";
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

/** What the images of one cluster do together. */
export interface ClusterContribution {
  /** undefined: an image of none. */
  readonly cluster: string | undefined;
  readonly imageCount: number;
  /** The value of these images alone; NaN where they have none. */
  readonly score: number;
  /** What leaving them all out adds to the value, exactly. */
  readonly changeWithout: number;
}

/**
 * The clusters of a set: the one whose absence would raise the value most comes first; nothing where there are none.
 *
 * @param isLength the lower the better: the one whose absence would lower the value most comes first
 */
export function clusterContributions(
  set: ScoredSet,
  images: readonly Clustered[],
  isLength = false,
): { readonly clusters?: readonly ClusterContribution[] } {
  const sign = isLength ? -1 : 1;
  const clusters = clustersOf(images);
  if (clusters === undefined) return {};
  const all = imageContributions(byClusters(set, images)).images.map(
    ({ image: place, score, changeWithout }): ClusterContribution => {
      const { name, images: own } = clusters[place] as Cluster;
      return { cluster: name, imageCount: own.length, score, changeWithout };
    },
  );
  return { clusters: all.sort((a, b) => descending(sign * a.changeWithout, sign * b.changeWithout)) };
}

/**
 * The same of images by their ids, and of their clusters: the one whose absence would raise the value most comes first.
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
  readonly clusters?: readonly ClusterContribution[];
} {
  const { mean, images: contributions } = imageContributions(set);
  const sign = isLength ? -1 : 1;
  return {
    mean,
    images: contributions
      .map(({ image, score, changeWithout }) => ({ id: images[image]?.id, score, changeWithout }))
      .sort((a, b) => descending(sign * a.changeWithout, sign * b.changeWithout)),
    ...clusterContributions(set, images, isLength),
  };
}

import type { Combination, Exchange, ScoredSet, ScoredValue } from "../measures/measure.js";

/** What is asked of images for their clusters. */
export interface Clustered {
  /** Images of one cluster are drawn, exchanged and left out together; undefined: it stands by itself. */
  readonly cluster?: string | undefined;
}

/** A cluster's name, undefined where it is one image that stands by itself, and its images by their places. */
export interface Cluster {
  readonly name: string | undefined;
  readonly images: readonly number[];
}

/** In the order of their first images; undefined where no image names one. */
export function clustersOf(images: readonly Clustered[]): Cluster[] | undefined {
  if (images.every(({ cluster }) => cluster === undefined)) return undefined;
  const named = new Map<string, number[]>();
  const all: Cluster[] = [];
  images.forEach(({ cluster: name }, image) => {
    const known = name === undefined ? undefined : named.get(name);
    if (known !== undefined) {
      known.push(image);
      return;
    }
    const own = [image];
    if (name !== undefined) named.set(name, own);
    all.push({ name, images: own });
  });
  return all;
}

/** A set whose images are drawn, exchanged and left out by clusters; the set itself where there are none. */
export function byClusters(set: ScoredSet, images: readonly Clustered[]): ScoredSet {
  const clusters = clustersOf(images);
  return clusters === undefined ? set : new ClusteredSet(set, clusters);
}

/** How many clusters a set is drawn by, for what tells of it; nothing where it is drawn by images. */
export function clusterCountOf({ unit, imageCount }: ScoredSet): { readonly clusterCount?: number } {
  return unit === undefined ? {} : { clusterCount: imageCount };
}

class ClusteredSet implements ScoredSet {
  readonly unit = "cluster";
  readonly imageCount: number;
  readonly values: readonly ScoredValue[];

  constructor(
    readonly set: ScoredSet,
    readonly clusters: readonly Cluster[],
  ) {
    this.imageCount = clusters.length;
    this.values = set.values;
  }

  combination(): ClusterCombination {
    return new ClusterCombination(this.set, this.clusters);
  }

  exchangeWith(other: ClusteredSet): Exchange {
    const exchange = this.set.exchangeWith(other.set);
    return {
      clear: () => {
        exchange.clear();
      },
      swap: (cluster) => {
        for (const image of this.clusters[cluster]?.images ?? []) exchange.swap(image);
      },
      scoreInto: (first, second) => {
        exchange.scoreInto(first, second);
      },
    };
  }
}

class ClusterCombination implements Combination {
  readonly #images: Combination;
  readonly #clusters: readonly Cluster[];
  readonly #times: Float64Array;

  constructor(set: ScoredSet, clusters: readonly Cluster[]) {
    this.#images = set.combination();
    this.#clusters = clusters;
    this.#times = new Float64Array(set.imageCount);
  }

  clear(): void {
    this.#images.clear();
  }

  set(other: ClusterCombination): void {
    this.#images.set(other.#images);
  }

  add(cluster: number, times: number): void {
    for (const image of this.#clusters[cluster]?.images ?? []) this.#images.add(image, times);
  }

  addEach(times: Float64Array): void {
    this.#clusters.forEach(({ images }, cluster) => {
      for (const image of images) this.#times[image] = times[cluster] as number;
    });
    this.#images.addEach(this.#times);
  }

  scoreInto(out: Float64Array): void {
    this.#images.scoreInto(out);
  }
}

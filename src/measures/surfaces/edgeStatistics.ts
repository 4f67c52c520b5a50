import type { EdgePoints } from "../../volumes/surfaceRequest.js";
import { mergedOrder, orderOf, type OrderedDistances, selectAscending } from "./order.js";

/** How far an edge is from the other, point by point, each of some weight: all of 1, or the length or area of its surfel. */
export interface WeightedDistances {
  readonly distances: Float64Array;
  /** undefined: 1 each. */
  readonly weights: Float64Array | undefined;
}

/** The weights of an edge's points; `weightOf` is by code. */
export function weighted({ distances, codes }: EdgePoints, weightOf: Float64Array): WeightedDistances {
  if (codes === undefined) return { distances, weights: undefined };
  const weights = new Float64Array(codes.length);
  for (let i = 0; i < codes.length; i++) weights[i] = weightOf[codes[i] as number] as number;
  return { distances, weights };
}

export function greatest({ distances }: WeightedDistances): number {
  let most = -Infinity;
  for (const distance of distances) if (distance > most) most = distance;
  return most;
}

export function totalWeight({ distances, weights }: WeightedDistances): number {
  return weights === undefined ? distances.length : weights.reduce((sum, weight) => sum + weight, 0);
}

/** Weight times distance, summed. */
export function weightedSum({ distances, weights }: WeightedDistances): number {
  let sum = 0;
  for (let i = 0; i < distances.length; i++) {
    sum += (distances[i] as number) * (weights === undefined ? 1 : (weights[i] as number));
  }
  return sum;
}

/** The weight of points that are at most `tolerance` away. */
export function weightWithin({ distances, weights }: WeightedDistances, tolerance: number): number {
  let sum = 0;
  for (let i = 0; i < distances.length; i++) {
    if ((distances[i] as number) <= tolerance) sum += weights === undefined ? 1 : (weights[i] as number);
  }
  return sum;
}

/** Percentiles of two edges: the greater of both, and that of both as one. Each has a point at least. */
export function percentilesOf(
  a: WeightedDistances,
  b: WeightedDistances,
  percentile: number,
): { readonly greater: number; readonly ofBoth: number } {
  if (percentile === 100) {
    const most = Math.max(greatest(a), greatest(b));
    return { greater: most, ofBoth: most };
  }
  if (a.weights === undefined || b.weights === undefined) {
    const both = new Float64Array(a.distances.length + b.distances.length);
    both.set(a.distances);
    both.set(b.distances, a.distances.length);
    const [one, other, ofBoth] = [a.distances, b.distances, both].map((distances) =>
      linearPercentile(distances, percentile),
    ) as [number, number, number];
    return { greater: Math.max(one, other), ofBoth };
  }
  const [first, second] = [orderOf(a.distances, a.weights), orderOf(b.distances, b.weights)];
  return {
    greater: Math.max(weightedPercentile(first, percentile), weightedPercentile(second, percentile)),
    ofBoth: weightedPercentile(mergedOrder(first, second), percentile),
  };
}

/** NumPy's linear interpolation between the two values next to the place that a percentile has among n - 1 steps. */
function linearPercentile(distances: Float64Array, percentile: number): number {
  const place = (percentile / 100) * (distances.length - 1);
  const below = Math.floor(place);
  const [low, high] = selectAscending(distances, below);
  const share = place - below;
  const step = high - low;
  return share >= 0.5 ? high - step * (1 - share) : low + step * share;
}

/**
 * google-deepmind/surface-distance's rule: of the points in the order of distance, then weight, the first at which the sum of
 * weights reaches the share of all.
 */
function weightedPercentile({ distances, weights }: OrderedDistances, percentile: number): number {
  const total = pairwiseSum(weights, 0, weights.length);
  let place = 0;
  let sum = weights[0] as number;
  while (place + 1 < weights.length && sum / total < percentile / 100) {
    place++;
    sum += weights[place] as number;
  }
  return distances[place] as number;
}

/** NumPy adds so few numbers eight by eight, and halves longer rows. Its last bit decides where a sum is just the share. */
const BLOCK = 128;

/** The sum as NumPy has it to the last bit: of pairs of pairs, eight abreast. */
function pairwiseSum(values: Float64Array, start: number, length: number): number {
  if (length < 8) {
    let sum = length === 0 ? 0 : (values[start] as number);
    for (let i = 1; i < length; i++) sum += values[start + i] as number;
    return sum;
  }
  if (length > BLOCK) {
    const half = Math.floor(length / 2);
    const first = half - (half % 8);
    return pairwiseSum(values, start, first) + pairwiseSum(values, start + first, length - first);
  }
  const sums = values.slice(start, start + 8);
  let i = 8;
  for (; i < length - (length % 8); i += 8) {
    for (let lane = 0; lane < 8; lane++)
      sums[lane] = (sums[lane] as number) + (values[start + i + lane] as number);
  }
  const pair = (lane: number): number => (sums[lane] as number) + (sums[lane + 1] as number);
  let sum = pair(0) + pair(2) + (pair(4) + pair(6));
  for (; i < length; i++) sum += values[start + i] as number;
  return sum;
}

import type { EdgePoints } from "../../volumes/surfaceRequest.js";
import { ascendingKeys, selectAscending } from "./order.js";

/** How far an edge is from the other, point by point, each of some weight: all of 1, or the length or area of its surfel. */
export interface WeightedDistances {
  readonly distances: Float64Array;
  /** undefined: 1 each. */
  readonly weights: Float64Array | undefined;
}

/** The weights of an edge's points; `weightOf` is by code. */
export function weighted({ distances, codes }: EdgePoints, weightOf: Float64Array): WeightedDistances {
  return {
    distances,
    weights: codes === undefined ? undefined : Float64Array.from(codes, (code) => weightOf[code] as number),
  };
}

/** Both edges as one. */
export function pooled(a: WeightedDistances, b: WeightedDistances): WeightedDistances {
  return {
    distances: joined(a.distances, b.distances),
    weights: a.weights && b.weights && joined(a.weights, b.weights),
  };
}

function joined(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
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

/** The percentile of the distances, by the rule of whoever weights them so. There must be one at least. */
export function percentileOf(edge: WeightedDistances, percentile: number): number {
  if (percentile === 100) return greatest(edge);
  return edge.weights === undefined
    ? linearPercentile(edge.distances, percentile)
    : weightedPercentile(edge.distances, edge.weights, percentile);
}

/** NumPy's linear interpolation between the two values next to the place that a percentile has among n - 1 steps. */
function linearPercentile(distances: Float64Array, percentile: number): number {
  const place = (percentile / 100) * (distances.length - 1);
  const below = Math.floor(place);
  const [low, high] = selectAscending(distances, below);
  const share = place - below;
  if (low === high) return low;
  const step = high - low;
  return share >= 0.5 ? high - step * (1 - share) : low + step * share;
}

/**
 * google-deepmind/surface-distance's rule: of the points in the order of distance, then weight, the first at which the sum of
 * weights reaches the share of all.
 */
function weightedPercentile(distances: Float64Array, weights: Float64Array, percentile: number): number {
  const keys = ascendingKeys(distances, weights);
  const total = pairwiseSum(keys.weights, 0, keys.weights.length);
  let sum = 0;
  for (let i = 0; i < keys.weights.length; i++) {
    sum += keys.weights[i] as number;
    if (sum / total >= percentile / 100) return keys.distances[i] as number;
  }
  return keys.distances.at(-1) as number;
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
  const [a, b, c, d, e, f, g, h] = sums as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  let sum = a + b + (c + d) + (e + f + (g + h));
  for (; i < length; i++) sum += values[start + i] as number;
  return sum;
}

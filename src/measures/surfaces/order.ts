/**
 * The value at a place of the ascending order and the one behind it (at the end the same again), without sorting: the
 * selection of Hoare, of a copy. At least one value, no NaN.
 */
export function selectAscending(values: Float64Array, place: number): [low: number, high: number] {
  const copy = values.slice();
  let [left, right] = [0, copy.length - 1];
  while (left < right) {
    const pivot = medianOf(copy[left] as number, copy[(left + right) >> 1] as number, copy[right] as number);
    let [i, j] = [left, right];
    while (i <= j) {
      while ((copy[i] as number) < pivot) i++;
      while ((copy[j] as number) > pivot) j--;
      if (i <= j) {
        const moved = copy[i] as number;
        copy[i] = copy[j] as number;
        copy[j] = moved;
        i++;
        j--;
      }
    }
    // left..j is at most the pivot, i..right at least; what is between them is the pivot.
    if (place <= j) right = j;
    else if (place >= i) left = i;
    else break;
  }
  let next = Infinity;
  for (let i = place + 1; i < copy.length; i++) next = Math.min(next, copy[i] as number);
  const low = copy[place] as number;
  return [low, place + 1 < copy.length ? next : low];
}

function medianOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

/** Distances and weights in the order of distance, then weight. */
export interface OrderedDistances {
  readonly distances: Float64Array;
  readonly weights: Float64Array;
}

/** Sorts distances with their weights. Neither is negative or NaN. */
export function orderOf(given: Float64Array, weights: Float64Array): OrderedDistances {
  // Many points are equally far: each is put among its equals, and only the weights of these are sorted.
  const distances = given.slice().sort();
  const filled = new Uint32Array(distances.length);
  const ordered = new Float64Array(distances.length);
  for (let i = 0; i < given.length; i++) {
    const first = firstOf(distances, given[i] as number);
    ordered[first + (filled[first] as number)] = weights[i] as number;
    filled[first] = (filled[first] as number) + 1;
  }
  for (let first = 0; first < distances.length; first += filled[first] as number) {
    const count = filled[first] as number;
    if (count > 1) ordered.subarray(first, first + count).sort();
  }
  return { distances, weights: ordered };
}

/** Where the first of the equals of a value stands in an ascending list that has it. */
function firstOf(list: Float64Array, value: number): number {
  let [low, high] = [0, list.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Two orders as one. */
export function mergedOrder(a: OrderedDistances, b: OrderedDistances): OrderedDistances {
  const length = a.distances.length + b.distances.length;
  const merged = { distances: new Float64Array(length), weights: new Float64Array(length) };
  let [i, j] = [0, 0];
  for (let place = 0; place < length; place++) {
    const isFirst = j >= b.distances.length || (i < a.distances.length && isBefore(a, i, b, j));
    const [from, at] = isFirst ? [a, i++] : [b, j++];
    merged.distances[place] = from.distances[at] as number;
    merged.weights[place] = from.weights[at] as number;
  }
  return merged;
}

function isBefore(a: OrderedDistances, i: number, b: OrderedDistances, j: number): boolean {
  const [ours, theirs] = [a.distances[i] as number, b.distances[j] as number];
  return ours < theirs || (ours === theirs && (a.weights[i] as number) <= (b.weights[j] as number));
}

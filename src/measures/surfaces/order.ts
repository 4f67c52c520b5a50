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

/** Distances and weights in the order of distance, then weight. Neither is negative or NaN. */
export function ascendingKeys(
  distances: Float64Array,
  weights: Float64Array,
): { readonly distances: Float64Array; readonly weights: Float64Array } {
  // Both take few values. By their places among these they are one number, and numbers sort fast.
  const kinds = distinct(weights.slice().sort());
  const steps = distinct(distances.slice().sort());
  const keys = distances.map(
    (distance, i) => placeIn(steps, distance) * kinds.length + placeIn(kinds, weights[i] as number),
  );
  keys.sort();
  return {
    distances: keys.map((key) => steps[Math.floor(key / kinds.length)] as number),
    weights: keys.map((key) => kinds[key % kinds.length] as number),
  };
}

function distinct(sorted: Float64Array): Float64Array {
  return sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
}

/** Where a value stands in an ascending list that has it. */
function placeIn(list: Float64Array, value: number): number {
  let [low, high] = [0, list.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

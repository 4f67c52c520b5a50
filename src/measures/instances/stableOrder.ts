/** Bits a pass: three passes sort by one half of a float64, six by all of it. */
const DIGIT_BITS = 11;
const DIGITS = 2 ** DIGIT_BITS;
const PASSES = 3;

/** So many numbers that are equal in their upper half are put in order by insertion. */
const FEW = 32;

/**
 * Places of scores, the highest first; equal ones stay in their order. By radix, so that half a million take no half second:
 * the bits of a float64, the sign's sense turned, sort as it does. Their upper half tells nearly all scores apart, which leaves
 * little to do; where it does not, the lower half is sorted by first.
 *
 * @param scores no -0 among them, which would come behind 0
 */
export function stableOrder(scores: Float64Array): Uint32Array {
  const count = scores.length;
  const words = new Uint32Array(scores.slice().buffer);
  const isLittle = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
  const [lowAt, highAt] = isLittle ? [0, 1] : [1, 0];
  const [low, high, start] = [new Uint32Array(count), new Uint32Array(count), new Uint32Array(count)];
  for (let i = 0; i < count; i++) {
    const lower = words[2 * i + lowAt] as number;
    const upper = words[2 * i + highAt] as number;
    // Falling order: of numbers above 0 all bits but the sign are turned, of numbers below none.
    const flip = upper >>> 31 === 0;
    low[i] = flip ? ~lower : lower;
    high[i] = flip ? ~upper & 0x7fffffff : upper;
    start[i] = i;
  }
  const order = sortedBy(high, start);
  return orderTies(order, high, low) ? order : sortedBy(high, sortedBy(low, start));
}

/** Puts places whose upper halves are equal in order, in place. False where some are too many for that. */
function orderTies(order: Uint32Array, high: Uint32Array, low: Uint32Array): boolean {
  let first = 0;
  for (let i = 1; i < order.length; i++) {
    const place = order[i] as number;
    if (high[place] !== high[order[first] as number]) {
      first = i;
      continue;
    }
    const lower = low[place] as number;
    let k = i;
    for (; k > first && (low[order[k - 1] as number] as number) > lower; k--)
      order[k] = order[k - 1] as number;
    order[k] = place;
    if (i - k > FEW) return false;
  }
  return true;
}

/** Places in the order of their keys; those of equal keys stay as they are. */
function sortedBy(keys: Uint32Array, places: Uint32Array): Uint32Array {
  const count = places.length;
  let order = places;
  let [next, other] = [new Uint32Array(count), new Uint32Array(count)];
  const starts = new Uint32Array(DIGITS);
  for (let pass = 0; pass < PASSES; pass++) {
    const shift = pass * DIGIT_BITS;
    starts.fill(0);
    for (let i = 0; i < count; i++) {
      const digit = ((keys[i] as number) >>> shift) & (DIGITS - 1);
      starts[digit] = (starts[digit] as number) + 1;
    }
    if (count === 0 || starts[((keys[0] as number) >>> shift) & (DIGITS - 1)] === count) continue;
    let sum = 0;
    for (let digit = 0; digit < DIGITS; digit++) {
      const size = starts[digit] as number;
      starts[digit] = sum;
      sum += size;
    }
    for (let i = 0; i < count; i++) {
      const place = order[i] as number;
      const digit = ((keys[place] as number) >>> shift) & (DIGITS - 1);
      const to = starts[digit] as number;
      starts[digit] = to + 1;
      next[to] = place;
    }
    order = next;
    [next, other] = [other, next];
  }
  return order;
}

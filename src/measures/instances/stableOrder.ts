/** Bits a pass; six passes are enough for 64 bits. */
const DIGIT_BITS = 11;
const DIGITS = 2 ** DIGIT_BITS;
const PASSES = 6;

/**
 * Places of scores, the highest first; equal ones stay in their order. By radix, so that half a million take no half second:
 * the bits of a float64, the sign's sense turned, sort as it does.
 */
export function stableOrder(scores: Float64Array): Uint32Array {
  const count = scores.length;
  const words = new Uint32Array(Float64Array.from(scores, (score) => score + 0).buffer);
  const isLittle = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
  const [low, high] = [new Uint32Array(count), new Uint32Array(count)];
  for (let i = 0; i < count; i++) {
    const [a, b] = [words[2 * i] as number, words[2 * i + 1] as number];
    const [lower, upper] = isLittle ? [a, b] : [b, a];
    // Falling order: of numbers above 0 all bits but the sign are turned, of numbers below none.
    const flip = upper >>> 31 === 0;
    low[i] = flip ? ~lower : lower;
    high[i] = flip ? ~upper & 0x7fffffff : upper;
  }
  let order = Uint32Array.from({ length: count }, (_, i) => i);
  let other = new Uint32Array(count);
  const starts = new Uint32Array(DIGITS);
  for (let pass = 0; pass < PASSES; pass++) {
    const digitOf = digits(low, high, pass * DIGIT_BITS);
    starts.fill(0);
    for (let i = 0; i < count; i++) {
      const digit = digitOf(i);
      starts[digit] = (starts[digit] as number) + 1;
    }
    if (count === 0 || starts[digitOf(0)] === count) continue;
    let sum = 0;
    for (let digit = 0; digit < DIGITS; digit++) {
      const size = starts[digit] as number;
      starts[digit] = sum;
      sum += size;
    }
    for (let i = 0; i < count; i++) {
      const place = order[i] as number;
      const digit = digitOf(place);
      const to = starts[digit] as number;
      starts[digit] = to + 1;
      other[to] = place;
    }
    [order, other] = [other, order];
  }
  return order;
}

function digits(low: Uint32Array, high: Uint32Array, shift: number): (i: number) => number {
  const mask = DIGITS - 1;
  if (shift >= 32) return (i) => ((high[i] as number) >>> (shift - 32)) & mask;
  if (shift + DIGIT_BITS <= 32) return (i) => ((low[i] as number) >>> shift) & mask;
  return (i) => (((low[i] as number) >>> shift) | ((high[i] as number) << (32 - shift))) & mask;
}

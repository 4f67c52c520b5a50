/** Bits a pass; six passes are enough for 64 bits. */
const DIGIT_BITS = 11;
const DIGITS = 2 ** DIGIT_BITS;
const PASSES = 6;

/**
 * Places of scores, the highest first; equal ones stay in their order. By radix, so that half a million take no half second:
 * the bits of a float64, the sign's sense turned, sort as it does.
 *
 * @param scores no -0 among them, which would come behind 0
 */
export function stableOrder(scores: Float64Array): Uint32Array {
  const count = scores.length;
  const words = new Uint32Array(scores.slice().buffer);
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
  let order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  let other = new Uint32Array(count);
  const digits = new Uint16Array(count);
  const starts = new Uint32Array(DIGITS);
  for (let pass = 0; pass < PASSES; pass++) {
    digitsInto(digits, low, high, pass * DIGIT_BITS);
    starts.fill(0);
    for (let i = 0; i < count; i++) {
      const digit = digits[i] as number;
      starts[digit] = (starts[digit] as number) + 1;
    }
    if (count === 0 || starts[digits[0] as number] === count) continue;
    let sum = 0;
    for (let digit = 0; digit < DIGITS; digit++) {
      const size = starts[digit] as number;
      starts[digit] = sum;
      sum += size;
    }
    for (let i = 0; i < count; i++) {
      const place = order[i] as number;
      const digit = digits[place] as number;
      const to = starts[digit] as number;
      starts[digit] = to + 1;
      other[to] = place;
    }
    [order, other] = [other, order];
  }
  return order;
}

/** One digit of each number, from bit `shift` on. */
function digitsInto(out: Uint16Array, low: Uint32Array, high: Uint32Array, shift: number): void {
  const mask = DIGITS - 1;
  for (let i = 0; i < out.length; i++) {
    const [lower, upper] = [low[i] as number, high[i] as number];
    const bits =
      shift >= 32 ? upper >>> (shift - 32) : (lower >>> shift) | (shift === 0 ? 0 : upper << (32 - shift));
    out[i] = bits & mask;
  }
}

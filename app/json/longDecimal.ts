const ZERO = 0x30;
const POINT = 0x2e;

/** Beyond these, products and quotients of a whole number and a power of ten are rounded twice. */
export const EXACT_DIGITS = 15;
export const EXACT_POWERS = Float64Array.from({ length: 23 }, (_, power) => 10 ** power);

/** What float64s are printed with at most. */
const MOST_DIGITS = 17;

/** 2^27 + 1: parts a float64 into two of half its digits (Veltkamp). */
const SPLITTER = 134217729;

/** Far above the error of a quotient's correction, relative to the quotient, and far below half a unit in the last place. */
const DOUBT = 2 ** -96;

/**
 * The float64 nearest to a decimal number of 16 or 17 digits, as programs print them that lose nothing: digits and a point
 * between two places of `bytes`, without sign and exponent.
 *
 * @param fractionDigits behind the point, 22 at most
 * @returns undefined where it has more digits, or lies so near to the middle of two float64s that more care is needed
 */
export function longDecimal(
  bytes: Uint8Array,
  start: number,
  stop: number,
  fractionDigits: number,
): number | undefined {
  let [head, tail, digits, scale] = [0, 0, 0, 1];
  for (let at = start; at < stop; at++) {
    const byte = bytes[at] as number;
    if (byte === POINT) continue;
    const digit = byte - ZERO;
    if (digits === 0 && digit === 0) continue;
    if (++digits > MOST_DIGITS) return undefined;
    if (digits <= EXACT_DIGITS) head = head * 10 + digit;
    else {
      tail = tail * 10 + digit;
      scale *= 10;
    }
  }
  // The digits as a whole number, in two parts that lose nothing: `whole` is the nearest float64, `rest` what it lacks.
  const shifted = head * scale;
  const whole = shifted + tail;
  const rest = lostInProduct(head, scale, shifted) + (tail - (whole - shifted));
  const divisor = EXACT_POWERS[fractionDigits] as number;
  const quotient = whole / divisor;
  const product = quotient * divisor;
  const correction = (whole - product - lostInProduct(quotient, divisor, product) + rest) / divisor;
  const doubt = quotient * DOUBT;
  const value = quotient + (correction - doubt);
  return value === quotient + (correction + doubt) ? value : undefined;
}

/** What rounding took from a product (Dekker). */
function lostInProduct(a: number, b: number, product: number): number {
  const [aBig, bBig] = [SPLITTER * a, SPLITTER * b];
  const aHigh = aBig - (aBig - a);
  const bHigh = bBig - (bBig - b);
  const [aLow, bLow] = [a - aHigh, b - bHigh];
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

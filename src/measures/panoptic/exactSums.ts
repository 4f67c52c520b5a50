/**
 * Sums of quotients without any rounding, for what is added in no order: a quotient of integers up to 2^53 is, as a float64,
 * a multiple of 2^-106, so in these units all are whole.
 */
const HALF_BITS = 53;
const HALF = 2 ** HALF_BITS;

/** A float64 that is a quotient of positive integers up to 2^53, in units of 2^-106. */
export function exactOf(quotient: number): bigint {
  const scaled = quotient * HALF;
  const whole = Math.floor(scaled);
  return (BigInt(whole) << BigInt(HALF_BITS)) + BigInt((scaled - whole) * HALF);
}

/** The float64 nearest to a sum. */
export function nearestOf(sum: bigint): number {
  return Number(sum) / HALF / HALF;
}

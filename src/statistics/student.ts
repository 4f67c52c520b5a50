/**
 * Where Student's t distribution of so many degrees of freedom, which need not be whole, reaches a probability of at least a
 * half. Relative error below 1e-10.
 *
 * @see Abramowitz and Stegun 26.7.1: P(|T| > t) = I_x(degrees / 2, 1 / 2), x = degrees / (degrees + t^2)
 */
export function studentQuantile(p: number, degrees: number): number {
  const tails = 2 * (1 - p);
  // The tails' share grows with x: halved down to neighbouring numbers.
  let [low, high] = [0, 1];
  for (;;) {
    const x = (low + high) / 2;
    if (x === low || x === high) break;
    if (incompleteBeta(x, degrees / 2, 0.5) < tails) low = x;
    else high = x;
  }
  return Math.sqrt((degrees * (1 - high)) / high);
}

/** The regularized incomplete beta function I_x(a, b), by its continued fraction (Abramowitz and Stegun 26.5.8). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  // On the other side the fraction converges fast.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  let fraction = 1;
  for (let m = TERMS; m >= 1; m--) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    fraction = 1 + even / (1 + odd / fraction);
  }
  const first = (-(a + b) * x) / (a + 1);
  return front / (a * (1 + first / fraction));
}

/** Of degrees up to a million, where the fraction is slowest, the error is far below what is promised. */
const TERMS = 200;

/** ln of the gamma function above 0, by Stirling's series from 10 up. */
function logGamma(x: number): number {
  if (x < 10) return logGamma(x + 1) - Math.log(x);
  const square = 1 / (x * x);
  const series = 1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)));
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series / x;
}

export const SOFT_WIDTH = 160;
export const SOFT_HEIGHT = 120;

/** How a made-up model errs: a timid one gives everything too low a probability, a bold one too high. */
export type Temper = "timid" | "bold";

/** A round bump: place, size and height. */
type Bump = readonly [x: number, y: number, size: number, height: number];

const TRUTH: readonly Bump[] = [
  [62, 62, 32, 1],
  [94, 52, 28, 1],
  [106, 74, 18, 1],
];

/** The truth, a little off, and a shadow that looks alike. */
const SEEN: readonly Bump[] = [
  [65, 60, 31, 1],
  [92, 56, 29, 1],
  [111, 72, 17, 1],
  [26, 98, 17, 0.5],
];

const BIAS: Readonly<Record<Temper, number>> = { timid: -0.3, bold: 0.22 };

/** Height of the landscape of some bumps; the shape is where it is above 1. */
function landscape(bumps: readonly Bump[], x: number, y: number): number {
  return bumps.reduce(
    (sum, [cx, cy, size, height]) =>
      sum + (height * size ** 2) / ((x - cx) ** 2 + (y - cy) ** 2 + 0.35 * size ** 2),
    0,
  );
}

/** One value a pixel, row-major. */
function fill<T extends Uint8Array | Float32Array>(values: T, at: (x: number, y: number) => number): T {
  for (let i = 0; i < values.length; i++) values[i] = at(i % SOFT_WIDTH, Math.floor(i / SOFT_WIDTH));
  return values;
}

export function softTruth(): Uint8Array {
  return fill(new Uint8Array(SOFT_WIDTH * SOFT_HEIGHT), (x, y) => Number(landscape(TRUTH, x, y) > 1));
}

/** Probabilities, 0 to 1. */
export function softMask(temper: Temper): Float32Array {
  return fill(new Float32Array(SOFT_WIDTH * SOFT_HEIGHT), (x, y) => {
    const ripple = 0.16 * Math.sin(x / 6.1 + y / 17) * Math.cos(y / 5.3 - x / 23);
    const level = Math.log(landscape(SEEN, x, y)) + ripple + BIAS[temper];
    return 1 / (1 + Math.exp(-3.2 * level));
  });
}

/** Foreground as thresholdCurve has it: a probability of at least the threshold. */
export function cutAt(probabilities: Float32Array, threshold: number): Uint8Array {
  return Uint8Array.from(probabilities, (probability) => Number(probability >= threshold));
}

/** Pixels of the mask that have a neighbour outside it. */
export function outlineOf(mask: Uint8Array): Uint8Array {
  const at = (x: number, y: number): number =>
    x < 0 || y < 0 || x >= SOFT_WIDTH || y >= SOFT_HEIGHT ? 0 : (mask[y * SOFT_WIDTH + x] as number);
  return fill(new Uint8Array(mask.length), (x, y) =>
    Number(at(x, y) === 1 && at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1) < 4),
  );
}

import { ticks, tickStep } from "d3-array";

/** Values laid along a line of a plot. */
export interface Scale {
  readonly domain: readonly [number, number];
  /** In hundredths of a unit, which are enough. */
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
  /** With as many digits as tell the ticks apart. */
  readonly text: (tick: number) => string;
}

/** Units from tick to tick, about. */
const TICK_GAP = 80;

export function linearScale(domain: readonly [number, number], [from, to]: readonly [number, number]): Scale {
  const [low, high] = domain;
  // One tick alone would tell no scale.
  let count = Math.max(2, Math.round(Math.abs(to - from) / TICK_GAP));
  while (count < 64 && ticks(low, high, count).length < 2) count++;
  const digits = Math.max(0, -Math.floor(Math.log10(tickStep(low, high, count)) + 1e-9));
  return {
    domain,
    at: (value) => hundredths(from + ((value - low) / (high - low)) * (to - from)),
    ticks: ticks(low, high, count),
    text: (tick) => tick.toFixed(digits),
  };
}

export function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}

/** A range of scores with some air, wide enough for ticks to differ. */
export function paddedRange(
  rows: readonly { readonly value: number; readonly low: number; readonly high: number }[],
): [number, number] {
  const ends = rows.flatMap(({ value, low, high }) => [value, low, high]).filter(Number.isFinite);
  if (ends.length === 0) return [0, 1];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const air = Math.max((high - low) * 0.08, 0.005);
  return [low - air, high + air];
}

/** A name, cut where it is longer than its place in a plot; it stands in full in the table behind. */
export function shortened(name: string, length: number): string {
  const letters = Array.from(name);
  return letters.length <= length ? name : `${letters.slice(0, length - 1).join("")}\u2026`;
}

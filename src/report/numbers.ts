import type { Bounds } from "../core/resampling.js";

/** Four digits; "-" where a score is undefined. */
export function formatScore(score: number): string {
  return Number.isNaN(score) ? "-" : score.toFixed(4);
}

/** With its sign. */
export function formatDifference(difference: number): string {
  return difference >= 0 ? `+${formatScore(difference)}` : formatScore(difference);
}

/** 1,234,567 */
export function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}

/** [0.4012, 0.4410] */
export function formatBounds({ low, high }: Bounds): string {
  return Number.isNaN(low) || Number.isNaN(high) ? "-" : `[${formatScore(low)}, ${formatScore(high)}]`;
}

/** 0.0312; < 0.0001; - */
export function formatPValue(p: number): string {
  return p < 0.0001 ? "< 0.0001" : formatScore(p);
}

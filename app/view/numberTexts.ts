import type { Bounds } from "../../src/statistics/resampling.js";

/** 0.6543; "-" where there is no score. */
export function scoreText(score: number): string {
  return Number.isFinite(score) ? score.toFixed(4) : "-";
}

/** 1.2346; "inf" of a side that is empty, "-" where there is nothing to measure. */
export function lengthText(length: number): string {
  return length === Infinity ? "inf" : Number.isNaN(length) ? "-" : length.toFixed(4);
}

/** +0.0123; a sign tells a change from a score. */
export function changeText(change: number): string {
  if (!Number.isFinite(change)) return "-";
  const text = change.toFixed(4);
  // What rounds to nothing has no direction.
  return Number(text) === 0 ? "0.0000" : change > 0 ? `+${text}` : text;
}

/** 1,234,567; one digit behind the point where weights make a count no whole number. By hand: Intl takes 35 ms to start. */
export function countText(count: number): string {
  if (!Number.isFinite(count)) return "-";
  const size = Math.abs(count);
  // Whole numbers are not multiplied: near 2^53 they would round.
  const [whole = "", fraction] = String(Number.isInteger(size) ? size : Math.round(size * 10) / 10).split(
    ".",
  );
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
  return `${count < 0 ? "-" : ""}${grouped}${fraction === undefined ? "" : `.${fraction}`}`;
}

/** 12.3 % */
export function percentText(share: number): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(1)} %` : "-";
}

export function boundsText({ low, high }: Bounds, format: (value: number) => string = scoreText): string {
  return Number.isFinite(low) && Number.isFinite(high) ? `[${format(low)}, ${format(high)}]` : "-";
}

/** p-values below a thousandth only say how many permutations were drawn. */
export function pText(p: number): string {
  if (!Number.isFinite(p)) return "-";
  return p < 0.001 ? "< 0.001" : p.toFixed(3);
}

/** 0.95 -> "95 %" */
export function levelText(level: number): string {
  return `${Number((level * 100).toFixed(2))} %`;
}

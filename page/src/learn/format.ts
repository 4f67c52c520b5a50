/** 13,756 */
export function pixels(count: number): string {
  return count.toLocaleString("en-US");
}

/** 0.521, or a dash where there is no score. */
export function score(value: number, digits = 3): string {
  return Number.isNaN(value) ? "–" : value.toFixed(digits);
}

/** 97.0 %, in one piece */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}\u00a0%`;
}

/** A number of a sentence that is spoken. */
export function spoken(value: number): string {
  return Number.isNaN(value) ? "not defined" : value.toFixed(2);
}

/** Colours follow the page, which is light or dark. */
export const ACCENT = "var(--accent)";
export const MUTED = "var(--muted)";
export const LINE = "currentColor";

export const WIDTH = 640;

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

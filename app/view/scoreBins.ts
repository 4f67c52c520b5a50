/** Scores low to high, counted. */
export interface Bin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

const BIN_WIDTHS = [0.01, 0.02, 0.05] as const;
const MAX_BINS = 25;

/** Bins of a round width from the lowest score to the highest; the last one holds its upper end. */
export function binsOf(values: readonly number[]): Bin[] {
  const [lowest, highest] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [1, 0],
  );
  const width = BIN_WIDTHS.find((size) => (highest - lowest) / size < MAX_BINS - 1) ?? 0.05;
  // In whole bins, so that no edge is off by the last bit.
  const first = Math.min(Math.floor(lowest / width), Math.round(1 / width) - 1);
  const last = Math.max(first + 1, Math.min(Math.ceil(highest / width), Math.round(1 / width)));
  const counts = new Array<number>(last - first).fill(0);
  for (const value of values) {
    const bin = Math.min(Math.max(Math.floor(value / width) - first, 0), counts.length - 1);
    counts[bin] = (counts[bin] as number) + 1;
  }
  const edge = (bin: number): number => Number(((first + bin) * width).toFixed(2));
  return counts.map((count, bin) => ({ low: edge(bin), high: edge(bin + 1), count }));
}

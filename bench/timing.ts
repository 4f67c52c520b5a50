/** Seconds of one run. */
export interface Timing {
  readonly low: number;
  readonly median: number;
  readonly high: number;
  readonly samples: number;
  /**
   * The median of each round, in the order of time. Samples of one round share the machine's mood, so that only
   * rounds tell how far a time strays; round i of every contender of a case was measured within seconds of the others'.
   */
  readonly rounds: readonly number[];
}

export function medianOf(values: readonly number[]): number {
  return middle([...values].sort((a, b) => a - b));
}

function middle(sorted: readonly number[]): number {
  return sorted[Math.round((sorted.length - 1) / 2)] as number;
}

/** @param rounds the samples of each round, in seconds */
export function summarise(rounds: readonly (readonly number[])[]): Timing {
  const sorted = rounds.flat().sort((a, b) => a - b);
  return {
    low: sorted[0] as number,
    median: middle(sorted),
    high: sorted[sorted.length - 1] as number,
    samples: sorted.length,
    rounds: rounds.map(medianOf),
  };
}

/** [low median high] in milliseconds. */
export function formatSpread({ low, median, high }: Timing): string {
  return `[${[low, median, high].map((seconds) => (seconds * 1000).toPrecision(3)).join(" ")}]`;
}

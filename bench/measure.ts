import Benchmark from "benchmark";
import type { Contender } from "./cases.js";

/** Seconds of one run. */
export interface Timing {
  readonly low: number;
  readonly median: number;
  readonly high: number;
  readonly samples: number;
}

const ROUNDS = 3;
const SECONDS_A_ROUND = 0.7;
const MIN_SAMPLES_A_ROUND = 3;

/** Times contenders with Benchmark.js in rounds, one after the other in each, so that a machine whose speed drifts is as unkind to all. */
export function measure(contenders: readonly Contender[]): Map<string, Timing> {
  const samples = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const { name, prepare, run } of contenders) {
      prepare();
      const benchmark = new Benchmark(name, run, {
        maxTime: SECONDS_A_ROUND,
        minSamples: MIN_SAMPLES_A_ROUND,
      });
      benchmark.run();
      const { error } = benchmark as { error?: Error };
      if (error !== undefined) throw error;
      samples.get(name)?.push(...(benchmark.stats.sample as number[]));
    }
  }
  return new Map([...samples].map(([name, seconds]) => [name, summary(seconds)]));
}

function summary(seconds: number[]): Timing {
  const sorted = seconds.sort((a, b) => a - b);
  const at = (fraction: number): number => sorted[Math.round((sorted.length - 1) * fraction)] as number;
  return { low: at(0), median: at(0.5), high: at(1), samples: sorted.length };
}

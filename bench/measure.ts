import Benchmark from "benchmark";
import type { Contender } from "./cases.js";

const SECONDS = 0.4;
const MIN_SAMPLES = 3;

/** Times contenders with Benchmark.js, one after the other: the seconds of each sample, by contender. */
export function measure(contenders: readonly Contender[]): Map<string, readonly number[]> {
  return new Map(
    contenders.map(({ name, prepare, run }) => {
      prepare();
      const benchmark = new Benchmark(name, run, { maxTime: SECONDS, minSamples: MIN_SAMPLES });
      benchmark.run();
      const { error } = benchmark as { error?: Error };
      if (error !== undefined) throw error;
      return [name, benchmark.stats.sample as number[]];
    }),
  );
}

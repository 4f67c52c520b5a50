import Benchmark from "benchmark";
import type { Contender } from "./benchCase.js";

const SECONDS = 0.4;
const MIN_SAMPLES = 3;

/** Times contenders with Benchmark.js, one after the other: the seconds of each sample, by contender. */
export async function measure(contenders: readonly Contender[]): Promise<Map<string, readonly number[]>> {
  const samples = new Map<string, readonly number[]>();
  for (const contender of contenders) {
    contender.prepare();
    samples.set(contender.name, await samplesOf(contender));
  }
  return samples;
}

function samplesOf({ name, run, isAsync = false }: Contender): Promise<readonly number[]> {
  return new Promise((resolve, reject) => {
    const timed = isAsync
      ? (deferred: { resolve(): void }): void => {
          (run() as Promise<unknown>).then(() => {
            deferred.resolve();
          }, reject);
        }
      : run;
    const benchmark = new Benchmark(name, timed, {
      defer: isAsync,
      maxTime: SECONDS,
      minSamples: MIN_SAMPLES,
    });
    benchmark.on("complete", () => {
      const { error } = benchmark as { error?: Error };
      if (error === undefined) resolve(benchmark.stats.sample as number[]);
      else reject(error);
    });
    benchmark.run({ async: isAsync });
  });
}

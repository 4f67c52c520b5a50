// One round of one case, in a process of its own: node --import tsx bench/round.ts CASE BANDWIDTH_BINARY
// Prints a RoundOfCase as JSON.
import type { Case } from "./benchCase.js";
import { allCases } from "./cases.js";
import { measure } from "./measure.js";
import { bandwidthReader } from "./readBandwidth.js";
import { READ, REFERENCE } from "./recordFile.js";

export interface RoundOfCase {
  readonly pixels: number;
  readonly bytes: number;
  /** Seconds of each sample, by contender. */
  readonly samples: readonly (readonly [contender: string, seconds: readonly number[]])[];
}

/** A contender whose result differs is not timed: the run stops. */
async function checkResults({ name, contenders, digest, tolerance }: Case): Promise<void> {
  const results: number[] = [];
  for (const contender of contenders) {
    contender.prepare();
    results.push(digest(await contender.run()));
  }
  const wanted = results[contenders.findIndex((contender) => contender.name === REFERENCE)] as number;
  contenders.forEach((contender, i) => {
    const got = results[i] as number;
    if (!(Math.abs(got - wanted) <= tolerance * Math.abs(wanted))) {
      throw new Error(`${name}: ${contender.name} gives ${got}, reference ${wanted}`);
    }
  });
}

const [name, bandwidthBinary] = process.argv.slice(2) as [string, string];
const make = allCases().get(name);
if (make === undefined) throw new Error(`there is no case "${name}"`);
const benchmarkCase = make();
await checkResults(benchmarkCase);
const { pixels, bytes, contenders } = benchmarkCase;
const run = bandwidthReader(bandwidthBinary, bytes);
const samples = await measure([...contenders, { name: READ, prepare: () => undefined, run }]);
const round: RoundOfCase = { pixels, bytes, samples: [...samples] };
console.log(JSON.stringify(round));

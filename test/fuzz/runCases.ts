import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { randomOf } from "./random.js";
import { TARGETS } from "./targets.js";

/** What a worker is to do. */
export interface FuzzJob {
  readonly target: string;
  readonly seed: number;
  readonly firstCase: number;
  /** Cases per second cannot be foreseen: it ends at this time of Date.now, or after the last case. */
  readonly endMs: number;
  readonly lastCase: number;
  /** Three numbers that the other thread reads: the case, when it began, by Date.now, and 1 where its input is made. */
  readonly clock: Float64Array;
}

/** A case whose promise does not hold. */
export interface Finding {
  readonly caseIndex: number;
  readonly what: string;
  readonly input: Uint8Array;
}

const { target: name, seed, firstCase, endMs, lastCase, clock } = workerData as FuzzJob;
const target = TARGETS.find((one) => one.name === name);
if (target === undefined) throw new Error(`no target ${name}`);

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** What cases may leave to be collected: far less than one of them may hold. */
const LEFT_BYTES = 100 * 2 ** 20;

let clean = process.memoryUsage.rss();

/** So that what a process has grown by is one case's own: a busy machine collects late. */
function leaveNothing(): void {
  if (process.memoryUsage.rss() - clean < LEFT_BYTES) return;
  collectGarbage();
  clean = process.memoryUsage.rss();
}

for (let caseIndex = firstCase; caseIndex <= lastCase && Date.now() < endMs; caseIndex++) {
  leaveNothing();
  clock[0] = caseIndex;
  clock[1] = Date.now();
  clock[2] = 0;
  const input = target.make(randomOf(seed, caseIndex));
  clock[2] = 1;
  try {
    await target.check(input);
  } catch (error) {
    const what =
      error instanceof Error
        ? `${error.message}\n${String((error.cause as Error | undefined)?.stack ?? error.stack)}`
        : String(error);
    parentPort?.postMessage({ caseIndex, what, input } satisfies Finding);
  }
}

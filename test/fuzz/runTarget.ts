import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { randomOf } from "./random.js";
import { TARGETS } from "./targets.js";
import type { Finding, FuzzJob } from "./runCases.js";

/** A case of a millisecond that takes as long hangs, however busy the machine is. */
const HANG_MS = 20_000;
/** Of the command line: a case is a process. */
const HANG_OF_PROCESS_MS = 90_000;
/** Above what the process had before its first cases: what decoders promise, and as much for what is not yet collected. */
const GROWTH_BYTES = 400 * 2 ** 20;
const GROWN = "the process has grown to";
const LOOK_MS = 50;
/** Then there is enough to do. */
const MAX_FINDINGS = 20;

export interface FuzzRun {
  readonly target: string;
  readonly seed: number;
  readonly minutes: number;
  /** Only this case. */
  readonly only: number | undefined;
}

/** @returns whether all promises held; what did not is printed, and kept in the corpus */
export async function runTarget({ target, seed, minutes, only }: FuzzRun): Promise<boolean> {
  const clock = new Float64Array(new SharedArrayBuffer(24));
  const start = Date.now();
  const job: FuzzJob = {
    target,
    seed,
    firstCase: only ?? 0,
    lastCase: only ?? Infinity,
    endMs: start + minutes * 60_000,
    clock,
  };
  const kinds = new Map<string, number>();
  const found = ({ caseIndex, what, input }: Finding): void => {
    const kind = kindOf(what);
    const count = kinds.get(kind) ?? 0;
    kinds.set(kind, count + 1);
    if (count > 0) return;
    console.error(`${target}: seed ${seed} case ${caseIndex}: ${what}\n  kept as ${keep(target, input)}`);
  };
  let base: number | undefined;
  let peak = 0;
  let first = job.firstCase;
  let grownIn: number | undefined;
  let grownTimes = 0;
  while (first <= job.lastCase && Date.now() < job.endMs && kinds.size < MAX_FINDINGS) {
    clock.fill(0);
    const stopped = await watched({ ...job, firstCase: first }, found, (rss) => {
      // The first second loads the program and warms it up.
      if (Date.now() - start < 3000) base = rss;
      peak = Math.max(peak, rss);
      return base !== undefined && rss - base > GROWTH_BYTES;
    });
    if (stopped === undefined) break;
    const caseIndex = clock[0] as number;
    if (stopped.startsWith(GROWN) && grownIn !== caseIndex) {
      // It may be what earlier cases have left, which a new thread does not have.
      grownIn = first = caseIndex;
      grownTimes++;
      continue;
    }
    if (clock[2] === 0)
      throw new Error(`${target}: seed ${seed} case ${caseIndex}: to make its input ${stopped}`);
    found({ caseIndex, what: stopped, input: inputOf(target, seed, caseIndex) });
    first = caseIndex + 1;
  }
  const cases = (clock[0] as number) - job.firstCase + 1;
  const seconds = (Date.now() - start) / 1000;
  console.log(
    `${target}: ${cases.toLocaleString("en-US")} cases in ${seconds.toFixed(0)} s, seed ${seed}, peak ${(peak / 2 ** 20).toFixed(0)} MiB${grownTimes === 0 ? "" : ` (begun anew ${grownTimes} times, as it had grown)`}, ${kinds.size} findings`,
  );
  return kinds.size === 0;
}

/** Runs cases in a worker until they end (undefined), or one of them takes too much: then what it took. */
async function watched(
  job: FuzzJob,
  found: (finding: Finding) => void,
  isTooMuch: (rss: number) => boolean,
): Promise<string | undefined> {
  const worker = new Worker(fileURLToPath(new URL("./worker.mjs", import.meta.url)), { workerData: job });
  worker.on("message", found);
  const hangMs = job.target === "options" ? HANG_OF_PROCESS_MS : HANG_MS;
  return new Promise((resolve) => {
    let isStopped = false;
    const stop = (what: string): void => {
      isStopped = true;
      clearInterval(timer);
      void worker.terminate().then(() => {
        resolve(what);
      });
    };
    const timer = setInterval(() => {
      const [, began = 0] = job.clock;
      const rss = process.memoryUsage.rss();
      if (began > 0 && Date.now() - began > hangMs) stop(`takes more than ${hangMs / 1000} s`);
      else if (isTooMuch(rss)) stop(`${GROWN} ${(rss / 2 ** 20).toFixed(0)} MiB`);
    }, LOOK_MS);
    worker.on("error", (error) => {
      stop(`ended the worker: ${String(error)}`);
    });
    worker.on("exit", () => {
      clearInterval(timer);
      if (!isStopped) resolve(undefined);
    });
  });
}

/** What findings of one cause have in common: their first line without numbers and quotations. */
function kindOf(what: string): string {
  return (what.split("\n")[0] as string).replace(/"(?:[^"\\]|\\.)*"|[\d.]+/g, "_");
}

function inputOf(target: string, seed: number, caseIndex: number): Uint8Array {
  const made = TARGETS.find(({ name }) => name === target)?.make(randomOf(seed, caseIndex));
  return made ?? new Uint8Array(0);
}

/** The corpus grows with each finding: test/fuzz/corpus.test.ts tries it for ever. */
function keep(target: string, input: Uint8Array): string {
  const name = createHash("sha256").update(input).digest("hex").slice(0, 12);
  const folder = new URL(`./corpus/${target}/`, import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(name, folder), input);
  return `test/fuzz/corpus/${target}/${name}`;
}

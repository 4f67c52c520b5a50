// npm run bench [-- --case TEXT] [-- --json FILE]
import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { allCases } from "./cases.js";
import { compile } from "./compileAssembly.js";
import { formatMachine, thisMachine } from "./machine.js";
import { jsonFrom } from "./ownProcess.js";
import { type BenchmarkRecord, formatRecordFile, READ, REFERENCE } from "./recordFile.js";
import type { RoundOfCase } from "./round.js";
import { textTable } from "./textTable.js";
import { formatSpread, summarise, type Timing } from "./timing.js";

/** bench:compare holds the rounds of two records apart: five against five are in such order by chance once in 252. */
const ROUNDS = 5;

function runCase(name: string, bandwidthBinary: string): BenchmarkRecord[] {
  const rounds = Array.from(
    { length: ROUNDS },
    () => jsonFrom(new URL("round.ts", import.meta.url), [name, bandwidthBinary]) as RoundOfCase,
  );
  const [{ pixels, bytes, samples }] = rounds as [RoundOfCase];
  const timings = new Map(
    samples.map(([contender], i) => [
      contender,
      summarise(rounds.map((round) => round.samples[i]?.[1] ?? [])),
    ]),
  );
  const medianTime = (contender: string): number => (timings.get(contender) as Timing).median;
  return [...timings].map(([contender, seconds]) => ({
    case: name,
    contender,
    seconds,
    opsPerSecond: 1 / seconds.median,
    pixelsPerSecond: pixels / seconds.median,
    bytesPerSecond: bytes / seconds.median,
    ratioToReference: medianTime(REFERENCE) / seconds.median,
    fractionOfRead: medianTime(READ) / seconds.median,
  }));
}

function table(records: readonly BenchmarkRecord[]): string {
  const rows = [
    ["", "[low median high] ms", "ops/s", "Mpixel/s", "GB/s", "x reference", "of read"],
    ...records.map(({ contender, seconds, ...record }) => [
      contender,
      formatSpread(seconds),
      record.opsPerSecond.toPrecision(3),
      (record.pixelsPerSecond / 1e6).toPrecision(3),
      (record.bytesPerSecond / 1e9).toPrecision(3),
      record.ratioToReference.toFixed(2),
      record.fractionOfRead.toFixed(2),
    ]),
  ];
  return textTable(rows);
}

const options = new Command("npm run bench --")
  .option("--case <TEXT>", "only cases whose name holds this text", "")
  .option("--json <FILE>", "keep the records in a file")
  .parse()
  .opts<{ case: string; json?: string }>();

const machine = thisMachine();
console.log(formatMachine(machine));
const cases = [...allCases().keys()].filter((name) => name.includes(options.case));
if (cases.length === 0) throw new Error(`no case's name holds "${options.case}"`);
const bandwidthBinary = await compile("readBandwidth");
const records: BenchmarkRecord[] = [];
for (const name of cases) {
  console.log(`\n${name}`);
  const ofCase = runCase(name, bandwidthBinary);
  console.log(table(ofCase));
  records.push(...ofCase);
}
if (options.json !== undefined) {
  writeFileSync(options.json, formatRecordFile({ machine, records }));
  console.log(`\nrecords kept in ${options.json}`);
}

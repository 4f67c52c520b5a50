// npm run bench [-- --case TEXT] [-- --json FILE]
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { Command } from "commander";
import { allCases, type Case } from "./cases.js";
import { measure, type Timing } from "./measure.js";
import { bandwidthReader } from "./readBandwidth.js";

interface BenchmarkRecord {
  readonly case: string;
  readonly contender: string;
  readonly seconds: Timing;
  readonly opsPerSecond: number;
  readonly pixelsPerSecond: number;
  readonly bytesPerSecond: number;
  /** How many times as fast as the reference path. */
  readonly ratioToReference: number;
  /** Of what a loop that only reads the same bytes reaches in the same run. */
  readonly fractionOfRead: number;
}

const READ = "read only";

/** A contender whose result differs is not timed: the run stops. */
function checkResults({ name, contenders, digest, tolerance }: Case): void {
  const results = contenders.map((contender) => {
    contender.prepare();
    return digest(contender.run());
  });
  const wanted = results[contenders.findIndex((contender) => contender.name === "reference")] as number;
  contenders.forEach((contender, i) => {
    const got = results[i] as number;
    if (!(Math.abs(got - wanted) <= tolerance * Math.abs(wanted))) {
      throw new Error(`${name}: ${contender.name} gives ${got}, reference ${wanted}`);
    }
  });
}

async function runCase(benchmarkCase: Case): Promise<BenchmarkRecord[]> {
  checkResults(benchmarkCase);
  const read = await bandwidthReader(benchmarkCase.bytes);
  const timings = measure([
    ...benchmarkCase.contenders,
    {
      name: READ,
      prepare: () => undefined,
      run: read,
    },
  ]);
  const medianOf = (name: string): number => (timings.get(name) as Timing).median;
  return [...timings].map(([contender, seconds]) => ({
    case: benchmarkCase.name,
    contender,
    seconds,
    opsPerSecond: 1 / seconds.median,
    pixelsPerSecond: benchmarkCase.pixels / seconds.median,
    bytesPerSecond: benchmarkCase.bytes / seconds.median,
    ratioToReference: medianOf("reference") / seconds.median,
    fractionOfRead: medianOf(READ) / seconds.median,
  }));
}

function table(records: readonly BenchmarkRecord[]): string {
  const rows = [
    ["", "[low median high] ms", "ops/s", "Mpixel/s", "GB/s", "x reference", "of read"],
    ...records.map(({ contender, seconds, ...record }) => [
      contender,
      `[${[seconds.low, seconds.median, seconds.high].map((value) => (value * 1000).toPrecision(3)).join(" ")}]`,
      record.opsPerSecond.toPrecision(3),
      (record.pixelsPerSecond / 1e6).toPrecision(3),
      (record.bytesPerSecond / 1e9).toPrecision(3),
      record.ratioToReference.toFixed(2),
      record.fractionOfRead.toFixed(2),
    ]),
  ];
  const widths = (rows[0] as string[]).map((_, i) =>
    Math.max(...rows.map((row) => (row[i] as string).length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] as number) : cell.padStart(widths[i] as number)))
        .join("  "),
    )
    .map((line) => `  ${line}`)
    .join("\n");
}

function commit(): string {
  try {
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  } catch {
    return "unknown";
  }
}

const options = new Command("npm run bench --")
  .option("--case <TEXT>", "only cases whose name holds this text", "")
  .option("--json <FILE>", "keep the records in a file")
  .parse()
  .opts<{ case: string; json?: string }>();

const machine = {
  processor: cpus()[0]?.model ?? "unknown",
  cores: cpus().length,
  engine: `Node ${process.versions.node}, V8 ${process.versions.v8}`,
  commit: commit(),
  date: new Date().toISOString(),
};
console.log(`${machine.processor}, ${machine.cores} cores; ${machine.engine}; commit ${machine.commit}`);
const cases = [...allCases()].filter(([name]) => name.includes(options.case));
if (cases.length === 0) throw new Error(`no case's name holds "${options.case}"`);
const records: BenchmarkRecord[] = [];
for (const [name, make] of cases) {
  console.log(`\n${name}`);
  const ofCase = await runCase(make());
  console.log(table(ofCase));
  records.push(...ofCase);
}
if (options.json !== undefined) {
  writeFileSync(options.json, `${JSON.stringify({ machine, records }, null, 2)}\n`);
  console.log(`\nrecords kept in ${options.json}`);
}

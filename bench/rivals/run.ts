// npm run bench:rivals [-- --table TEXT] [-- --case TEXT] [-- --json FILE] [-- --python FILE]
// Without --case the tables that are measured are written anew in docs/performance.md.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import * as prettier from "prettier";
import { formatMachine, thisMachine } from "../machine.js";
import { jsonFrom } from "../ownProcess.js";
import { textTable } from "../textTable.js";
import { formatSpread } from "../timing.js";
import { CASES } from "./cases.js";
import { FILE_CASES } from "./fileCases.js";
import type { CaseRun } from "./oneCase.js";
import { markdown, replaceTable, type RivalRecord, type RivalRun, titlesOf } from "./report.js";
import { RUN_JOB_CASES } from "./runJobs.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PAGE = join(ROOT, "docs/performance.md");

/** Versions of what runs in JavaScript, as the manifests name them; both manifests have exact versions only. */
function packageVersions(): Record<string, string> {
  const read = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
  const { version } = read(join(ROOT, "package.json")) as { version: string };
  const { dependencies } = read(fileURLToPath(new URL("package.json", import.meta.url))) as {
    dependencies: Record<string, string>;
  };
  return { ...dependencies, maskscore: version };
}

function consoleTable(records: readonly RivalRecord[]): string {
  const table = textTable([
    ["", "[low median high] ms", "samples", "x maskscore", "off by"],
    ...records
      .filter((record) => "seconds" in record)
      .map((record) => [
        record.name,
        formatSpread(record.seconds),
        String(record.seconds.samples),
        (record.ratioToMaskscore as number).toPrecision(3),
        record.deviation.toPrecision(1),
      ]),
  ]);
  const failures = records
    .filter((record) => "failure" in record)
    .map(({ name, failure }) => `  ${name} fails: ${failure}`);
  return [table, ...failures].join("\n");
}

async function writePage(run: RivalRun): Promise<void> {
  const text = titlesOf(run).reduce(
    (page, title) => replaceTable(page, title, markdown(run, title)),
    readFileSync(PAGE, "utf8"),
  );
  const config = await prettier.resolveConfig(PAGE);
  writeFileSync(PAGE, await prettier.format(text, { ...config, filepath: PAGE }));
  console.log("\ndocs/performance.md has what was measured");
}

const options = new Command("npm run bench:rivals --")
  .option("--table <TEXT>", "only tables whose heading holds this text", "")
  .option("--case <TEXT>", "only cases whose name holds this text; docs/performance.md stays as it is", "")
  .option("--json <FILE>", "keep the records in a file")
  .option("--python <FILE>", "the interpreter that has the rivals in Python; default Debian's")
  .parse()
  .opts<{ table: string; case: string; json?: string; python?: string }>();

const cases = [...CASES, ...FILE_CASES, ...RUN_JOB_CASES].filter(
  ({ name, table }) => name.includes(options.case) && table.includes(options.table),
);
if (cases.length === 0) throw new Error(`no case "${options.case}" in a table "${options.table}"`);
const machine = thisMachine();
console.log(formatMachine(machine));
const runs: CaseRun[] = [];
for (const { name, table } of cases) {
  console.log(`\n${table}: ${name}`);
  const run = jsonFrom(new URL("oneCase.ts", import.meta.url), [
    name,
    ...(options.python === undefined ? [] : [options.python]),
  ]) as CaseRun;
  console.log(consoleTable(run.records));
  runs.push(run);
}
const [{ pythonVersions, contenders }] = runs as [CaseRun];
const missing = Object.keys(pythonVersions).filter((name) => pythonVersions[name] === null);
if (missing.length > 0) console.log(`\nleft out, since Python has no ${missing.join(" and no ")} here`);
const run: RivalRun = {
  machine,
  versions: { ...packageVersions(), ...pythonVersions },
  contenders,
  records: runs.flatMap(({ records }) => records),
};
if (options.json !== undefined) {
  writeFileSync(options.json, `${JSON.stringify(run, null, 2)}\n`);
  console.log(`\nrecords kept in ${options.json}`);
}
if (options.case === "") await writePage(run);

// npm run bench:cli [-- --rounds N] [-- --case TEXT]
// Whole processes, from start to end: the built command against the Python script that is written where there is none.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command, InvalidArgumentError } from "commander";
import { formatMachine, thisMachine } from "../machine.js";
import { requireAgreement, type ScoredFolder } from "./agreement.js";
import { CLI_CASES, type CliCase, manyPairs, MEMORY_PAIRS, type ScoredFolders } from "./cases.js";
import { type MeasuredProcess, missingPython, PYTHON, runMeasured } from "./measuredProcess.js";
import { formatComparison, formatMemory, type SideRounds } from "./summary.js";

const MEMORY_CASE = `memory, ${MEMORY_PAIRS} pairs`;
const MEMORY_LIMIT_BYTES = 250 * 2 ** 20;

const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const MAIN = pathOf("../../dist/cli/main.js");
const SCRIPT = pathOf("../rivals/score_masks.py");

function maskscore({ groundTruth, prediction, classesFile }: ScoredFolders): string[] {
  return [process.execPath, MAIN, "score", groundTruth, prediction, "--classes", classesFile, "--json"];
}

function script({ groundTruth, prediction, numClasses, ignoreIndex }: ScoredFolders): string[] {
  return [PYTHON, SCRIPT, groundTruth, prediction, String(numClasses), String(ignoreIndex)];
}

const read = ({ stdout }: MeasuredProcess): ScoredFolder => JSON.parse(stdout) as ScoredFolder;

function compare(folders: ScoredFolders, target: number, roundCount: number): void {
  const [ours, theirs] = [maskscore(folders), script(folders)];
  // The check warms both up: files in the page cache, byte code of the script's modules on the disk.
  requireAgreement(read(runMeasured(ours)), read(runMeasured(theirs)));
  const ourRuns: MeasuredProcess[] = [];
  const theirRuns: MeasuredProcess[] = [];
  for (let round = 0; round < roundCount; round++) {
    ourRuns.push(runMeasured(ours));
    theirRuns.push(runMeasured(theirs));
  }
  console.log(formatComparison(roundsOf("maskscore", ourRuns), roundsOf("Python script", theirRuns), target));
}

function roundsOf(name: string, runs: readonly MeasuredProcess[]): SideRounds {
  return {
    name,
    seconds: runs.map(({ seconds }) => seconds),
    maxRssBytes: Math.max(...runs.map(({ maxRssBytes }) => maxRssBytes)),
  };
}

function measureMemory(folder: string): void {
  const made = (name: string): string => {
    const path = join(folder, name);
    mkdirSync(path);
    return path;
  };
  const few = (CLI_CASES[0] as CliCase).makeFolders(made("few"));
  const many = manyPairs(few, made("many"), MEMORY_PAIRS);
  console.log(`  the same masks over and over; ${few.description}`);
  const run = runMeasured(maskscore(many));
  const { images } = read(run);
  if (images !== MEMORY_PAIRS) throw new Error(`maskscore scored ${images} of ${MEMORY_PAIRS} pairs`);
  console.log(
    `  maskscore: ${run.seconds.toFixed(1)} s, ${formatMemory(run.maxRssBytes, MEMORY_LIMIT_BYTES)}`,
  );
}

/** Makes an empty folder for what needs one, and takes it away again. */
function inFolder(use: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "maskscore-bench-"));
  try {
    use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readRounds(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("It must be a whole number from 1.");
  return Number(text);
}

function main(): void {
  const options = new Command("npm run bench:cli --")
    .option("--rounds <N>", "how often each command is timed", readRounds, 7)
    .option("--case <TEXT>", "only cases whose name holds this text", "")
    .parse()
    .opts<{ rounds: number; case: string }>();
  const isChosen = (name: string): boolean => name.includes(options.case);
  const cases = CLI_CASES.filter(({ name }) => isChosen(name));
  if (cases.length === 0 && !isChosen(MEMORY_CASE)) {
    throw new Error(`no case's name holds "${options.case}"`);
  }
  const missing = missingPython();
  if (missing !== undefined) {
    console.error(missing);
    process.exitCode = 1;
    return;
  }
  console.log(formatMachine(thisMachine()));
  for (const { name, target, makeFolders } of cases) {
    console.log(`\n${name}`);
    inFolder((folder) => {
      const folders = makeFolders(folder);
      console.log(`  ${folders.description}`);
      compare(folders, target, options.rounds);
    });
  }
  if (isChosen(MEMORY_CASE)) {
    console.log(`\n${MEMORY_CASE}`);
    inFolder(measureMemory);
  }
}

main();

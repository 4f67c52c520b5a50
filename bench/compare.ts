// npm run bench:compare -- OLD.json NEW.json [--threshold 0.10]
// Exit codes: 0 nothing is slower, 1 something is, 2 a file or the command line is wrong.
import { readFileSync } from "node:fs";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { type Change, compareRecords, type Comparison } from "./compareRecords.js";
import { parseRecordFile, RecordFileError, type TimedCases } from "./recordFile.js";

const EXIT_SAME = 0;
const EXIT_SLOWER = 1;
const EXIT_BAD_USAGE = 2;

function readRecords(name: string): TimedCases {
  let text: string;
  try {
    text = readFileSync(name, "utf8");
  } catch (error) {
    throw new RecordFileError(
      `"${name}" cannot be read: ${(error as NodeJS.ErrnoException).code ?? "unknown"}`,
    );
  }
  return parseRecordFile(text, name);
}

function threshold(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && value < Infinity)) {
    throw new InvalidArgumentError("It must be a number from 0, such as 0.10 for 10 %.");
  }
  return value;
}

function formatChange({ oldSeconds, newSeconds, changes, ...change }: Change): string {
  const milliseconds = (seconds: number): string => (seconds * 1000).toPrecision(3);
  const ratios = changes.map(({ yardstick, ratio }) => `${ratio.toFixed(2)}x relative to ${yardstick}`);
  return `  ${change.case}: ${change.contender}, ${milliseconds(oldSeconds)} -> ${milliseconds(newSeconds)} ms, ${ratios.join(", ")}`;
}

function report({ changes, onlyOld, onlyNew }: Comparison): string {
  const withVerdict = (verdict: Change["verdict"]): string[] =>
    changes.filter((change) => change.verdict === verdict).map(formatChange);
  const [slower, faster] = [withVerdict("slower"), withVerdict("faster")];
  const lists: [string, readonly string[]][] = [
    ["only in the old file:", onlyOld.map((name) => `  ${name}`)],
    ["only in the new file:", onlyNew.map((name) => `  ${name}`)],
    ["faster:", faster],
    ["slower:", slower],
  ];
  return [
    ...lists.flatMap(([title, lines]) => (lines.length === 0 ? [] : [title, ...lines])),
    `${changes.length} compared: ${slower.length} slower, ${faster.length} faster`,
  ].join("\n");
}

function compareFiles(oldName: string, newName: string, limit: number): number {
  const [before, after] = [readRecords(oldName), readRecords(newName)];
  for (const what of ["processor", "engine"] as const) {
    const [old, now] = [before.machine[what], after.machine[what]];
    if (old !== now) console.log(`note: the ${what} differs, "${old}" and "${now}"; so may every ratio`);
  }
  const comparison = compareRecords(before, after, limit);
  if (comparison.changes.length === 0) {
    throw new RecordFileError(`"${oldName}" and "${newName}" have no case in common`);
  }
  console.log(report(comparison));
  return comparison.changes.some(({ verdict }) => verdict === "slower") ? EXIT_SLOWER : EXIT_SAME;
}

function main(): number {
  const program = new Command("npm run bench:compare --")
    .description("Lists what became slower from one record file of npm run bench to the next.")
    .argument("<OLD>", "made by npm run bench -- --json OLD")
    .argument("<NEW>", "made by npm run bench -- --json NEW, on the same machine")
    .option("--threshold <SHARE>", "what may be slower and still count as the same", threshold, 0.1)
    .exitOverride();
  try {
    program.parse();
    const [oldName, newName] = program.args as [string, string];
    return compareFiles(oldName, newName, program.opts<{ threshold: number }>().threshold);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_SAME : EXIT_BAD_USAGE;
    if (!(error instanceof RecordFileError)) throw error;
    console.error(error.message);
    return EXIT_BAD_USAGE;
  }
}

process.exitCode = main();

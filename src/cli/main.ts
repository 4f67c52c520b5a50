#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { DatasetError, MAX_SCORED_CLASSES, UnknownClassCountError } from "../dataset/scoreDataset.js";
import { demo } from "./demo.js";
import { DataError, EXIT_BAD_DATA, EXIT_BAD_USAGE, EXIT_SCORED, UsageError } from "./exitCodes.js";
import { score, type ScoreOptions } from "./score.js";
import { processTerminal } from "./terminal.js";

function buildProgram(): Command {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  const program = new Command("maskscore")
    .description("Scores segmentation masks, and says what the score means.")
    .version(version)
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => {
        write(text.replace(/^error: /, "maskscore: "));
      },
    })
    .showHelpAfterError("(maskscore --help lists the commands)");
  program
    .command("score")
    .description("score predicted masks against the truth: two files, or two folders matched by file name")
    .argument(
      "<TRUTH>",
      "a mask (.png: palette index or grey value; .npy: labels or scores), or a folder of them",
    )
    .argument("<PREDICTION>", "the same; file names without their ending must be those of TRUTH")
    .option(
      "--num-classes <N>",
      "labels are 0..N-1; needed where neither --classes nor scores tell it",
      wholeNumber(1, MAX_SCORED_CLASSES),
    )
    .option(
      "--ignore-index <K>",
      "truth label of pixels that do not count",
      wholeNumber(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
    )
    .option("--classes <FILE>", "JSON with numClasses, ignoreIndex and classNames")
    .option("--json", "print JSON: every count, scores unrounded")
    .addHelpText(
      "after",
      `
Examples:
  maskscore score truth.png prediction.png --num-classes 19 --ignore-index 255
  maskscore score masks/ predictions/ --classes classes.json --json

IoU and Dice are ratios of the pixels of all images together; a class absent from truth and
prediction has no score and is left out of the mean.

Exit codes: 0 scored, 1 a file is missing or wrong, 2 the command line is wrong.`,
    )
    .action(async (truth: string, prediction: string, options: ScoreOptions) => {
      await score(truth, prediction, options, processTerminal);
    });
  program
    .command("demo")
    .description("score what ships with the package: the tutorial's circles and a street scene")
    .option("--figure <FILE>", "where to draw the circles", "circles.svg")
    .action(async ({ figure }: { figure: string }) => {
      await demo(figure, processTerminal);
    });
  return program;
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(
        `It must be a whole number${most === MAX_SCORED_CLASSES ? ` from ${least} to ${most}` : ""}.`,
      );
    }
    return value;
  };
}

async function main(): Promise<number> {
  try {
    await buildProgram().parseAsync();
    return EXIT_SCORED;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_SCORED : EXIT_BAD_USAGE;
    if (error instanceof UsageError || error instanceof UnknownClassCountError) {
      processTerminal.note(error.message);
      return EXIT_BAD_USAGE;
    }
    if (error instanceof DataError || error instanceof DatasetError) {
      processTerminal.note(error.message);
      return EXIT_BAD_DATA;
    }
    throw error;
  }
}

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // A reader that stops early (a pager, head) is no fault of the data; a full disk must not pass for a result.
  if (error.code === "EPIPE") return;
  processTerminal.note(`the result cannot be written: ${error.message}`);
  process.exitCode = EXIT_BAD_DATA;
});

// Whoever closed standard error does not want to read it; the exit code stands.
process.stderr.on("error", () => undefined);

const exitCode = await main();
process.exitCode ??= exitCode;

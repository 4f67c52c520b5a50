import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { DatasetError, SettingsError } from "../app/errors/problem.js";
import { scorerWords } from "../app/errors/stateWords.js";
import {
  addClassOptions,
  addComparisonOptions,
  addFileOptions,
  addOutputOptions,
  addRunOptions,
  addStatisticsOptions,
  addTellOptions,
} from "./commandOptions.js";
import { completionScript, SHELLS } from "./completion.js";
import { compare } from "./commands/compare.js";
import { demo, type DemoOptions } from "./commands/demo.js";
import { inspect, type InspectOptions } from "./commands/inspect.js";
import { score, type ScoreOptions } from "./commands/score.js";
import { merge, show, type StateOptions } from "./commands/states.js";
import { DataError, EXIT_BAD_DATA, EXIT_BAD_USAGE, EXIT_SCORED, UsageError } from "./exitCodes.js";
import {
  COMPARE_HELP,
  INSPECT_HELP,
  MERGE_HELP,
  PROGRAM_HELP,
  SCORE_EXAMPLES,
  SCORE_HELP,
  SHOW_HELP,
} from "./help.js";
import { withExplicitOutputs } from "./commandOptions.js";
import { requireDecodedWords } from "./inputs/undecodedName.js";
import { letSignalsIn } from "./interruption.js";
import { unwrittenReason } from "./inputs/readBytes.js";
import { STANDARD_OUTPUT } from "./outputTarget.js";
import { standardOutput } from "./standardStream.js";
import { printable } from "../app/view/printable.js";
import { shorten } from "../src/errors/describe.js";
import { besideTerminal, LONGEST_LINE, processTerminal, type Terminal } from "./terminal.js";
import { addTaskOptions, addTaskTellOptions } from "./tasks/declaredTaskOptions.js";
import { closeSources } from "./sources/registry.js";
import { removeTemporaries } from "./temporaryFiles.js";
import { unexpectedWords } from "./unexpected.js";
import { commandWords } from "./commandWords.js";
import { isMaskscoreError } from "../src/errors/problem.js";

/** @param end takes what the command says that runs: commander's actions return nothing */
function buildProgram(end: (exitCode: number) => void): Command {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  const program = new Command("maskscore")
    .description("Scores segmentation masks, and says what the score means.")
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        processTerminal.print(text);
      },
      outputError: (text, write) => {
        // What it quotes of the command line may hold anything; a guess at what was meant stands on a line of its own.
        const lines = text
          .replace(/^error: /, "maskscore: ")
          .trimEnd()
          .split(/\n(?=\(Did you mean )/);
        write(`${lines.map((line) => printable(shorten(line, LONGEST_LINE))).join("\n")}\n`);
      },
    })
    .showHelpAfterError("(maskscore --help lists the commands)")
    .addHelpText("after", PROGRAM_HELP);

  const scoring = program
    .command("score")
    .description("score predicted masks against the truth: files, or folders matched by file name")
    .argument("[TRUTH]", "a mask, or a folder of them")
    .argument("[PREDICTION...]", "the same, of one model each; several make a leaderboard");
  addFileOptions(scoring);
  addClassOptions(scoring);
  addTellOptions(scoring);
  addStatisticsOptions(scoring);
  addTaskOptions(scoring);
  addRunOptions(scoring, true);
  addOutputOptions(scoring, true);
  scoring
    .addHelpText("before", SCORE_EXAMPLES)
    .addHelpText("after", SCORE_HELP)
    .action(async (truth: string | undefined, predictions: string[], options: ScoreOptions) => {
      end(await score(truth, predictions, options, terminalOf(options)));
    });

  const comparing = program
    .command("compare")
    .description("how one model differs from another on the same images, and whether that may be chance")
    .argument("<PATHS...>", "TRUTH A B: folders of masks; or two states");
  addFileOptions(comparing);
  addClassOptions(comparing);
  addTellOptions(comparing);
  addComparisonOptions(comparing);
  addStatisticsOptions(comparing);
  addTaskOptions(comparing);
  addRunOptions(comparing, false);
  addOutputOptions(comparing, true);
  comparing.addHelpText("after", COMPARE_HELP).action(async (paths: string[], options: ScoreOptions) => {
    end(await compare(paths, options, processTerminal));
  });

  const merging = program
    .command("merge")
    .description("add the states of shards up: exactly what one run would have given")
    .argument("<STATE...>", "files that score --state wrote")
    .option("--state <FILE>", "write the merged state; - writes it to standard output")
    .option("--allow-missing", "merge what is there of a run; every report says how much that is");
  const showing = program
    .command("show")
    .description("the reports of saved states, without looking at a mask again")
    .argument("<STATE...>", "files that score --state or merge wrote; several make a leaderboard");
  for (const command of [merging, showing]) {
    addTellOptions(command);
    addTaskTellOptions(command);
    addStatisticsOptions(command);
    addOutputOptions(command, false);
  }
  merging.addHelpText("after", MERGE_HELP).action(async (paths: string[], options: StateOptions) => {
    end(await merge(paths, options, terminalOf(options)));
  });
  showing.addHelpText("after", SHOW_HELP).action(async (paths: string[], options: StateOptions) => {
    end(await show(paths, options, processTerminal));
  });

  const inspecting = program
    .command("inspect")
    .description("what masks hold: type, size, labels with counts, and what looks wrong")
    .argument("<FILE...>", "masks, or folders of them")
    .option("--json", "print JSON");
  addClassOptions(inspecting);
  inspecting.addHelpText("after", INSPECT_HELP).action(async (paths: string[], options: InspectOptions) => {
    end(await inspect(paths, options, processTerminal));
  });

  program
    .command("completion")
    .description("print a script that completes commands and options in a shell")
    .argument("<SHELL>", SHELLS.join(", "))
    .addHelpText("after", '\nExample:\n  eval "$(maskscore completion bash)"      in ~/.bashrc')
    .action((shell: string) => {
      processTerminal.print(completionScript(shell, program));
    });
  program
    .command("demo")
    .description("score what ships with the package: the tutorial's circles, a street scene, two models")
    .option("--figure <FILE>", "where to draw the circles", "circles.svg")
    .option("--report <FILE>", "where to write the page", "report.html")
    .addHelpText("after", "\nExample:\n  maskscore demo --report /tmp/report.html")
    .action(async (options: DemoOptions) => {
      await demo(options, processTerminal);
    });
  return program;
}

function terminalOf({ state }: { readonly state?: string | undefined }): Terminal {
  return state === STANDARD_OUTPUT ? besideTerminal : processTerminal;
}

async function exitCodeOf(words: readonly string[]): Promise<number> {
  let exitCode: number = EXIT_SCORED;
  try {
    requireDecodedWords(words);
    const program = buildProgram((code) => {
      exitCode = code;
    });
    await program.parseAsync(withExplicitOutputs(words));
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_SCORED : EXIT_BAD_USAGE;
    if (error instanceof UsageError || error instanceof SettingsError) {
      processTerminal.error(error instanceof SettingsError ? commandWords(error) : error.message);
      return EXIT_BAD_USAGE;
    }
    if (error instanceof DataError || error instanceof DatasetError) {
      processTerminal.error(error instanceof DatasetError ? commandWords(error) : error.message);
      return EXIT_BAD_DATA;
    }
    if (isMaskscoreError(error)) {
      processTerminal.error(scorerWords(error.problem));
      return EXIT_BAD_DATA;
    }
    processTerminal.error(unexpectedWords(error));
    return EXIT_BAD_DATA;
  }
}

/**
 * Runs a command, and resolves when all of what it says is written.
 *
 * @param words what the process was started with, the two first ones too
 * @returns the exit code
 */
export async function runCommand(words: readonly string[]): Promise<number> {
  let exitCode: number;
  try {
    exitCode = await exitCodeOf(words);
  } finally {
    closeSources();
    removeTemporaries();
  }
  await standardOutput.flushed();
  const { failure } = standardOutput;
  if (failure !== undefined) {
    // Part of a result must not pass for a whole one, whoever did not take the rest: a disk, or a reader that stopped early.
    processTerminal.error(`the result cannot be written: standard output: ${unwrittenReason(failure)}`);
    exitCode = EXIT_BAD_DATA;
  }
  await new Promise((resolve) => process.stderr.write("", resolve));
  await letSignalsIn();
  return exitCode;
}

/** Runs the command that the process was started with, and ends the process. */
export async function run(): Promise<never> {
  const exitCode = await runCommand(process.argv);
  // At once: where Node clears up first, it listens to signals no more, and one would kill a command that has done its work.
  process.exit(exitCode);
}

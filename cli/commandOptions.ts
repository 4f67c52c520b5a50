import { existsSync } from "node:fs";
import { type Command, InvalidArgumentError, Option } from "commander";
import { describe } from "../src/errors/describe.js";
import { CLASS_METRICS, type ClassMetric } from "../src/measures/confusion/classScores.js";
import { CONVENTIONS } from "../src/measures/confusion/conventions/registry.js";
import { PLACEMENT_RULES } from "../app/job/alignPair.js";
import { LOW_BITS, type LowBits, type SideLowBits } from "../app/formats/lowBits.js";
import { MAX_PIXELS } from "../app/formats/limits.js";
import { MAX_SCORED_CLASSES } from "../app/job/countPair.js";
import { NODATA_CHOICES } from "../app/job/pairLabels.js";
import { VOID_PREDICTIONS } from "../src/labels/voidPredictions.js";
import type { SideThresholds } from "../src/labels/threshold.js";
import { NAME_RULES, type NameRuleWord } from "../app/pairing/nameRule.js";
import { stripWordFault } from "../app/pairing/stripWords.js";
import { PRESETS } from "../app/presets/presets.js";
import type { Threshold } from "../app/view/gates.js";
import { alphaOfSides, colourDistance, divisorOfSides, meaningOfPixels } from "./declaredOptions.js";
import { UsageError } from "./exitCodes.js";
import { wholeNumber } from "./wholeNumber.js";
import { STANDARD_OUTPUT } from "./outputTarget.js";
import { DETECTION_RULES, PANOPTIC_RULES, TASK_METRICS } from "./tasks/taskOptions.js";

/** Which files belong together. */
export function addFileOptions(command: Command): void {
  command
    .optionsGroup("Files:")
    .option(
      "--pairs <FILE>",
      "CSV, TSV, JSON or JSON lines of truth, prediction, id, cluster instead of TRUTH and PREDICTION; - reads standard input",
    )
    .option("--list <FILE>", "names of the images that are scored, one a line, as a data set's val.txt")
    .option("--truth-glob <PATTERN>", "which files of TRUTH are masks, as **/*_labelIds.png")
    .option("--prediction-glob <PATTERN>", "which files of PREDICTION are masks")
    .option(
      "--strip <WORDS>",
      "endings (_labelIds,_pred), beginnings ('mask_*') and folders (gt/) that are not of the image's name",
      stripWords,
    )
    .addOption(
      new Option(
        "--match <WORDS>",
        `differences of names that do not count, by commas: ${NAME_RULES.join(", ")} (0001 is 1; A is a; a/1 is a_1)`,
      )
        .choices(NAME_RULES)
        .argParser(nameRules),
    )
    .addOption(
      new Option(
        "--placement <RULE>",
        "where volumes and maps say that they lie elsewhere: check refuses the pair, ignore takes pixels as they lie (default: check)",
      ).choices([...PLACEMENT_RULES]),
    )
    .option("--allow-missing", "score the images that have both; list the others")
    .option("--keep-going", "score the others where a file is wrong, list what failed, exit 3")
    .option(
      "--shard <i/n>",
      "score the i-th of n slices; auto, or auto/n: taken from a Slurm, Kubernetes, AWS or GNU parallel job",
    );
}

/** What labels mean. */
export function addClassOptions(command: Command): void {
  command
    .optionsGroup("Classes:")
    .addOption(
      new Option(
        "--dataset <NAME>",
        "class names, void, label ids and file names of a known data set",
      ).choices([...PRESETS.keys()]),
    )
    .option("--train-ids", "with --dataset cityscapes: predictions hold train ids 0..18, not label ids")
    .option(
      "--num-classes <N>",
      "labels are 0..N-1; needed where neither --classes, --dataset nor scores tell it",
      wholeNumber(1, MAX_SCORED_CLASSES),
    )
    .option(
      "--ignore-index <LABELS>",
      "truth label of pixels that do not count, or several by commas: 255, or 0,255",
      wholeNumbers,
    )
    .option(
      "--exclude-classes <NAMES>",
      "classes, by name or label and by commas, that are left out of every mean, and still counted: 0,sky",
      pieces,
    )
    .addOption(
      new Option(
        "--nodata <MEANING>",
        "pixels of the label that a file names as no data: ignore, or label (what the classes say of it)",
      ).choices(NODATA_CHOICES),
    )
    .addOption(
      new Option(
        "--void-predictions <MEANING>",
        "pixels of a class that are predicted void: error (default), or miss of their class",
      ).choices(VOID_PREDICTIONS),
    )
    .option(
      "--classes <FILE>",
      "classes with their names, labels and colours: maskscore's own JSON, or what other tools write (docs/cli.md lists them)",
    )
    .option("--binary", "masks of 0 and one other value (as 0 and 255): background and foreground")
    .option(
      "--threshold <T>",
      "values of one a pixel (greys, JPEG, probabilities): foreground is what is greater; or of each side: truth=0,prediction=127",
      thresholdOfSides,
    )
    .option(
      "--palette <FILE>",
      "what the colours of RGB label images mean: as --classes, of a file that has colours",
    )
    .option("--rgb-ids", "RGB label images hold ids: R + 256 G + 65536 B, as COCO panoptic")
    .option(
      "--nearest-colour <D>",
      "a colour that the palette lacks is its nearest one, at most D away (Euclidean, in RGB)",
      colourDistance,
    )
    .addOption(
      new Option(
        "--unlisted-colours <MEANING>",
        "pixels of colours that the palette lacks: error (default), or void",
      )
        .choices(["void", "error"])
        .argParser(meaningOfPixels),
    )
    .addOption(
      new Option(
        "--alpha <MEANING>",
        "pixels of alpha 0: error (default), or void; or of each side: truth=void,prediction=error",
      )
        .choices(["void", "error"])
        .argParser(alphaOfSides),
    )
    .option(
      "--divide <N>",
      "labels are ids of instances: class = id / N; by 1000 (Cityscapes) ids below it are classes, by 256 (Mapillary) none; or of one side: truth=1000",
      divisorOfSides,
    )
    .addOption(
      new Option(
        "--layout <LAYOUT>",
        "axes of scores: H x W x N (channelsLast, default) or N x H x W; of one-hot integers, which tell it themselves, one of them alone",
      ).choices(["channelsLast", "channelsFirst"]),
    )
    .addOption(
      new Option(
        "--resize <SIDE>",
        "where sizes differ: prediction brings it to the truth's size by nearest neighbour, middle to middle; it is an error (default) otherwise",
      ).choices(["prediction"]),
    )
    .option(
      "--low-bits <MEANING>",
      "grey PNG and TIFF of 1, 2 or 4 bits: raw (labels as stored) or scaled (to 0..255, as Pillow and OpenCV read it); or of each side: truth=scaled,prediction=raw",
      lowBitsOfSides,
    )
    .option(
      "--max-pixels <N>",
      `refuse masks of more pixels (default: ${MAX_PIXELS})`,
      wholeNumber(1, 2 ** 32),
    );
}

/** What is told. */
export function addTellOptions(command: Command): void {
  command
    .optionsGroup("What to tell:")
    .option(
      "--metrics <NAMES>",
      `columns, by commas: ${CLASS_METRICS.join(", ")} (default: iou,dice)`,
      metricNames,
    )
    .addOption(
      new Option(
        "--convention <NAME>",
        "whose rules make the mean; of --task panoptic, boxes and masks, whose match",
      ).choices([...new Set([...CONVENTIONS.keys(), ...PANOPTIC_RULES, ...DETECTION_RULES])]),
    )
    .option("--spread", "the mean IoU by every convention, side by side")
    .option("--per-image", "every image's own scores")
    .option(
      "--worst <N>",
      "the N images and confusions that hold the mean down most",
      wholeNumber(1, 100_000),
    )
    .option(
      "--fail-under <SCORES>",
      "exit 4 where a score is below: iou=0.44,dice=0.6,accuracy=0.8,car=0.6",
      thresholds,
    );
}

/** What a comparison must come to. */
export function addComparisonOptions(command: Command): void {
  command.option(
    "--fail-worse",
    "exit 4 where the second model is worse by more than the interval of the difference allows",
  );
}

/** How sure the scores are. */
export function addStatisticsOptions(command: Command): void {
  command
    .option("--ci <PERCENT>", "intervals over images, as 95", percentage)
    .option(
      "--resamples <N>",
      "of the permutations (default: 10000), and of a bootstrap whose bounds JSON tells, too",
      wholeNumber(1, 1_000_000),
    )
    .option("--seed <S>", "of the random numbers (default: 0)", wholeNumber(0, 2 ** 32 - 1))
    .option(
      "--cluster <PATTERN>",
      'images that are drawn together: ids by a pattern, as "^([^_]+)_", or a table of image and cluster (FILE, FILE#COLUMN)',
    );
}

/** How the work is done. */
export function addRunOptions(command: Command, hasState: boolean): void {
  command
    .optionsGroup("The run:")
    .option("--threads <N>", "how many (default: all cores)", wholeNumber(1, 1024))
    .option("--quiet", "no progress");
  if (hasState) {
    command
      .option(
        "--state <FILE>",
        "keep the exact state of the run here: for show, merge and --resume; - writes it to standard output",
      )
      .option("--resume <FILE>", "go on from this state, and keep it up; begins anew where there is none");
  }
}

/** Where reports go. */
export function addOutputOptions(command: Command, hasPhotos: boolean): void {
  command
    .optionsGroup("Reports (printed instead of the table; --json=FILE writes a file):")
    .option("--json <FILE>", "every count, scores unrounded")
    .option("--csv <FILE>", "a row a class; with --per-image a row an image")
    .option("--markdown <FILE>", "for a GitHub job summary")
    .option("--junit <FILE>", "thresholds and failed files as test cases")
    .option("--html <FILE>", "one page with plots and pictures that needs nothing else; always a file");
  if (hasPhotos) {
    command.option("--images <DIR>", "photos to show under the masks on the page, by the images' names");
  }
  // Their value may be left out: see withExplicitOutputs.
  for (const option of command.options) {
    if (PRINTABLE.includes(option.long ?? "")) option.flags = `${option.long ?? ""}[=FILE]`;
  }
}

const PRINTABLE = ["--json", "--csv", "--markdown", "--junit"];

/**
 * --json alone prints; --json=FILE writes a file. Commander would take the next word, which is a folder, for the file.
 * "inspect" has a plain --json, which takes no value.
 */
export function withExplicitOutputs(argv: readonly string[]): string[] {
  if (argv[2] === "inspect") return [...argv];
  const end = argv.indexOf("--");
  return argv.map((word, i) => {
    if (!PRINTABLE.includes(word) || (end >= 0 && i >= end)) return word;
    requireNoFile(word, argv[i + 1]);
    return `${word}=${STANDARD_OUTPUT}`;
  });
}

/** @throws {UsageError} the word behind was meant for the file: it is not there, or is called like a report */
function requireNoFile(option: string, next: string | undefined): void {
  if (next === undefined || next.startsWith("-")) return;
  if (existsSync(next) && !/\.(json|csv|md|markdown|xml)$/i.test(next)) return;
  throw new UsageError(
    `${option} ${next}: a report's file is joined to its option by "=": ${option}=${next}; ${option} alone prints`,
  );
}

function words(text: string, previous: readonly string[] = []): string[] {
  return [...previous, ...text.split(",").filter((word) => word !== "")];
}

function stripWords(text: string, previous: readonly string[] = []): string[] {
  const added = words(text);
  for (const word of added) {
    const fault = stripWordFault(word);
    if (fault !== undefined) throw new InvalidArgumentError(`${JSON.stringify(word)}: ${fault}.`);
  }
  return [...previous, ...added];
}

function nameRules(text: string, previous: readonly NameRuleWord[] = []): NameRuleWord[] {
  const names = words(text).map((word) => word.trim());
  const unknown = names.find((name) => !(NAME_RULES as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(
      `Unknown difference ${JSON.stringify(unknown)}; there are ${NAME_RULES.join(", ")}.`,
    );
  }
  return [...new Set([...previous, ...(names as NameRuleWord[])])];
}

/** Labels, which may stand in several words: --ignore-index 0 --ignore-index 255. */
function wholeNumbers(text: string, previous: readonly number[] = []): number[] {
  const read = wholeNumber(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  return [...previous, ...text.split(",").map((word) => read(word.trim()))];
}

/** Names may hold commas: which pieces make one is told where the names are known. */
function pieces(text: string, previous: readonly string[] = []): string[] {
  return [...previous, ...text.split(",")];
}

/** 127, or truth=0,prediction=127 */
function thresholdOfSides(text: string): number | SideThresholds {
  const sides = /^truth=([^,]*),prediction=([^,]*)$/.exec(text) ?? undefined;
  const [truth, prediction] = [sides?.[1] ?? text, sides?.[2] ?? text].map((part) =>
    /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(part) ? Number(part) : NaN,
  ) as [number, number];
  if (!Number.isFinite(truth) || !Number.isFinite(prediction)) {
    throw new InvalidArgumentError(
      "It must be a number, as 0.5, or one for each side: truth=0,prediction=127.",
    );
  }
  return sides === undefined ? truth : { groundTruth: truth, prediction };
}

/** raw, or truth=scaled,prediction=raw */
function lowBitsOfSides(text: string): LowBits | SideLowBits {
  const sides = /^truth=(.*),prediction=(.*)$/.exec(text) ?? undefined;
  const [truth, prediction] = [sides?.[1] ?? text, sides?.[2] ?? text] as [LowBits, LowBits];
  if (!LOW_BITS.includes(truth) || !LOW_BITS.includes(prediction)) {
    throw new InvalidArgumentError(
      "It must be raw or scaled, or one for each side: truth=scaled,prediction=raw.",
    );
  }
  return sides === undefined ? truth : { groundTruth: truth, prediction };
}

function percentage(text: string): number {
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value <= 0 || value >= 100) {
    throw new InvalidArgumentError("It must be a number of per cent between 0 and 100, as 95.");
  }
  return value;
}

/** Those of tasks are told apart where the task is known. */
function metricNames(text: string): ClassMetric[] {
  const names = text.split(",").map((name) => name.trim());
  const known: readonly string[] = [...CLASS_METRICS, ...TASK_METRICS];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(
      `Unknown metric ${describe(unknown)}; there are ${CLASS_METRICS.join(", ")}.`,
    );
  }
  return [...new Set(names as ClassMetric[])];
}

/** iou=0.44,car=0.6; a comma within a class's name is part of it, for the piece before it has no "=". */
function thresholds(text: string, previous: readonly Threshold[] = []): Threshold[] {
  const found: Threshold[] = [...previous];
  let name = "";
  for (const piece of text.split(",")) {
    const at = piece.lastIndexOf("=");
    if (at < 0) {
      name += `${piece},`;
      continue;
    }
    const key = (name + piece.slice(0, at)).trim();
    const value = piece.slice(at + 1).trim();
    const threshold = Number(value);
    if (key === "" || value === "" || !(threshold >= 0 && threshold <= 1)) {
      throw new InvalidArgumentError(`Expected NAME=SCORE with a score from 0 to 1, got ${describe(piece)}.`);
    }
    found.push({ key, threshold });
    name = "";
  }
  if (name !== "") throw new InvalidArgumentError(`Expected NAME=SCORE, got ${describe(name.slice(0, -1))}.`);
  return found;
}

import { DatasetError } from "../../app/errors/problem.js";
import type { Inspection } from "../../app/job/inspection.js";
import type { Expected } from "../../app/job/inspectMask.js";
import { renderSection } from "../../app/report/textReport.js";
import { printableJson } from "../../app/view/printable.js";
import { countText } from "../../app/view/numberTexts.js";
import type { Section } from "../../app/view/reportSections.js";
import { doMaskTask } from "../counting/doMaskTask.js";
import { decodeOf, type FileDecode } from "../../app/job/runDecode.js";
import type { Side } from "../../src/errors/problem.js";
import { EXIT_BAD_DATA, EXIT_SCORED, UsageError } from "../exitCodes.js";
import { findMasks, isFolder, repeatedWords } from "../inputs/listFiles.js";
import { coloursCures } from "../inputs/checkedCures.js";
import { type ClassOptions, readScoredClasses, type ScoredClasses } from "../inputs/readScoredClasses.js";
import { noMasksText } from "../inputs/noMasks.js";
import { onInterruption } from "../interruption.js";
import { isJsonFile } from "../tasks/askedTask.js";
import type { Terminal } from "../terminal.js";
import { commandWords } from "../commandWords.js";
import { settingsOf } from "../../app/classes/settingsOf.js";
import { isClass, type RawLabel, VOID } from "../../src/labels/labelKinds.js";
import { ignoredLabels, labelReader, rulesOf } from "../../src/labels/labelRules.js";
import { readThreshold } from "../../src/labels/threshold.js";
import { placementText } from "../../src/reading/placement.js";
import { sizeText, spacingText } from "../../src/reading/raster.js";

export interface InspectOptions extends ClassOptions {
  readonly json?: boolean | undefined;
}

interface Inspected extends Inspection {
  readonly file: string;
  readonly bytes: number;
}

/** Labels that are listed before they are only counted. */
const LISTED_LABELS = 40;

/** maskscore inspect FILE... : what masks hold, and what looks wrong with them. Files that are none are named, and the others told of. */
export async function inspect(
  paths: readonly string[],
  options: InspectOptions,
  terminal: Terminal,
): Promise<number> {
  if (paths.length > 0 && paths.every(isJsonFile)) {
    const { inspectJson } = await import("../tasks/loaded.js");
    return inspectJson(paths, options.json === true, terminal);
  }
  const classes = await readScoredClasses(options);
  const { scorer, decode, nodata } = classes;
  if (typeof decode.lowBits === "object") {
    throw new UsageError("--low-bits: inspect looks at files of no side; pass raw or scaled");
  }
  const side = sideOf(decode);
  // Files that hold raw labels of a mapping hold other labels than classes.
  const thresholds = readThreshold(scorer.threshold) ?? undefined;
  const expected: Expected = {
    numClasses: scorer.numClasses,
    ignoreIndex: scorer.ignoreIndex,
    nodata,
    divide: decode.divide?.[side],
    ...(scorer.labelMapping === undefined && thresholds === undefined
      ? {}
      : { numClasses: undefined, isBinary: options.binary === true, thresholds }),
  };
  const classOf = classWords(classes);
  const files: string[] = [];
  let failed = 0;
  for (const path of paths) {
    if (!(await isFolder(path))) {
      files.push(path);
      continue;
    }
    const found = await findMasks(path, { takesJpeg: decode.takesValues });
    if (found.repeated.length > 0) terminal.note(repeatedWords(path, found.repeated));
    const masks = found.files.map(found.pathOf);
    if (masks.length === 0) {
      terminal.error(noMasksText(path, found.leftOut, found.pathOf));
      failed++;
    }
    files.push(...masks);
  }
  const inspected: Inspected[] = [];
  let done = 0;
  onInterruption(() => `interrupted after ${done} of ${files.length} files`);
  for (const file of files) {
    if (!terminal.takesResults) break;
    try {
      const { bytes, ...inspection } = await doMaskTask("inspect", {
        path: file,
        decode: { ...decodeOf(decode, side), takesStack: true },
        expected,
      });
      const found = { file, bytes, ...inspection };
      inspected.push(found);
      if (options.json !== true) {
        for (const section of sectionsOf(found, classOf, scorer.classNames)) {
          terminal.print(`${renderSection(section, terminal.style)}\n\n`);
        }
      }
    } catch (error) {
      if (!(error instanceof DatasetError)) throw error;
      terminal.error(commandWords(await checked(error, file, decodeOf(decode, side))));
      failed++;
    }
    done++;
  }
  if (options.json === true) terminal.print(`${printableJson(JSON.stringify(inspected, null, 2))}\n`);
  return failed > 0 ? EXIT_BAD_DATA : EXIT_SCORED;
}

/** Files are looked at as those of the side of which something is said; of both where that is the same. */
function sideOf({ alpha, divide }: ScoredClasses["decode"]): Side {
  const saidOf = (side: Side): string => JSON.stringify([alpha?.[side], divide?.[side]]);
  const nothing = JSON.stringify([undefined, undefined]);
  if (saidOf("groundTruth") === saidOf("prediction") || saidOf("prediction") === nothing)
    return "groundTruth";
  if (saidOf("groundTruth") === nothing) return "prediction";
  throw new UsageError(
    "inspect looks at files of no side: say of --alpha and --divide what is true of these files, as --divide 1000",
  );
}

/** Of colours that could be no ids nothing is said of ids. */
async function checked(error: DatasetError, file: string, decode: FileDecode): Promise<DatasetError> {
  if (error.problem.code !== "file-coloured") return error;
  const cure = await coloursCures(error.problem.cure ?? [], [file], decode);
  return new DatasetError({ ...error.problem, cure }, { cause: error });
}

/** What a label of the truth is by what was said of classes: its class, "void", or nothing that is known. */
function classWords(classes: ScoredClasses): (label: number) => string {
  const { numClasses, ignoreIndex, classNames } = classes.scorer;
  if (numClasses === undefined) {
    const ignored = ignoredLabels(ignoreIndex);
    return (label) => (ignored.includes(label) ? "void" : "");
  }
  const meaningOf = labelReader(rulesOf(settingsOf(classes, numClasses)).groundTruth);
  return (label) => {
    const meaning = meaningOf(label as RawLabel);
    if (meaning === VOID) return "void";
    return isClass(meaning) ? (classNames?.[meaning] ?? "") : "";
  };
}

function sectionsOf(
  inspected: Inspected,
  classOf: (label: number) => string,
  classNames: readonly string[] | undefined,
): Section[] {
  const { file, bytes, note, width, height, slices, numClasses, labels, findings } = inspected;
  const { spacing, placement, foregroundAbove } = inspected;
  const wordOf = (label: number): string => {
    if (foregroundAbove !== undefined) return ["background", "foreground"][label] ?? "";
    // The highest of the scores is a class whatever labels mean.
    return numClasses === undefined ? classOf(label) : (classNames?.[label] ?? "");
  };
  const gridSize = [slices, height, width] as const;
  const size = `${sizeText(gridSize)} pixels`;
  const pixels = labels.reduce((sum, { count }) => sum + count, 0);
  const listed = labels.slice(0, LISTED_LABELS);
  const rest = labels.slice(LISTED_LABELS).reduce((sum, { count }) => sum + count, 0);
  return [
    {
      title: file,
      table: undefined,
      facts: [
        ["type", `${note}, ${countText(bytes)} bytes`],
        ["size", numClasses === undefined ? size : `${size}, ${numClasses} scores each`],
        ...(spacing === undefined ? [] : [["spacing", spacingText(spacing, gridSize)] as const]),
        ...(placement === undefined ? [] : [["placement", placementText(placement, gridSize)] as const]),
        ...findings.map(({ severity, message }) => [severity, message] as const),
      ],
    },
    {
      title: undefined,
      table: {
        columns: [numClasses === undefined ? "label" : "argmax", "pixels", "share", "class"],
        rows: [
          ...listed.map(({ label, count }) => [
            String(label),
            countText(count),
            share(count, pixels),
            wordOf(label),
          ]),
          ...(rest > 0
            ? [[`${labels.length - listed.length} more`, countText(rest), share(rest, pixels), ""]]
            : []),
        ],
        wordColumns: [3],
      },
      facts: [],
    },
  ];
}

function share(count: number, pixels: number): string {
  const percent = (100 * count) / pixels;
  return percent > 0 && percent < 0.1 ? "< 0.1 %" : `${percent.toFixed(1)} %`;
}

import { access, constants, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { csvReport } from "../app/report/csvReport.js";
import { jsonReport } from "../app/report/jsonReport.js";
import { junitReport } from "../app/report/junitReport.js";
import { missingMeans } from "../app/view/means.js";
import { markdownReport } from "../app/report/markdownReport.js";
import type { RunView } from "../app/view/runView.js";
import { textReport } from "../app/report/textReport.js";
import { DataError, EXIT_SCORED, EXIT_SOME_FAILED, EXIT_UNDER_THRESHOLD, UsageError } from "./exitCodes.js";
import { reasonOf } from "./inputs/readBytes.js";
import { letSignalsIn } from "./interruption.js";
import type { Terminal } from "./terminal.js";

const RENDERERS = {
  json: jsonReport,
  csv: csvReport,
  markdown: markdownReport,
  junit: junitReport,
} as const;

type Rendering = keyof typeof RENDERERS;

/** Where reports go: "-" is standard output, instead of the table. */
export type OutputOptions = Readonly<Partial<Record<Rendering, string>>>;

export const STANDARD_OUTPUT = "-";

const NAMES = Object.keys(RENDERERS) as Rendering[];

/** Everything that a command writes. */
interface WrittenOptions extends OutputOptions {
  readonly html?: string | undefined;
  readonly state?: string | undefined;
  readonly resume?: string | undefined;
  /** Photos for the page. */
  readonly images?: string | undefined;
}

/**
 * Asked before any work is done.
 *
 * @throws {UsageError} two reports want standard output, or there are photos for no page
 * @throws {DataError} a report or state cannot be written where it is to go
 */
export async function requireOutputs(options: WrittenOptions): Promise<void> {
  requireOneOutput(options);
  if (options.images !== undefined && options.html === undefined) {
    throw new UsageError("--images are photos for the page: pass --html FILE too, or leave them out");
  }
  for (const name of [...NAMES, "html"] as const) {
    const path = options[name];
    if (path !== undefined && path !== STANDARD_OUTPUT) await requireWritable(path, "cannot be written");
  }
  const state = options.state ?? options.resume;
  if (state !== undefined) await requireWritable(state, "the state cannot be written");
}

/** Looks at the file, or, where there is none yet, at its folder; leaves nothing behind. */
async function requireWritable(path: string, failure: string): Promise<void> {
  try {
    const isThere = (await stat(path).catch(() => undefined))?.isDirectory();
    if (isThere === true) throw new DataError(`${path}: ${failure}: is a folder`);
    await access(isThere === undefined ? dirname(path) : path, constants.W_OK);
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    throw new DataError(`${path}: ${failure}: ${reasonOf(cause)}`, { cause });
  }
}

function requireOneOutput(options: OutputOptions): void {
  const printed = NAMES.filter((name) => options[name] === STANDARD_OUTPUT);
  if (printed.length > 1) {
    throw new UsageError(
      `${printed.map((name) => `--${name}`).join(" and ")} cannot both be printed; write one to a file: --${printed[1] as string}=FILE`,
    );
  }
}

/** Writes a run's reports, and prints its table unless one of them is printed. */
export async function writeReports(run: RunView, options: OutputOptions, terminal: Terminal): Promise<void> {
  await letSignalsIn();
  const printed = NAMES.find((name) => options[name] === STANDARD_OUTPUT);
  const missing = missingMeans(run.convention, run.models[0]?.chosen, run.metrics);
  // The others say it themselves; CSV has empty cells.
  if (missing !== undefined && options.csv !== undefined) terminal.note(missing);
  terminal.print(printed === undefined ? textReport(run, terminal.style) : RENDERERS[printed](run));
  for (const name of NAMES) {
    const path = options[name];
    if (path !== undefined && path !== STANDARD_OUTPUT) await writeReport(path, RENDERERS[name](run));
  }
}

/** @throws {DataError} it cannot be written */
export async function writeReport(path: string, content: string): Promise<void> {
  try {
    await writeFile(path, content);
  } catch (cause) {
    throw new DataError(`${path}: cannot be written: ${reasonOf(cause)}`, { cause });
  }
}

/** What a script should make of a run: files that failed go before scores, which are of the others only. */
export function exitCodeOf({ failures, gates }: RunView): number {
  if (failures.length > 0) return EXIT_SOME_FAILED;
  return gates.some(({ isMet }) => !isMet) ? EXIT_UNDER_THRESHOLD : EXIT_SCORED;
}

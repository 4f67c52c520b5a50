import { access, constants } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { csvReport } from "../app/report/csvReport.js";
import { jsonReport } from "../app/report/jsonReport.js";
import { junitReport } from "../app/report/junitReport.js";
import { missingMeans } from "../app/view/means.js";
import { markdownReport } from "../app/report/markdownReport.js";
import type { RunView } from "../app/view/runView.js";
import { textReport } from "../app/report/textReport.js";
import { DataError, EXIT_SCORED, EXIT_SOME_FAILED, EXIT_UNDER_THRESHOLD, UsageError } from "./exitCodes.js";
import { unwrittenReason } from "./inputs/readBytes.js";
import { letSignalsIn } from "./interruption.js";
import { fileTarget, type OutputTarget, outputTarget, STANDARD_OUTPUT } from "./outputTarget.js";
import type { Terminal } from "./terminal.js";
import { writeOutput } from "./writeOutput.js";

const RENDERERS = {
  json: jsonReport,
  csv: csvReport,
  markdown: markdownReport,
  junit: junitReport,
} as const;

type Rendering = keyof typeof RENDERERS;

/** Where reports go: "-" is standard output, instead of the table. */
export type OutputOptions = Readonly<Partial<Record<Rendering, string>>>;

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
 * @throws {UsageError} two reports want standard output or one file, or there are photos for no page
 * @throws {DataError} a report or state cannot be written where it is to go
 */
export async function requireOutputs(options: WrittenOptions): Promise<void> {
  requireOneOutput(options);
  if (options.images !== undefined && options.html === undefined) {
    throw new UsageError("--images are photos for the page: pass --html FILE too, or leave them out");
  }
  const seen = new Map<string, string>();
  for (const name of [...NAMES, "html", "state", "resume"] as const) {
    const path = options[name];
    if (path === undefined || path === STANDARD_OUTPUT) continue;
    const isState = name === "state" || name === "resume";
    const target = await requireWritable(path, isState);
    if (target.kind !== "file") continue;
    const place = resolve(target.path);
    const twin = seen.get(place);
    if (twin !== undefined && !(twin === "state" && name === "resume")) {
      throw new UsageError(`--${twin} and --${name} would both be written to ${path}; name two files`);
    }
    seen.set(place, name);
  }
}

/** Looks at what is there, and at its folder, which must take a file beside it; leaves nothing behind. */
async function requireWritable(path: string, isState: boolean): Promise<OutputTarget> {
  const failure = isState ? "the state cannot be written" : "cannot be written";
  try {
    const target = isState ? fileTarget(path) : outputTarget(path);
    if (target.kind === "standard") return target;
    if (target.kind !== "file" || target.replaced !== undefined) await access(target.path, constants.W_OK);
    if (target.kind === "file") await requireFolder(target);
    return target;
  } catch (cause) {
    throw new DataError(`${path}: ${failure}: ${unwrittenReason(cause)}`, { cause });
  }
}

/** Where a file is there, it is not the file that says no. */
async function requireFolder({
  path,
  replaced,
}: Extract<OutputTarget, { readonly kind: "file" }>): Promise<void> {
  const folder = dirname(path);
  try {
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    if (replaced === undefined) throw cause;
    throw new Error(`a new file takes its place, and none can be made in ${folder}`, { cause });
  }
}

function requireOneOutput(options: WrittenOptions): void {
  if (options.resume === STANDARD_OUTPUT) {
    throw new UsageError("--resume goes on from a file and keeps it up; name one instead of -");
  }
  if (options.state === STANDARD_OUTPUT && process.stdout.isTTY) {
    throw new UsageError(
      "--state - writes bytes that no terminal shows: send them to a file or a pipe, as in --state - > a.state",
    );
  }
  const printed = (["state", ...NAMES] as const).filter((name) => options[name] === STANDARD_OUTPUT);
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
    if (path !== undefined && path !== STANDARD_OUTPUT) await writeOutput(path, RENDERERS[name](run));
  }
}

/** What a script should make of a run: files that failed go before scores, which are of the others only. */
export function exitCodeOf({ failures, gates }: RunView): number {
  if (failures.length > 0) return EXIT_SOME_FAILED;
  return gates.some(({ isMet }) => !isMet) ? EXIT_UNDER_THRESHOLD : EXIT_SCORED;
}

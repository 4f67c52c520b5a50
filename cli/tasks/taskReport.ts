import { csvText } from "../../app/report/csvReport.js";
import { junitText } from "../../app/report/junitReport.js";
import { markdownSection } from "../../app/report/markdownReport.js";
import { renderSection } from "../../app/report/textReport.js";
import type { Gate } from "../../app/view/runView.js";
import { plainNumber, type TaskReport } from "../../app/view/tasks/taskReport.js";
import type { Section } from "../../app/view/section.js";
import { EXIT_SCORED, EXIT_SOME_FAILED, EXIT_UNDER_THRESHOLD } from "../exitCodes.js";
import { letSignalsIn } from "../interruption.js";
import { type OutputOptions, STANDARD_OUTPUT } from "../outputs.js";
import type { Terminal } from "../terminal.js";
import { writeOutput } from "../writeOutput.js";
import type { TaskFailure } from "./measuring/measureJob.js";

/** What is told of a run of a task, all models together. */
export interface ToldTask extends TaskReport {
  /** A line a model, of the scores that sum it up. */
  readonly scored: readonly { readonly model: string; readonly text: string }[];
  readonly gates: readonly Gate[];
  readonly failures: readonly TaskFailure[];
}

const NAMES = ["json", "csv", "markdown", "junit"] as const;

/**
 * Writes a task's reports, and prints its tables unless one of them is printed.
 *
 * @param parts one, or several measures of one run, each by its name
 */
export async function writeTaskReport(
  parts: readonly ToldTask[],
  options: OutputOptions,
  elapsedMs: number,
  terminal: Terminal,
): Promise<number> {
  await letSignalsIn();
  const failures = uniqueFailures(parts);
  const gates = parts.flatMap((part) => part.gates);
  const sections = [...parts.flatMap((part) => part.sections), ...failureSections(failures)];
  const renderers = {
    json: (): string => `${JSON.stringify(jsonOf(parts), plainNumber, 2)}\n`,
    // Measures have columns of their own: an empty line is between them.
    csv: (): string => parts.map(({ rows }) => csvText(rows)).join("\r\n"),
    markdown: (): string => `${sections.map(markdownSection).join("\n\n")}\n`,
    junit: (): string =>
      junitText({
        warnings: [],
        told: parts.flatMap(({ scored }) => scored),
        gates,
        failures,
        elapsedMs,
      }),
  } as const;
  const printed = NAMES.find((name) => options[name] === STANDARD_OUTPUT);
  terminal.print(
    printed === undefined
      ? `${sections.map((section) => renderSection(section, terminal.style)).join("\n\n")}\n`
      : renderers[printed](),
  );
  for (const name of NAMES) {
    const path = options[name];
    if (path !== undefined && path !== STANDARD_OUTPUT) await writeOutput(path, renderers[name]());
  }
  for (const { message } of failures) terminal.note(`failed: ${message}`);
  if (failures.length > 0) return EXIT_SOME_FAILED;
  return gates.some(({ isMet }) => !isMet) ? EXIT_UNDER_THRESHOLD : EXIT_SCORED;
}

function jsonOf(parts: readonly ToldTask[]): object {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only.json;
  return { measures: parts.map(({ json }) => json) };
}

/** Measures of one run have failed alike. */
function uniqueFailures(parts: readonly ToldTask[]): readonly TaskFailure[] {
  return parts[0]?.failures ?? [];
}

function failureSections(failures: readonly TaskFailure[]): Section[] {
  if (failures.length === 0) return [];
  return [{ title: undefined, table: undefined, facts: failures.map(({ message }) => ["failed", message]) }];
}

/** 1.2346; "inf" of a side that is empty, "-" where there is nothing to measure. */
export function lengthText(length: number): string {
  return length === Infinity ? "inf" : Number.isNaN(length) ? "-" : length.toFixed(4);
}

import { csvText } from "../../app/report/csvReport.js";
import { type JunitCases, junitText } from "../../app/report/junitReport.js";
import { markdownSection } from "../../app/report/markdownReport.js";
import { renderSection, type TextStyle } from "../../app/report/textReport.js";
import type { Gate } from "../../app/view/runView.js";
import { printableJson } from "../../app/view/printable.js";
import { plainNumber, type TaskReport } from "../../app/view/tasks/taskReport.js";
import type { Section } from "../../app/view/section.js";
import { EXIT_SCORED, EXIT_SOME_FAILED, EXIT_UNDER_THRESHOLD } from "../exitCodes.js";
import { letSignalsIn } from "../interruption.js";
import { STANDARD_OUTPUT } from "../outputTarget.js";
import type { OutputOptions } from "../outputs.js";
import type { Terminal } from "../terminal.js";
import { writeOutput } from "../writeOutput.js";
import type { TaskFailure } from "./measuring/measureJob.js";

/** What is told of a run of a task, all models together. */
export interface ToldTask extends TaskReport {
  /** A line a model, of the scores that sum it up. */
  readonly scored: JunitCases["told"];
  readonly warnings: JunitCases["warnings"];
  readonly gates: readonly Gate[];
}

/** What is told of a run by one measure, in each form. */
export interface ToldPart extends Pick<JunitCases, "warnings" | "told" | "gates"> {
  /** undefined where a measure stands for itself. */
  readonly title: string | undefined;
  readonly text: (style: TextStyle) => string;
  readonly json: object;
  readonly csv: () => string;
  readonly markdown: () => string;
}

/** @param title of one of several measures */
export function partOf(
  { sections, json, rows, scored, warnings, gates }: ToldTask,
  title?: string,
): ToldPart {
  return {
    title,
    text: (style) => sections.map((section) => renderSection(section, style)).join("\n\n"),
    json,
    csv: () => csvText(rows),
    markdown: () => sections.map(markdownSection).join("\n\n"),
    warnings,
    told: scored,
    gates,
  };
}

const NAMES = ["json", "csv", "markdown", "junit"] as const;

/**
 * Writes the reports of a run, and prints its tables unless one of them is printed.
 *
 * @param parts one, or several measures of one run
 */
export async function writeTaskReport(
  parts: readonly ToldPart[],
  failures: readonly TaskFailure[],
  options: OutputOptions,
  elapsedMs: number,
  terminal: Terminal,
): Promise<number> {
  await letSignalsIn();
  const gates = parts.flatMap((part) => part.gates);
  const failed = failureSections(failures);
  const renderers = {
    json: (): string => `${printableJson(JSON.stringify(jsonOf(parts, failures), plainNumber, 2))}\n`,
    // Measures have columns of their own: an empty line is between them.
    csv: (): string => parts.map((part) => part.csv()).join("\r\n"),
    markdown: (): string =>
      `${[
        ...parts.map(({ title, markdown }) => joined(title && `## ${title}`, markdown())),
        ...failed.map(markdownSection),
      ].join("\n\n")}\n`,
    junit: (): string =>
      junitText({
        warnings: parts.flatMap(({ warnings }) => warnings),
        told: parts.flatMap(({ told }) => told),
        gates,
        failures,
        elapsedMs,
      }),
  } as const;
  const table = (): string =>
    `${[
      ...parts.map(({ title, text }) => joined(title, text(terminal.style))),
      ...failed.map((section) => renderSection(section, terminal.style)),
    ].join("\n\n")}\n`;
  const printed = NAMES.find((name) => options[name] === STANDARD_OUTPUT);
  terminal.print(printed === undefined ? table() : renderers[printed]());
  for (const name of NAMES) {
    const path = options[name];
    if (path !== undefined && path !== STANDARD_OUTPUT) await writeOutput(path, renderers[name]());
  }
  for (const { message } of failures) terminal.note(`failed: ${message}`);
  if (failures.length > 0) return EXIT_SOME_FAILED;
  return gates.some(({ isMet }) => !isMet) ? EXIT_UNDER_THRESHOLD : EXIT_SCORED;
}

/** What a measure is called, above what is told of it. */
function joined(title: string | undefined, text: string): string {
  return [title, text.trimEnd()].filter((part) => part !== undefined).join("\n\n");
}

function jsonOf(parts: readonly ToldPart[], failures: readonly TaskFailure[]): object {
  const [only] = parts;
  if (only !== undefined && only.title === undefined) return { ...only.json, failures };
  return { measures: parts.map(({ json }) => json), failures };
}

function failureSections(failures: readonly TaskFailure[]): Section[] {
  if (failures.length === 0) return [];
  return [{ title: undefined, table: undefined, facts: failures.map(({ message }) => ["failed", message]) }];
}

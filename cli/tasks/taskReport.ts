import { csvText } from "../../app/report/csvReport.js";
import { markdownSection } from "../../app/report/markdownReport.js";
import { renderSection } from "../../app/report/textReport.js";
import type { Section } from "../../app/view/section.js";
import { plainNumber, type TaskReport } from "../../app/view/tasks/taskReport.js";
import { EXIT_SCORED, EXIT_SOME_FAILED } from "../exitCodes.js";
import { letSignalsIn } from "../interruption.js";
import { type OutputOptions, STANDARD_OUTPUT } from "../outputs.js";
import type { Terminal } from "../terminal.js";
import { writeOutput } from "../writeOutput.js";
import type { TaskFailure } from "./runImages.js";

/** Writes a task's reports, and prints its tables unless one of them is printed. */
export async function writeTaskReport(
  report: TaskReport,
  failures: readonly TaskFailure[],
  options: OutputOptions,
  terminal: Terminal,
): Promise<number> {
  await letSignalsIn();
  const whole = withFailures(report, failures);
  const renderers = {
    json: (): string => `${JSON.stringify(whole.json, plainNumber, 2)}\n`,
    csv: (): string => csvText(whole.rows),
    markdown: (): string => `${whole.sections.map(markdownSection).join("\n\n")}\n`,
  } as const;
  const names = ["json", "csv", "markdown"] as const;
  const printed = names.find((name) => options[name] === STANDARD_OUTPUT);
  terminal.print(
    printed === undefined
      ? `${whole.sections.map((section) => renderSection(section, terminal.style)).join("\n\n")}\n`
      : renderers[printed](),
  );
  for (const name of names) {
    const path = options[name];
    if (path !== undefined && path !== STANDARD_OUTPUT) await writeOutput(path, renderers[name]());
  }
  for (const { message } of failures) terminal.note(`failed: ${message}`);
  return failures.length > 0 ? EXIT_SOME_FAILED : EXIT_SCORED;
}

function withFailures(report: TaskReport, failures: readonly TaskFailure[]): TaskReport {
  const section: Section = {
    title: undefined,
    table: undefined,
    facts: failures.map(({ message }) => ["failed", message]),
  };
  return {
    ...report,
    sections: failures.length === 0 ? report.sections : [...report.sections, section],
    json: { ...report.json, failures },
  };
}

/** 1.2346; "inf" of a side that is empty, "-" where there is nothing to measure. */
export function lengthText(length: number): string {
  return length === Infinity ? "inf" : Number.isNaN(length) ? "-" : length.toFixed(4);
}

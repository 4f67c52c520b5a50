import type { Machine } from "../machine.js";
import type { Outcome } from "./contender.js";

export type RivalRecord = Outcome & {
  readonly case: string;
  /** The heading of the table that has the case as a column. */
  readonly table: string;
  /** Its time over maskscore's (whose own ratio is 1); undefined for one that fails. */
  readonly ratioToMaskscore: number | undefined;
};

/** Cases of one table, or of several, all of one machine. */
export interface RivalRun {
  readonly machine: Machine;
  /** The version of every package that runs, by its name; null: not installed here. */
  readonly versions: Readonly<Record<string, string | null>>;
  /** The names of all contenders, in the order of the rows. */
  readonly contenders: readonly string[];
  readonly records: readonly RivalRecord[];
}

/** Below this a median says less, and is marked. */
const FEW_SAMPLES = 10;
const MARK_OF_FEW = "†";

/** The document with a table replaced: what stands between the markers that have its heading. */
export function replaceTable(document: string, title: string, section: string): string {
  const [opening, closing] = [`<!-- rivals: ${title} -->`, `<!-- end of rivals: ${title} -->`];
  const [start, end] = [document.indexOf(opening), document.indexOf(closing)];
  if (start < 0 || end < start)
    throw new RangeError(`the document expected "${opening}" before "${closing}"`);
  return `${document.slice(0, start + opening.length)}\n\n${section}\n\n${document.slice(end)}`;
}

/** The headings of a run's tables, in their order. */
export function titlesOf({ records }: RivalRun): string[] {
  return [...new Set(records.map(({ table }) => table))];
}

/** A table of a run as Markdown: contenders down, cases across, and where it was measured. Prettier aligns it. */
export function markdown(run: RivalRun, title: string): string {
  const records = run.records.filter(({ table }) => table === title);
  const reasons = [...new Set(records.flatMap((record) => ("failure" in record ? [record.failure] : [])))];
  const footnotes = reasons.map((reason, i) => `${footnoteMark(i)} "${reason}"`);
  return [
    `${title}:`,
    markdownTable(run, records, reasons),
    [...notes(run, records), ...footnotes].join("\n"),
  ].join("\n\n");
}

function markdownTable(
  { contenders }: RivalRun,
  ofTable: readonly RivalRecord[],
  reasons: readonly string[],
): string {
  const cases = [...new Set(ofTable.map((record) => record.case))];
  const rows = contenders
    .filter((name) => ofTable.some((record) => record.name === name))
    .map((name) => [
      name,
      ...cases.map((caseName) => {
        const record = ofTable.find((one) => one.name === name && one.case === caseName);
        return record === undefined ? "" : cell(record, reasons);
      }),
    ]);
  return [["contender", ...cases], ["---", ...cases.map(() => "---")], ...rows]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");
}

function cell(record: RivalRecord, reasons: readonly string[]): string {
  if ("failure" in record) return `fails ${footnoteMark(reasons.indexOf(record.failure))}`;
  const { median, samples } = record.seconds;
  const mark = samples < FEW_SAMPLES ? ` ${MARK_OF_FEW}` : "";
  const ratio = record.ratioToMaskscore as number;
  return `${formatMilliseconds(median)}${ratio === 1 ? "" : ` (${formatRatio(ratio)}x)`}${mark}`;
}

/** Three digits, but whole numbers as they are: 0.397, 18.2, 3360. */
function formatMilliseconds(seconds: number): string {
  const milliseconds = seconds * 1000;
  return milliseconds >= 100 ? milliseconds.toFixed(0) : milliseconds.toPrecision(3);
}

function formatRatio(ratio: number): string {
  return ratio >= 9.95 ? ratio.toFixed(0) : ratio.toFixed(1);
}

function footnoteMark(i: number): string {
  return `<sup>${i + 1}</sup>`;
}

/** Where and how often, and how equal the results are: a sentence or two a line. */
function notes({ machine, versions }: RivalRun, records: readonly RivalRecord[]): string[] {
  const timed = records.filter((record) => "seconds" in record);
  const samples = timed.map(({ seconds }) => seconds.samples);
  const few = [...new Set(samples.filter((count) => count < FEW_SAMPLES))].sort((a, b) => a - b);
  const enough = samples.filter((count) => count >= FEW_SAMPLES);
  const deviation = Math.max(...timed.map((record) => record.deviation));
  const missing = Object.keys(versions).filter((name) => versions[name] === null);
  return [
    `${machine.processor}, ${machine.engine}, ${versionsText(versions, timed)}.`,
    `Medians of ${mediansText(enough, few)}. ${deviation === 0 ? "All results are equal" : `Results differ by ${deviation.toExponential(0)} relatively at most`}.`,
    ...(missing.length === 0 ? [] : [`Left out, since not installed: ${missing.join(", ")}.`]),
  ];
}

function mediansText(enough: readonly number[], few: readonly number[]): string {
  const fewText = few.length < 2 ? few.join("") : `${few[0] as number} to ${few.at(-1) as number}`;
  if (enough.length === 0) return `${fewText} samples (${MARK_OF_FEW})`;
  const most = `${Math.min(...enough)} samples or more`;
  return few.length === 0 ? most : `${most}, ${MARK_OF_FEW} of ${fewText}`;
}

/** What runs in JavaScript is told where it takes part; of Python all, as one contender uses several packages. */
function versionsText(versions: RivalRun["versions"], timed: readonly RivalRecord[]): string {
  const isTold = (name: string): boolean => {
    const contender = name.startsWith("@tensorflow/") ? "TensorFlow.js" : name;
    return !JAVASCRIPT_PACKAGES.test(name) || timed.some((record) => record.name.startsWith(contender));
  };
  return Object.entries(versions)
    .flatMap(([name, version]) => (version !== null && isTold(name) ? [`${name} ${version}`] : []))
    .join(", ");
}

const JAVASCRIPT_PACKAGES = /^(@tensorflow\/.*|ml-confusion-matrix|ndarray)$/;

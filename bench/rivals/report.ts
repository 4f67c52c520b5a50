import type { Machine } from "../machine.js";
import type { Outcome } from "./contender.js";

export type RivalRecord = Outcome & {
  readonly case: string;
  /** The heading of the table that has the case as a column. */
  readonly table: string;
  /** Its time over maskscore's (whose own ratio is 1); undefined for one that fails. */
  readonly ratioToMaskscore: number | undefined;
};

export interface RivalRun {
  readonly machine: Machine;
  /** The version of every package that runs, by its name; null: not installed here. */
  readonly versions: Readonly<Record<string, string | null>>;
  /** The names of all contenders, in the order of the rows. */
  readonly contenders: readonly string[];
  readonly records: readonly RivalRecord[];
}

const START = "<!-- rivals:start -->";
const END = "<!-- rivals:end -->";
const COMMAND = "npm run bench:rivals";

/** Below this a median says less, and is marked. */
const FEW_SAMPLES = 10;
const MARK_OF_FEW = "†";

/** The document with what stands between its markers replaced. */
export function replaceSection(document: string, section: string): string {
  const [start, end] = [document.indexOf(START), document.indexOf(END)];
  if (start < 0 || end < start) throw new RangeError(`the document expected "${START}" before "${END}"`);
  return `${document.slice(0, start + START.length)}\n\n${section}\n\n${document.slice(end)}`;
}

/** A run as Markdown: a table for each group of cases, contenders down, cases across. Prettier aligns it. */
export function markdown(run: RivalRun): string {
  const reasons = [
    ...new Set(run.records.flatMap((record) => ("failure" in record ? [record.failure] : []))),
  ];
  const tables = [...new Set(run.records.map(({ table }) => table))].map(
    (title) => `${title}:\n\n${markdownTable(run, title, reasons)}`,
  );
  const footnotes = reasons.map((reason, i) => `${footnoteMark(i)} "${reason}"`);
  return [heading(run), ...tables, [...notes(run), ...footnotes].join("\n")].join("\n\n");
}

function heading({ machine, versions }: RivalRun): string {
  const installed = Object.entries(versions).flatMap(([name, version]) =>
    version === null ? [] : [`${name} ${version}`],
  );
  return [
    `Against what else one might use, \`${COMMAND}\` (about five minutes; the rivals come from npm, and Debian's`,
    "`python3-numpy` and `python3-sklearn` where they are installed): milliseconds, and how many times maskscore's",
    "time that is.",
    "",
    `${machine.processor}, ${machine.engine}, ${installed.join(", ")}.`,
  ].join("\n");
}

function markdownTable({ contenders, records }: RivalRun, title: string, reasons: readonly string[]): string {
  const ofTable = records.filter(({ table }) => table === title);
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

/** What the numbers leave out, a sentence or two a line. */
function notes({ versions, records }: RivalRun): string[] {
  const timed = records.filter((record) => "seconds" in record);
  const samples = timed.map(({ seconds }) => seconds.samples);
  const few = [...new Set(samples.filter((count) => count < FEW_SAMPLES))].sort((a, b) => a - b);
  const enough = samples.filter((count) => count >= FEW_SAMPLES);
  const deviation = Math.max(...timed.map((record) => record.deviation));
  const missing = Object.keys(versions).filter((name) => versions[name] === null);
  return [
    `Contenders in turn, medians of ${Math.min(...enough)} samples or more${few.length === 0 ? "" : `, ${MARK_OF_FEW} of ${few.length === 1 ? "" : `${few[0] as number} to `}${few.at(-1) as number}`}. Reading files and importing are not timed; making`,
    "TensorFlow.js's tensors of typed arrays is, as maskscore's copy into its memory is.",
    `Each result was checked first: counts are equal, means differ by ${deviation.toExponential(0)} relatively at most (soft: sums in float32).`,
    "NumPy's metrics_np is the tutorial's arithmetic at its kindest: one argmax a tensor, one-hot arrays of booleans.",
    ...(missing.length === 0 ? [] : [`Left out, since not installed: ${missing.join(", ")}.`]),
  ];
}

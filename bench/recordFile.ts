import { expectation } from "../src/errors/argument.js";
import { describe } from "../src/errors/describe.js";
import type { Machine } from "./machine.js";
import type { Timing } from "./timing.js";

/** The contender that is plain TypeScript. */
export const REFERENCE = "reference";
/** The contender that only reads the bytes of the case, and runs none of the project's code. */
export const READ = "read only";

export interface BenchmarkRecord {
  readonly case: string;
  readonly contender: string;
  readonly seconds: Timing;
  readonly opsPerSecond: number;
  readonly pixelsPerSecond: number;
  readonly bytesPerSecond: number;
  /** How many times as fast as the reference path. */
  readonly ratioToReference: number;
  /** How fast it is, as a fraction of a loop that only reads the same bytes in the same run. */
  readonly fractionOfRead: number;
}

/** What `npm run bench -- --json FILE` keeps. */
export interface RecordFile {
  readonly machine: Machine;
  readonly records: readonly BenchmarkRecord[];
}

/** Contender -> seconds of each round. */
export type Rounds = ReadonlyMap<string, readonly number[]>;

/** What a comparison reads of a file. */
export interface TimedCases {
  readonly machine: Pick<Machine, "processor" | "engine">;
  /** Cases by name. Each has REFERENCE and READ, and the same number of rounds of every contender. */
  readonly cases: ReadonlyMap<string, Rounds>;
}

/** Not a record file, or one that nothing can be compared with. One sentence, which names the file. */
export class RecordFileError extends Error {
  override readonly name = "RecordFileError";
}

const CURE = "make the file with npm run bench -- --json FILE";

export function formatRecordFile(file: RecordFile): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}

/**
 * Reads a record file, and checks all that a comparison needs of it.
 *
 * @param name the file's name, for errors
 * @throws {RecordFileError} not JSON, not of that form, no records, a time that is none, rounds that differ in number
 *   within a case, or a case without REFERENCE or READ
 */
export function parseRecordFile(text: string, name: string): TimedCases {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new RecordFileError(expectation(name, "JSON", "something else", CURE));
  }
  const { machine, records } = fieldsOf(content);
  const { processor, engine } = fieldsOf(machine);
  if (typeof processor !== "string" || typeof engine !== "string" || !Array.isArray(records)) {
    throw new RecordFileError(
      expectation(name, "benchmark records and their machine", describe(content), CURE),
    );
  }
  const cases = new Map<string, Map<string, readonly number[]>>();
  records.forEach((record: unknown, i) => {
    if (!isTimedRecord(record)) {
      throw new RecordFileError(
        expectation(name, "a case, a contender and its rounds in every record", `record ${i} without`, CURE),
      );
    }
    const contenders = cases.get(record.case) ?? new Map<string, readonly number[]>();
    cases.set(record.case, contenders.set(record.contender, record.seconds.rounds));
  });
  if (cases.size === 0) throw new RecordFileError(expectation(name, "benchmark records", "none", CURE));
  for (const [caseName, contenders] of cases) checkCase(contenders, `"${name}" case "${caseName}"`);
  return { machine: { processor, engine }, cases };
}

function checkCase(contenders: Rounds, subject: string): void {
  for (const wanted of [REFERENCE, READ]) {
    if (!contenders.has(wanted)) throw new RecordFileError(`${subject} has no contender "${wanted}"`);
  }
  const roundCounts = new Set([...contenders.values()].map((rounds) => rounds.length));
  if (roundCounts.size !== 1 || roundCounts.has(0)) {
    throw new RecordFileError(`${subject} expected one number of rounds, got ${[...roundCounts].join(", ")}`);
  }
  for (const [contender, rounds] of contenders) {
    const strange = rounds.find((seconds) => !(seconds > 0 && seconds < Infinity));
    if (strange !== undefined) {
      throw new RecordFileError(`${subject} expected seconds above 0 of "${contender}", got ${strange}`);
    }
  }
}

interface TimedRecord {
  readonly case: string;
  readonly contender: string;
  readonly seconds: { readonly rounds: readonly number[] };
}

function isTimedRecord(value: unknown): value is TimedRecord {
  const { case: caseName, contender, seconds } = fieldsOf(value);
  const { rounds } = fieldsOf(seconds);
  return (
    typeof caseName === "string" &&
    typeof contender === "string" &&
    Array.isArray(rounds) &&
    rounds.every((time) => typeof time === "number")
  );
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

import { describe, listNames } from "../../src/errors/describe.js";
import { DataError } from "../exitCodes.js";

/** A line of a table of pairs. */
export interface PairRow {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly truth: string;
  readonly prediction: string;
  readonly id: string | undefined;
  readonly cluster: string | undefined;
}

/** Without a heading these are there, in this order. */
const COLUMNS = ["truth", "prediction", "id"] as const;
const KNOWN_COLUMNS = [...COLUMNS, "cluster"] as const;

/**
 * Reads pairs from CSV (RFC 4180), or with tabs or semicolons between cells; without any of these, with blanks. A first line
 * of "truth", "prediction", "id" and "cluster" says which columns there are; without it the first three stand in this order, and
 * "id" may be left out.
 *
 * @throws {DataError} a line has other columns, or no path
 */
export function readPairsTable(path: string, text: string): PairRow[] {
  const [first, ...others] = recordsOf(path, text.replace(/^\ufeff/, ""));
  if (first === undefined) throw new DataError(`${path}: the list of pairs is empty`);
  const columns = columnsOf(path, first);
  const records = columns === undefined ? [first, ...others] : others;
  if (records.length === 0) throw new DataError(`${path}: the list of pairs is empty`);
  const order: readonly string[] = columns ?? COLUMNS;
  return records.map(({ line, cells }) => {
    const cell = (name: (typeof KNOWN_COLUMNS)[number]): string => cells[order.indexOf(name)] ?? "";
    const [truth, prediction, id, cluster] = KNOWN_COLUMNS.map(cell) as [string, string, string, string];
    const isFull = truth !== "" && prediction !== "" && cells.length <= order.length;
    if (!isFull) {
      throw new DataError(
        `${path}: line ${line} expected ${order.join(", ")}${order === COLUMNS ? " (the id may be left out)" : ""}, got ${describe(cells.join(","))}`,
      );
    }
    const optional = (text: string): string | undefined => (text === "" ? undefined : text);
    return { line, truth, prediction, id: optional(id), cluster: optional(cluster) };
  });
}

interface TableRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Undefined where the first line is a pair. */
function columnsOf(path: string, { cells }: TableRecord): readonly string[] | undefined {
  const names = cells.map((cell) => cell.toLowerCase());
  if (names.includes("truth") && names.includes("prediction")) {
    const unknown = names.filter((name) => !(KNOWN_COLUMNS as readonly string[]).includes(name));
    if (unknown.length > 0) {
      throw new DataError(
        `${path}: the columns are ${KNOWN_COLUMNS.join(", ")}, got ${listNames(unknown)}, too`,
      );
    }
    return names;
  }
  // Two words that could be no path of a mask are a heading of other columns.
  if (cells.length > 1 && cells.every((cell) => /^[\p{L} _-]+$/u.test(cell))) {
    throw new DataError(
      `${path}: line 1 is no pair of files; as a heading it must have "truth" and "prediction", got ${describe(cells.join(","))}`,
    );
  }
  return undefined;
}

/** The cells of each line that has some. */
export function recordsOf(path: string, text: string): TableRecord[] {
  const head = text.slice(0, text.search(/\r|\n|$/));
  const separator = ["\t", ",", ";"].find((sign) => head.includes(sign)) ?? /[ \t]+/;
  const records: TableRecord[] = [];
  const lines = text.split(/\r\n|\r|\n/);
  for (let i = 0; i < lines.length; i++) {
    const line = i + 1;
    let record = lines[i] as string;
    // A quoted cell may hold a line's end.
    while (isOpen(record) && i + 1 < lines.length) record += `\n${lines[++i] as string}`;
    if (isOpen(record)) throw new DataError(`${path}: line ${line}: a quote is opened and never closed`);
    if (record.trim() !== "") records.push({ line, cells: cellsOf(record.trim(), separator) });
  }
  return records;
}

/** Whether a quote is open at the end. */
function isOpen(record: string): boolean {
  return (record.match(/"/g)?.length ?? 0) % 2 === 1;
}

function cellsOf(record: string, separator: string | RegExp): string[] {
  if (!record.includes('"')) return record.split(separator).map((cell) => cell.trim());
  const cells: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (const part of record.split(/(")/)) {
    if (part === '"') {
      isQuoted = !isQuoted;
      cell += part;
    } else if (isQuoted) cell += part;
    else {
      const [own = "", ...next] = part.split(separator);
      cell += own;
      for (const begun of next) {
        cells.push(cell);
        cell = begun;
      }
    }
  }
  return [...cells, cell].map(unquoted);
}

/** A doubled quote is one. */
function unquoted(cell: string): string {
  const text = cell.trim();
  return text.startsWith('"') && text.endsWith('"') && text.length > 1
    ? text.slice(1, -1).replaceAll('""', '"')
    : text;
}

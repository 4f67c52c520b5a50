import { parquetSchema, type SchemaTree } from "hyparquet";
import { describe, listNames } from "../../src/errors/describe.js";
import { isImageName, isJpegName, isMaskName } from "../../app/pairing/maskNames.js";
import { UnreadableError } from "../inputs/openFile.js";
import { fileNameOf } from "./archiveNames.js";
import type { BytesAt } from "./bytesAt.js";
import type { Entry } from "./entryTable.js";
import { openBytes } from "./openBytes.js";
import { type Leaf, ParquetFile } from "./parquetFile.js";
import type { Source } from "./registry.js";

// Data sets as Hugging Face keeps them: a column of { bytes, path }, or of bytes, and a row an image.

/** What stands behind the "#": "mask", "mask,name=file_name". */
interface Choice {
  readonly column: string | undefined;
  /** The column that names the images; "" where they are numbered. */
  readonly name: string | undefined;
}

/** The files of a column. */
export interface ParquetEntries {
  readonly entries: readonly Entry[];
  /** The column, as JSON: ["image","bytes"]. */
  readonly column: string;
}

/** So many digits number rows, from 0 on. */
const ROW_DIGITS = 6;

/**
 * Lists the masks of a column: a row each, called by its path, by what another column says, or by its number.
 *
 * @param firstRow the number of the first row, of several files
 * @throws {UnreadableError} there is no such column, or no name
 */
export async function parquetEntries(
  bytes: BytesAt,
  words: string | undefined,
  firstRow: number,
): Promise<ParquetEntries> {
  const choice = choiceOf(words);
  const file = await ParquetFile.open(bytes);
  const { children } = parquetSchema(file.metadata);
  const column = columnOf(children, choice.column);
  const leaf = leafOf(column) as Leaf;
  const names = await namesOf(file, children, column, choice.name);
  const entries: Entry[] = [];
  let row = 0;
  for (const [group, rows] of file.groupRows.entries()) {
    for (let i = 0; i < rows; i++) {
      const own =
        names === undefined ? String(firstRow + row).padStart(ROW_DIGITS, "0") : (names[row] as string);
      const name = fileNameOf(isMaskName(own) || isImageName(own) || isJpegName(own) ? own : `${own}.png`);
      if (name === undefined)
        throw new UnreadableError(`row ${row} is called ${describe(own)}, which is no name of a mask`);
      entries.push({
        name,
        start: group,
        end: i,
        size: Number.NaN,
        stored: row,
        checksum: 0,
        isDeflated: false,
      });
      row++;
    }
  }
  return { entries, column: JSON.stringify(leaf) };
}

function choiceOf(words: string | undefined): Choice {
  const parts = (words ?? "").split(",").filter((part) => part !== "");
  const [column, ...others] = parts.filter((part) => !part.startsWith("name="));
  if (others.length > 0) {
    throw new UnreadableError(
      `#${words ?? ""} names ${others.length + 1} columns; write #COLUMN, or #COLUMN,name=COLUMN`,
    );
  }
  return { column, name: parts.find((part) => part.startsWith("name="))?.slice("name=".length) };
}

/** Where the bytes of masks stand in a column; undefined where it has none. */
function leafOf({ element, children }: SchemaTree): Leaf | undefined {
  if (element.repetition_type === "REPEATED") return undefined;
  if (children.length === 0) return isBytes(element) ? [element.name] : undefined;
  const bytes = children.find((child) => child.element.name === "bytes");
  const isField = bytes?.children.length === 0 && isBytes(bytes.element);
  return isField ? [element.name, "bytes"] : undefined;
}

function isBytes({ type, converted_type: converted, logical_type: logical }: SchemaTree["element"]): boolean {
  return type === "BYTE_ARRAY" && converted === undefined && logical === undefined;
}

function columnOf(columns: readonly SchemaTree[], name: string | undefined): SchemaTree {
  const all = columns.map(({ element }) => element.name);
  const fitting = columns.filter((column) => leafOf(column) !== undefined);
  const listed = listNames(fitting.map(({ element }) => element.name));
  const found = name === undefined ? fitting[0] : columns.find(({ element }) => element.name === name);
  if (fitting.length === 0 || (found !== undefined && leafOf(found) === undefined)) {
    const which =
      found === undefined ? `none of its columns (${listNames(all)})` : `its column ${describe(name)}`;
    throw new UnreadableError(
      `${which} holds bytes of images${found === undefined || fitting.length === 0 ? "" : `; those are ${listed}`}`,
    );
  }
  if (found === undefined)
    throw new UnreadableError(`has no column ${describe(name)}; those of images are ${listed}`);
  if (name === undefined && fitting.length > 1) {
    throw new UnreadableError(
      `has several columns of images, ${listed}; name one behind a #, as #${fitting[0]?.element.name ?? ""}`,
    );
  }
  return found;
}

/** What rows are called; undefined where they are numbered. */
async function namesOf(
  file: ParquetFile,
  columns: readonly SchemaTree[],
  column: SchemaTree,
  name: string | undefined,
): Promise<readonly string[] | undefined> {
  if (name === "") return undefined;
  if (name !== undefined) {
    const found = columns.find(({ element }) => element.name === name);
    if (found === undefined || found.children.length > 0) {
      throw new UnreadableError(
        `has no column ${describe(name)} of names; its columns are ${listNames(columns.map(({ element }) => element.name))}`,
      );
    }
    const values = await columnValues(file, [name]);
    return values.map((value, row) => requireName(value, row, name));
  }
  if (!column.children.some(({ element }) => element.name === "path")) return undefined;
  const paths = await columnValues(file, [column.element.name, "path"]);
  if (paths.every((path) => path === null || path === undefined || path === "")) return undefined;
  return paths.map((path, row) => requireName(path, row, `${column.element.name}.path`));
}

async function columnValues(file: ParquetFile, leaf: Leaf): Promise<unknown[]> {
  const values: unknown[] = [];
  for (const group of file.groupRows.keys()) values.push(...(await file.read(leaf, group, true)));
  return values;
}

function requireName(value: unknown, row: number, column: string): string {
  const isNumber = typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value));
  if (isNumber || (typeof value === "string" && value !== "")) return String(value);
  throw new UnreadableError(
    `row ${row} has no name in ${describe(column)}; write #COLUMN,name=COLUMN with a column of texts or integers, or #COLUMN,name= to number rows`,
  );
}

/** Row groups that were read last, of each thread: rows are asked for one after the other. */
const MAX_KEPT_BYTES = 2 ** 28;

interface KeptGroup {
  readonly cells: Promise<readonly unknown[]>;
  bytes: number;
}

const keptGroups = new Map<string, KeptGroup>();

/**
 * The bytes of a row, out of its row group, which is unpacked once for all rows that are asked for before others.
 *
 * @throws {UnreadableError} there are none
 */
export async function parquetCell(
  source: Source,
  { start: group, end: row, stored }: Entry,
): Promise<Uint8Array> {
  const key = JSON.stringify([source.path, source.stamp, group]);
  const known = keptGroups.get(key);
  const found = known ?? { cells: readGroup(source, group), bytes: 0 };
  keptGroups.delete(key);
  keptGroups.set(key, found);
  try {
    const cells = await found.cells;
    found.bytes = cells.reduce<number>(
      (sum, cell) => sum + (cell instanceof Uint8Array ? cell.length : 0),
      0,
    );
    forgetOldest();
    const cell = cells[row];
    if (cell instanceof Uint8Array) return cell;
    const name = (JSON.parse(source.column as string) as Leaf).join(".");
    throw new UnreadableError(
      `row ${stored} of ${source.at} has nothing in ${name}; save the images' bytes in it`,
    );
  } catch (error) {
    keptGroups.delete(key);
    throw error;
  }
}

function forgetOldest(): void {
  let bytes = 0;
  // The latest last.
  for (const [key, group] of [...keptGroups].reverse()) {
    bytes += group.bytes;
    if (bytes > MAX_KEPT_BYTES && bytes > group.bytes) keptGroups.delete(key);
  }
}

async function readGroup(source: Source, group: number): Promise<readonly unknown[]> {
  const bytes = await openBytes(source);
  try {
    const file = await ParquetFile.open(bytes);
    return await file.read(JSON.parse(source.column as string) as Leaf, group, false);
  } finally {
    bytes.close();
  }
}

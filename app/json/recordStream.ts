import { DatasetError } from "../errors/problem.js";
import { INCOMPLETE, JsonCursor } from "./jsonCursor.js";

/** Reads one value of a list with the cursor, to its end. What it keeps it keeps then: one that is not whole yet is begun again. */
export type ReadRecord = (cursor: JsonCursor) => void;

/** Reads many values of a list at once, as far as it can: 0 where the next one is left to ReadRecord. */
export type ReadRecords = (cursor: JsonCursor, isFirst: boolean) => number;

export interface RecordReader {
  readonly read: ReadRecord;
  readonly readMany?: ReadRecords | undefined;
}

/**
 * @param key of the list in the object that the file is; undefined where the file is the list
 * @returns undefined: nobody asks for it, and it is passed
 */
export type ReaderOf = (key: string | undefined) => ReadRecord | RecordReader | undefined;

/** Where between two records the reader stands. */
type Place = "start" | "object" | "list" | "end";

/**
 * A JSON file of lists of records, as COCO's are: a list, or an object of lists. Bytes come piece by piece, and no more of them
 * are held than one record takes.
 */
export class RecordStream {
  readonly #cursor: JsonCursor;
  readonly #readerOf: ReaderOf;
  #place: Place = "start";
  #isFirst = true;
  #isRootList = false;
  #reader: RecordReader = readerOf(passed);
  readonly #keys = new Set<string>();

  /** @param file how messages name it */
  constructor(file: string, readerOf: ReaderOf) {
    this.#cursor = new JsonCursor(file);
    this.#readerOf = readerOf;
  }

  /** @throws {DatasetError} it is no JSON, or a record is wrong */
  push(piece: Uint8Array): void {
    const cursor = this.#cursor;
    const left = cursor.bytes.subarray(cursor.at, cursor.end);
    cursor.offset += cursor.at;
    if (left.length === 0) cursor.bytes = piece as Uint8Array<ArrayBuffer>;
    else {
      const joined = new Uint8Array(left.length + piece.length);
      joined.set(left);
      joined.set(piece, left.length);
      cursor.bytes = joined;
    }
    cursor.end = cursor.bytes.length;
    cursor.restart(0);
    this.#run();
  }

  /** @throws {DatasetError} it ends too early, or goes on behind its end */
  finish(): void {
    this.#cursor.isLast = true;
    this.#run();
    if (this.#place === "end" && this.#cursor.isAtEnd()) return;
    this.#cursor.refuse("the end of the file");
  }

  /** How many bytes the next piece should have: so that a record of many pieces is not begun again with each. */
  get wanted(): number {
    return Math.max(MIN_PIECE, this.#cursor.end - this.#cursor.at);
  }

  #run(): void {
    const cursor = this.#cursor;
    let mark = cursor.at;
    try {
      while (this.#place !== "end") {
        cursor.restart(mark);
        this.#step(cursor);
        mark = cursor.at;
      }
      if (!cursor.isAtEnd() && cursor.at < cursor.end) cursor.refuse("the end of the file");
    } catch (error) {
      if (error !== INCOMPLETE) throw error;
      cursor.restart(mark);
    }
  }

  #step(cursor: JsonCursor): void {
    if (this.#place === "start") this.#start(cursor);
    else if (this.#place === "object") this.#nextList(cursor);
    else this.#nextRecord(cursor);
  }

  #start(cursor: JsonCursor): void {
    passMark(cursor);
    this.#isRootList = cursor.isList();
    if (this.#isRootList) {
      const reader = this.#readerOf(undefined);
      if (reader === undefined) cursor.refuse("an object, { }");
      cursor.openList();
      this.#reader = readerOf(reader);
      this.#place = "list";
    } else {
      cursor.openObject();
      this.#place = "object";
    }
    this.#isFirst = true;
  }

  #nextList(cursor: JsonCursor): void {
    const key = cursor.nextKeyText(this.#isFirst);
    if (key === undefined) {
      this.#place = "end";
      return;
    }
    const reader = this.#readerOf(key);
    // A list that nobody asks for is passed record by record, too: it may be long.
    const isList = cursor.isList();
    if (reader !== undefined && !isList) cursor.refuse(`a list, [ ], of ${key}`);
    if (isList) cursor.openList();
    else cursor.skip();
    if (this.#keys.has(key)) {
      throw new DatasetError({
        code: "json-file",
        file: cursor.file,
        got: `it has the key ${JSON.stringify(key)} twice in one object; leave one of them out`,
      });
    }
    this.#keys.add(key);
    this.#isFirst = isList;
    if (!isList) return;
    this.#reader = readerOf(reader ?? passed);
    this.#place = "list";
  }

  #nextRecord(cursor: JsonCursor): void {
    if (this.#reader.readMany !== undefined && this.#reader.readMany(cursor, this.#isFirst) > 0) {
      this.#isFirst = false;
      return;
    }
    if (!cursor.nextItem(this.#isFirst)) {
      this.#place = this.#isRootList ? "end" : "object";
      this.#isFirst = false;
      return;
    }
    this.#reader.read(cursor);
    this.#isFirst = false;
  }
}

const MIN_PIECE = 2 ** 20;

function readerOf(reader: ReadRecord | RecordReader): RecordReader {
  return typeof reader === "function" ? { read: reader } : reader;
}

function passed(cursor: JsonCursor): void {
  cursor.skip();
}

/** A byte order mark; what is in UTF-16 is refused. */
function passMark(cursor: JsonCursor): void {
  const { bytes, at, end } = cursor;
  if (end - at < 3 && !cursor.isLast) throw INCOMPLETE;
  if (bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) cursor.at += 3;
  if (bytes[at] === 0xff || bytes[at] === 0xfe || bytes[at] === 0 || (end - at > 1 && bytes[at + 1] === 0)) {
    cursor.refuse("text in UTF-8; save it as that");
  }
}

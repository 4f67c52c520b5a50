import { describe } from "../../src/errors/describe.js";
import { damaged, unsupported } from "./formatError.js";

/** Everything in a tar stands in blocks. */
export const TAR_BLOCK = 512;

/** What stands at a place of a tar. */
export interface TarHeader {
  readonly name: string;
  /** Bytes that follow, before what fills their last block. */
  readonly size: number;
  readonly kind:
    "file" | "hard-link" | "link" | "other" | "long-name" | "long-link" | "pax" | "pax-global" | "sparse";
  /** Where a link leads. */
  readonly target: string;
}

/** The kinds of entries, by their sign; what is neither file nor link is a folder, a device or a program's own. */
const KINDS: Readonly<Record<string, TarHeader["kind"]>> = {
  "\0": "file",
  "0": "file",
  "7": "file",
  "1": "hard-link",
  "2": "link",
  L: "long-name",
  K: "long-link",
  x: "pax",
  g: "pax-global",
  S: "sparse",
};

/** Makes text of a name's bytes, which need be no UTF-8: what two names differ by must stay. */
export type DecodeName = (name: Uint8Array) => string;

/** Where the fields of a header stand. */
const FIELD = {
  name: [0, 100],
  size: [124, 136],
  checksum: [148, 156],
  target: [157, 257],
  magic: [257, 263],
  prefix: [345, 500],
} as const;

const KIND_AT = 156;

/**
 * Reads the header of an entry.
 *
 * @returns undefined of a block of zeros, which ends a tar
 * @throws {FormatError} its checksum is another one, or its size is no number
 * @see POSIX.1-2001, pax interchange format; GNU tar, basic format
 */
export function readTarHeader(block: Uint8Array, decodeName: DecodeName): TarHeader | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  const field = ([start, end]: readonly [number, number]): Uint8Array => block.subarray(start, end);
  if (numberOf(field(FIELD.checksum)) !== checksumOf(block)) {
    throw damaged("tar", "the checksum of a header is another one");
  }
  const nameOf = (place: readonly [number, number]): string => decodeName(upToZero(field(place)));
  const prefix = asciiOf(field(FIELD.magic)) === "ustar" ? nameOf(FIELD.prefix) : "";
  const own = nameOf(FIELD.name);
  const name = prefix === "" ? own : `${prefix}/${own}`;
  const kind = KINDS[String.fromCharCode(block[KIND_AT] as number)] ?? "other";
  const size = numberOf(field(FIELD.size));
  if (size === undefined) throw damaged("tar", `the size of ${describe(name)} is no number`);
  // A name that ends so is a folder's, in tars older than the sign.
  const isFolder = kind === "file" && name.endsWith("/");
  return { name, size, kind: isFolder ? "other" : kind, target: nameOf(FIELD.target) };
}

/** Of all bytes, the checksum's own taken for blanks. */
function checksumOf(block: Uint8Array): number {
  let sum = 0;
  const [start, end] = FIELD.checksum;
  for (let i = 0; i < TAR_BLOCK; i++) sum += i >= start && i < end ? 32 : (block[i] as number);
  return sum;
}

/** Octal digits, or, where the first bit is set, the number itself (GNU). */
function numberOf(field: Uint8Array): number | undefined {
  if (((field[0] as number) & 0x80) !== 0) {
    let number = (field[0] as number) & 0x7f;
    for (const byte of field.subarray(1)) number = number * 256 + byte;
    return Number.isSafeInteger(number) ? number : undefined;
  }
  const digits = asciiOf(field).trim();
  if (!/^[0-7]*$/.test(digits)) return undefined;
  return digits === "" ? 0 : Number.parseInt(digits, 8);
}

function asciiOf(field: Uint8Array): string {
  return new TextDecoder("latin1").decode(upToZero(field));
}

function upToZero(field: Uint8Array): Uint8Array {
  const end = field.indexOf(0);
  return end < 0 ? field : field.subarray(0, end);
}

/** What a pax header says of the entry that follows it, as far as it matters here. */
export interface PaxRecords {
  readonly path?: string | undefined;
  readonly linkpath?: string | undefined;
  readonly size?: number | undefined;
}

/**
 * Reads a pax header: "LENGTH key=value\n", one after the other.
 *
 * @throws {FormatError} a record is none, or the entry is sparse
 */
export function readPax(bytes: Uint8Array, decodeName: DecodeName): PaxRecords {
  const records: { path?: string; linkpath?: string; size?: number } = {};
  for (let at = 0; at < bytes.length;) {
    const blank = bytes.indexOf(32, at);
    const length = blank < 0 ? Number.NaN : Number(asciiOf(bytes.subarray(at, blank)));
    const end = at + length;
    if (!Number.isInteger(length) || length <= blank - at || end > bytes.length || bytes[end - 1] !== 10) {
      throw damaged("tar", "a pax header holds no records");
    }
    const text = decodeName(bytes.subarray(blank + 1, end - 1));
    const sign = text.indexOf("=");
    const [key, value] = [text.slice(0, sign), text.slice(sign + 1)];
    if (key.startsWith("GNU.sparse.")) throw sparse("a file");
    if (key === "path" || key === "linkpath") records[key] = value;
    if (key === "size") {
      if (!/^\d{1,15}$/.test(value)) throw damaged("tar", `a pax header tells a size of ${describe(value)}`);
      records.size = Number(value);
    }
    at = end;
  }
  return records;
}

/** A long name of GNU's, which ends with a zero. */
export function readLongName(bytes: Uint8Array, decodeName: DecodeName): string {
  return decodeName(upToZero(bytes));
}

/** A file whose holes are left out. */
export function sparse(what: string): Error {
  return unsupported(`tar in which ${what} is sparse`, "pack it without --sparse");
}

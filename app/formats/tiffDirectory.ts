import { damaged, truncated } from "./formatError.js";

// Directories of TIFF and BigTIFF. Nothing is read that the file does not hold, nothing twice, and of a field no more than is
// asked for.

/** Numbers that stand in the file, read one by one: there may be as many as the file has bytes. */
export interface FileNumbers {
  readonly length: number;
  /** @param index below length */
  readonly at: (index: number) => number;
}

/** One image's fields, by tag. */
export interface TiffDirectory {
  /** Places in the file, or counts of its bytes, which are whole numbers of 16 bits or more; undefined where they are not there. */
  readonly places: (tag: number) => FileNumbers | undefined;
  /** The numbers of a field of integers, or undefined where it is not there. */
  readonly numbers: (tag: number) => readonly number[] | undefined;
  /** The first number of a field, or what stands in where it is not there. */
  readonly number: (tag: number, missing: number) => number;
  /** The numbers of a field of any kind of them, or undefined where it is not there. */
  readonly reals: (tag: number) => readonly number[] | undefined;
  readonly text: (tag: number) => string | undefined;
  readonly has: (tag: number) => boolean;
}

export interface TiffFile {
  readonly isLittleEndian: boolean;
  readonly isBig: boolean;
  /** Made as they are asked for. */
  readonly directories: Iterable<TiffDirectory>;
}

/** Where a field's values stand, and how many of which type they are. */
interface Field {
  readonly type: number;
  readonly count: number;
  readonly offset: number;
}

/** Bytes of a value, by the number of its type. */
const TYPE_BYTES: Readonly<Record<number, number>> = {
  1: 1, // BYTE
  2: 1, // ASCII
  3: 2, // SHORT
  4: 4, // LONG
  5: 8, // RATIONAL
  6: 1, // SBYTE
  7: 1, // UNDEFINED
  8: 2, // SSHORT
  9: 4, // SLONG
  10: 8, // SRATIONAL
  11: 4, // FLOAT
  12: 8, // DOUBLE
  13: 4, // IFD
  16: 8, // LONG8
  17: 8, // SLONG8
  18: 8, // IFD8
};

/** Of places in the file and counts of bytes: SHORT, LONG and LONG8. */
const PLACE_TYPES = [3, 4, 16];
/** Of other whole numbers: those, and BYTE, UNDEFINED, IFD and IFD8. */
const INTEGER_TYPES = [1, 7, 13, 18, ...PLACE_TYPES];

/** No field that is read at once has so many values, and no directory of the first TIFF so many fields. */
const MAX_VALUES = 65_535;

const ASCII = 2;
const RATIONAL = 5;
const FLOAT = 11;
const DOUBLE = 12;

export function isTiff(bytes: Uint8Array): boolean {
  const [a, b, c, d] = bytes;
  const isLittle = a === 0x49 && b === 0x49 && (c === 42 || c === 43) && d === 0;
  const isBig = a === 0x4d && b === 0x4d && c === 0 && (d === 42 || d === 43);
  return isLittle || isBig;
}

/** @throws {FormatError} damaged, or cut short */
export function readTiffDirectories(bytes: Uint8Array): TiffFile {
  const reader = new TiffReader(bytes);
  return {
    isLittleEndian: reader.isLittleEndian,
    isBig: reader.isBig,
    directories: reader.directories(),
  };
}

class TiffReader {
  readonly isLittleEndian: boolean;
  readonly isBig: boolean;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.isLittleEndian = bytes[0] === 0x49;
    this.isBig = bytes[this.isLittleEndian ? 2 : 3] === 43;
  }

  *directories(): Generator<TiffDirectory, void> {
    const seen = new Set<number>();
    let bytes = 0;
    let offset = this.#offsetAt(this.isBig ? 8 : 4);
    while (offset !== 0) {
      if (seen.has(offset)) throw damaged("TIFF", "its pages form a ring");
      seen.add(offset);
      const { directory, next, size } = this.#readDirectory(offset);
      bytes += size;
      if (bytes > this.#view.byteLength) throw damaged("TIFF", "its directories overlap");
      if (seen.size > MAX_VALUES) throw damaged("TIFF", `it has more than ${MAX_VALUES} directories`);
      yield directory;
      offset = next;
    }
  }

  #readDirectory(offset: number): {
    readonly directory: TiffDirectory;
    readonly next: number;
    /** Bytes. */
    readonly size: number;
  } {
    const [countBytes, entryBytes] = this.isBig ? [8, 20] : [2, 12];
    const count = this.isBig ? this.#number(offset, 8) : this.#number(offset, 2);
    if (count > MAX_VALUES) throw damaged("TIFF", `a directory of it has ${count} fields`);
    const fields = new Map<number, Field>();
    const end = offset + countBytes + count * entryBytes;
    this.#require(offset, end - offset);
    for (let at = offset + countBytes; at < end; at += entryBytes) {
      const type = this.#number(at + 2, 2);
      const valueCount = this.#number(at + 4, this.isBig ? 8 : 4);
      const inline = at + (this.isBig ? 12 : 8);
      // A type that is not known belongs to a field that is not asked for.
      const size = (TYPE_BYTES[type] ?? 0) * valueCount;
      const isInline = size <= (this.isBig ? 8 : 4);
      fields.set(this.#number(at, 2), {
        type,
        count: valueCount,
        offset: isInline ? inline : this.#offsetAt(inline),
      });
    }
    return { directory: this.#directoryOf(fields), next: this.#offsetAt(end), size: end - offset };
  }

  #directoryOf(fields: ReadonlyMap<number, Field>): TiffDirectory {
    const read = <T>(tag: number, reading: (field: Field) => T): T | undefined => {
      const field = fields.get(tag);
      return field === undefined ? undefined : reading(field);
    };
    return {
      places: (tag) => read(tag, (field) => this.#integers(tag, field, PLACE_TYPES)),
      numbers: (tag) => read(tag, (field) => allOf(tag, this.#integers(tag, field))),
      number: (tag, missing) => read(tag, (field) => this.#integers(tag, field).at(0)) ?? missing,
      reals: (tag) => read(tag, (field) => allOf(tag, this.#reals(tag, field))),
      text: (tag) => read(tag, (field) => this.#text(tag, field)),
      has: (tag) => fields.has(tag),
    };
  }

  #integers(tag: number, { type, count, offset }: Field, types = INTEGER_TYPES): FileNumbers {
    const bytes = TYPE_BYTES[type];
    if (bytes === undefined || !types.includes(type) || count === 0) {
      throw damaged(
        "TIFF",
        `its field ${tag} holds no whole numbers${types === PLACE_TYPES ? " of 16 to 64 bits" : ""}`,
      );
    }
    this.#require(offset, count * bytes);
    return { length: count, at: (i) => this.#number(offset + i * bytes, bytes) };
  }

  #reals(tag: number, field: Field): FileNumbers {
    const { type, count, offset } = field;
    if (type !== RATIONAL && type !== FLOAT && type !== DOUBLE) return this.#integers(tag, field);
    const bytes = TYPE_BYTES[type] as number;
    this.#require(offset, count * bytes);
    return {
      length: count,
      at: (i) => {
        const at = offset + i * bytes;
        if (type === RATIONAL) return this.#number(at, 4) / this.#number(at + 4, 4);
        return type === FLOAT
          ? this.#view.getFloat32(at, this.isLittleEndian)
          : this.#view.getFloat64(at, this.isLittleEndian);
      },
    };
  }

  #text(tag: number, { type, count, offset }: Field): string {
    if (type !== ASCII) throw damaged("TIFF", `its field ${tag} holds no text`);
    this.#require(offset, count);
    requireFew(tag, count);
    let text = "";
    for (let i = 0; i < count; i++) {
      const code = this.#view.getUint8(offset + i);
      if (code === 0) break;
      text += String.fromCharCode(code);
    }
    return text;
  }

  #offsetAt(at: number): number {
    return this.#number(at, this.isBig ? 8 : 4);
  }

  #number(at: number, bytes: number): number {
    this.#require(at, bytes);
    if (bytes === 1) return this.#view.getUint8(at);
    if (bytes === 2) return this.#view.getUint16(at, this.isLittleEndian);
    if (bytes === 4) return this.#view.getUint32(at, this.isLittleEndian);
    // Beyond 2^53 it is rounded, and beyond the end of any file all the same.
    return Number(this.#view.getBigUint64(at, this.isLittleEndian));
  }

  #require(offset: number, bytes: number): void {
    if (offset + bytes > this.#view.byteLength) {
      throw truncated("TIFF", "it ends before what its directory points at");
    }
  }
}

function allOf(tag: number, { at, length }: FileNumbers): number[] {
  requireFew(tag, length);
  return Array.from({ length }, (_, i) => at(i));
}

function requireFew(tag: number, count: number): void {
  if (count > MAX_VALUES) throw damaged("TIFF", `its field ${tag} has ${count} values`);
}

/** A file of an archive, and where it is. */
export interface Entry {
  /** Its path in the archive, "/" between folders. */
  readonly name: string;
  /** Where what is stored of it begins; of Parquet the number of its row group. Below 0: a link that leads nowhere. */
  readonly start: number;
  /** Where it ends; of Parquet the number of its row in the file. */
  readonly end: number;
  /** Bytes that it unpacks to; NaN where only unpacking tells. */
  readonly size: number;
  /** Of zip: as it is compressed there, and the checksum of its content. */
  readonly stored: number;
  readonly checksum: number;
  readonly isDeflated: boolean;
}

/** A table as threads share it. */
export interface TableData {
  readonly nameUnits: Uint16Array<SharedArrayBuffer>;
  /** Where each name ends. */
  readonly nameEnds: Uint32Array<SharedArrayBuffer>;
  readonly fields: Float64Array<SharedArrayBuffer>;
}

const FIELDS = ["start", "end", "size", "stored", "checksum"] as const;
const IS_DEFLATED = FIELDS.length;
const FIELD_COUNT = FIELDS.length + 1;

/** Where the files of an archive are, by their names: made once, and shared by all threads without a copy. */
export class EntryTable {
  readonly data: TableData;

  constructor(data: TableData) {
    this.data = data;
  }

  /** @param entries no two of one name */
  static of(entries: readonly Entry[]): EntryTable {
    const sorted = [...entries].sort((a, b) => (a.name < b.name ? -1 : 1));
    const units = sorted.reduce((sum, { name }) => sum + name.length, 0);
    const nameUnits = new Uint16Array(new SharedArrayBuffer(units * 2));
    const nameEnds = new Uint32Array(new SharedArrayBuffer(sorted.length * 4));
    const fields = new Float64Array(new SharedArrayBuffer(sorted.length * FIELD_COUNT * 8));
    let at = 0;
    for (const [row, entry] of sorted.entries()) {
      for (let i = 0; i < entry.name.length; i++) nameUnits[at++] = entry.name.charCodeAt(i);
      nameEnds[row] = at;
      for (const [column, key] of FIELDS.entries()) fields[row * FIELD_COUNT + column] = entry[key];
      fields[row * FIELD_COUNT + IS_DEFLATED] = entry.isDeflated ? 1 : 0;
    }
    return new EntryTable({ nameUnits, nameEnds, fields });
  }

  get size(): number {
    return this.data.nameEnds.length;
  }

  /** Sorted. */
  names(): string[] {
    return Array.from({ length: this.size }, (_, row) => this.#nameAt(row));
  }

  find(name: string): Entry | undefined {
    let [low, high] = [0, this.size];
    while (low < high) {
      const row = (low + high) >>> 1;
      const found = this.#nameAt(row);
      if (found === name) return this.#entryAt(row, name);
      if (found < name) low = row + 1;
      else high = row;
    }
    return undefined;
  }

  #nameAt(row: number): string {
    const { nameUnits, nameEnds } = this.data;
    const units = nameUnits.subarray(row === 0 ? 0 : nameEnds[row - 1], nameEnds[row]);
    let name = "";
    for (const unit of units) name += String.fromCharCode(unit);
    return name;
  }

  #entryAt(row: number, name: string): Entry {
    const fields = this.data.fields.subarray(row * FIELD_COUNT, (row + 1) * FIELD_COUNT);
    const [start, end, size, stored, checksum, isDeflated] = fields as unknown as readonly number[];
    return { name, start, end, size, stored, checksum, isDeflated: isDeflated === 1 } as Entry;
  }
}

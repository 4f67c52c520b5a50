import type { AsyncBuffer, Compressors, FileMetaData, SchemaElement } from "hyparquet";
import { UnreadableError } from "../inputs/openFile.js";
import type { BytesAt } from "./bytesAt.js";

/** A column, or a field of one: ["image", "bytes"]. */
export type Leaf = readonly string[];

/** A row group of more is not read: all of it is in memory at once. */
const MAX_GROUP_BYTES = 2 ** 31 - 1;

/** Parquet of which only footers and single columns of single row groups are read. */
export class ParquetFile {
  readonly #file: AsyncBuffer;
  readonly metadata: FileMetaData;

  private constructor(file: AsyncBuffer, metadata: FileMetaData) {
    this.#file = file;
    this.metadata = metadata;
  }

  /** @throws {UnreadableError} it is no Parquet, or damaged */
  static async open(bytes: BytesAt): Promise<ParquetFile> {
    const file: AsyncBuffer = {
      byteLength: bytes.length,
      async slice(start, end = bytes.length) {
        const part = await bytes.read(start, Math.min(end, bytes.length));
        const { buffer, byteOffset, byteLength } = part;
        return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
      },
    };
    const { parquetMetadataAsync } = await import("hyparquet");
    return new ParquetFile(file, await orDamaged(parquetMetadataAsync(file)));
  }

  get groupRows(): readonly number[] {
    return this.metadata.row_groups.map(({ num_rows: rows }) => Number(rows));
  }

  /**
   * One column in one row group.
   *
   * @param asText whether its bytes are text; numbers are numbers
   * @throws {UnreadableError} it is damaged, or packed in a way that is not read
   */
  async read(leaf: Leaf, group: number, asText: boolean): Promise<unknown[]> {
    const metadata = projected(this.metadata, leaf, group);
    const chunk = metadata.row_groups[0]?.columns[0]?.meta_data;
    if (chunk === undefined)
      throw new UnreadableError(`damaged Parquet: row group ${group} has no column ${leaf.join(".")}`);
    if (Number(chunk.total_uncompressed_size) > MAX_GROUP_BYTES) {
      throw new UnreadableError(
        `row group ${group} holds more than 2 GiB of ${leaf.join(".")}; write smaller row groups`,
      );
    }
    const { parquetReadObjects } = await import("hyparquet");
    const rows = await orDamaged(
      parquetReadObjects({
        file: this.#file,
        metadata,
        utf8: asText,
        compressors: await compressorsFor(chunk.codec),
      }),
    );
    if (rows.length !== Number(metadata.num_rows)) {
      throw new UnreadableError(
        `damaged Parquet: row group ${group} has ${rows.length} of ${Number(metadata.num_rows)} rows`,
      );
    }
    return rows.map((row) =>
      leaf.reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], row),
    );
  }
}

/** What a file says that has one row group, and of it one column: nothing else is then read. */
function projected(metadata: FileMetaData, leaf: Leaf, group: number): FileMetaData {
  const found = metadata.row_groups[group];
  if (found === undefined) throw new UnreadableError(`damaged Parquet: there is no row group ${group}`);
  const columns = found.columns.filter(
    ({ meta_data: meta }) => meta?.path_in_schema.join("\0") === leaf.join("\0"),
  );
  return {
    ...metadata,
    schema: [{ ...(metadata.schema[0] as SchemaElement), num_children: 1 }, ...elementsOf(metadata, leaf)],
    num_rows: found.num_rows,
    row_groups: [{ ...found, columns }],
  };
}

/** The elements of a schema that lead to a leaf, each with one child. */
function elementsOf({ schema }: FileMetaData, leaf: Leaf): SchemaElement[] {
  const elements: SchemaElement[] = [];
  // Elements stand in the order of a walk from the root: children behind their parent.
  const skip = (at: number): number => {
    let next = at + 1;
    for (let i = 0; i < (schema[at]?.num_children ?? 0); i++) next = skip(next);
    return next;
  };
  let [at, count] = [1, schema[0]?.num_children ?? 0];
  for (const [depth, name] of leaf.entries()) {
    while (count > 0 && schema[at]?.name !== name) {
      at = skip(at);
      count--;
    }
    const element = schema[at];
    if (count === 0 || element === undefined)
      throw new UnreadableError(`damaged Parquet: there is no column ${leaf.join(".")}`);
    elements.push(depth + 1 < leaf.length ? { ...element, num_children: 1 } : element);
    count = element.num_children ?? 0;
    at++;
  }
  return elements;
}

/** Most files are packed by Snappy or not at all, which hyparquet does itself. */
async function compressorsFor(codec: string): Promise<Compressors> {
  if (codec === "UNCOMPRESSED" || codec === "SNAPPY") return {};
  return (await import("hyparquet-compressors")).compressors;
}

/** What a damaged file makes of a reader may be any error. */
async function orDamaged<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof UnreadableError) throw error;
    throw new UnreadableError(`damaged Parquet: ${(error as Error).message}`);
  }
}

import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { parquetWriteBuffer } from "hyparquet-writer";

/** Files by their names, in their order. */
export type Files = Readonly<Record<string, Uint8Array>>;

/** What a header of a tar may say otherwise. */
export interface TarEntry {
  readonly name: string;
  readonly content?: Uint8Array;
  /** "0" of a file. */
  readonly kind?: string;
  readonly target?: string;
}

const BLOCK = 512;

/** A POSIX tar (ustar). */
export function tarOf(entries: readonly TarEntry[]): Buffer {
  const blocks = entries.flatMap((entry) => {
    const content = Buffer.from(entry.content ?? new Uint8Array(0));
    return [
      headerOf(entry, content.length),
      content,
      Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK),
    ];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

function headerOf({ name, kind = "0", target = "" }: TarEntry, size: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0, 100);
  header.write("0000644\0", 100);
  header.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  header.write("00000000000\0", 136);
  header.write("        ", 148);
  header.write(kind, 156);
  header.write(target, 157, 100);
  header.write("ustar\0" + "00", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}

export function tarOfFiles(files: Files): Buffer {
  return tarOf(Object.entries(files).map(([name, content]) => ({ name, content })));
}

export const tarGzOfFiles = (files: Files): Buffer => gzipSync(tarOfFiles(files));

/** Deflated, but where stored is set. */
export function zipOfFiles(files: Files, isStored = false): Uint8Array {
  return zipSync({ ...files }, { level: isStored ? 0 : 6 });
}

type SchemaElement = NonNullable<Parameters<typeof parquetWriteBuffer>[0]["schema"]>[number];

/** A column of images, as Hugging Face keeps them, or of bytes alone. */
export interface ImageColumn {
  readonly name: string;
  readonly cells: readonly (
    { readonly bytes: Uint8Array | null; readonly path: string | null } | Uint8Array
  )[];
}

/** A Parquet file of columns of images, and maybe one that names them. */
export function parquetOf(
  columns: readonly ImageColumn[],
  options: {
    names?: readonly string[];
    rowGroupSize?: number;
    codec?: "SNAPPY" | "GZIP" | "UNCOMPRESSED";
  } = {},
): Uint8Array {
  const { names, rowGroupSize = 2, codec = "SNAPPY" } = options;
  const optional = { repetition_type: "OPTIONAL" } as const;
  const text = { type: "BYTE_ARRAY", converted_type: "UTF8", ...optional } as const;
  const all = [
    ...columns.map(({ name, cells }) => ({ name, data: [...cells] as unknown[] })),
    ...(names === undefined ? [] : [{ name: "file_name", data: [...names] }]),
  ];
  const schema = columns.flatMap(({ name, cells }): SchemaElement[] =>
    cells[0] instanceof Uint8Array
      ? [{ name, type: "BYTE_ARRAY", ...optional } as const]
      : [
          { name, num_children: 2, ...optional },
          { name: "bytes", type: "BYTE_ARRAY", ...optional } as const,
          { name: "path", ...text },
        ],
  );
  const root = { name: "root", num_children: all.length };
  const buffer = parquetWriteBuffer({
    columnData: all,
    schema: [root, ...schema, ...(names === undefined ? [] : [{ name: "file_name", ...text }])],
    rowGroupSize,
    codec,
    compressors: { GZIP: (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes)) },
  });
  return new Uint8Array(buffer);
}

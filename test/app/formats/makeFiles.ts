import { deflateRawSync } from "node:zlib";
import { crc32 } from "../../../app/formats/crc32.js";

// Files that no program writes: each field can be made to lie.

export function littleEndian(value: number, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** i) % 256);
}

export function npy(dtype: string, shape: string, data: Uint8Array): Uint8Array {
  const text = `{'descr': '${dtype}', 'fortran_order': False, 'shape': ${shape}, }\n`;
  const header = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, ...littleEndian(text.length, 2)];
  return joined([header, new TextEncoder().encode(text), data]);
}

export interface MadeEntry {
  readonly name: string;
  readonly content: Uint8Array;
  readonly size?: number;
  readonly checksum?: number;
  readonly flags?: number;
  readonly method?: number;
}

/** A zip file of deflated entries. */
export function zip(entries: readonly MadeEntry[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  for (const { name, content, size, checksum, flags = 0, method = 8 } of entries) {
    const deflated = deflateRawSync(content);
    const fields = [
      ...littleEndian(20, 2),
      ...littleEndian(flags, 2),
      ...littleEndian(method, 2),
      ...littleEndian(0, 4),
      ...littleEndian((checksum ?? crc32(content)) >>> 0, 4),
      ...littleEndian(deflated.length, 4),
      ...littleEndian(size ?? content.length, 4),
      ...littleEndian(name.length, 2),
      ...littleEndian(0, 2),
    ];
    const offset = joined(parts).length;
    const title = new TextEncoder().encode(name);
    parts.push(joined([[0x50, 0x4b, 3, 4], fields, title, deflated]));
    const rest = [...littleEndian(0, 2 + 2 + 2 + 4), ...littleEndian(offset, 4)];
    directory.push(joined([[0x50, 0x4b, 1, 2], littleEndian(20, 2), fields, rest, title]));
  }
  const start = joined(parts).length;
  const end = [
    ...[0x50, 0x4b, 5, 6],
    ...littleEndian(0, 4),
    ...littleEndian(entries.length, 2),
    ...littleEndian(entries.length, 2),
    ...littleEndian(joined(directory).length, 4),
    ...littleEndian(start, 4),
    ...littleEndian(0, 2),
  ];
  return joined([...parts, ...directory, end]);
}

type Field = readonly [number] | { readonly type: number; readonly count: number; readonly value: number };

/** A TIFF, little-endian, whose 64 bytes of pixels begin at byte 8; fields of one LONG each. */
export function tiff(
  fields: Readonly<Record<number, Field | readonly number[]>>,
  { pages = 1, isRing = false } = {},
): Uint8Array {
  const first = 72;
  const entries = Object.entries(fields).map(([tag, field]) => {
    const { type, count, value } = "type" in field ? field : { type: 4, count: 1, value: field[0] };
    return [
      ...littleEndian(Number(tag), 2),
      ...littleEndian(type, 2),
      ...littleEndian(count, 4),
      ...littleEndian(value, 4),
    ];
  });
  const directoryBytes = 2 + 12 * entries.length + 4;
  const directories = Array.from({ length: pages }, (_, page) => {
    const following = page + 1 < pages ? first + (page + 1) * directoryBytes : 0;
    return [
      ...littleEndian(entries.length, 2),
      ...entries.flat(),
      ...littleEndian(isRing ? first : following, 4),
    ];
  });
  return joined([
    [0x49, 0x49, 42, 0],
    littleEndian(first, 4),
    Array.from({ length: 64 }, (_, i) => i),
    ...directories,
  ]);
}

function joined(parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts.map((part) => Uint8Array.from(part))));
}

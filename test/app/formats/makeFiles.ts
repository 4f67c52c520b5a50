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

/** A NIfTI-1 file with a header of what is read and nothing else; sform: three rows of four. */
export function nifti(
  dims: readonly number[],
  datatype: number,
  voxels = new Uint8Array(0),
  { slope = 1, intercept = 0, sform = [] as readonly number[] } = {},
): Uint8Array {
  const bytes = new Uint8Array(352 + voxels.length);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, 348, true);
  dims.forEach((size, axis) => {
    view.setInt16(40 + 2 * axis, size, true);
  });
  view.setInt16(70, datatype, true);
  view.setFloat32(108, 352, true);
  view.setFloat32(112, slope, true);
  view.setFloat32(116, intercept, true);
  view.setInt16(254, sform.length > 0 ? 2 : 0, true);
  sform.forEach((number, i) => {
    view.setFloat32(280 + 4 * i, number, true);
  });
  bytes.set([0x6e, 0x2b, 0x31, 0], 344);
  bytes.set(voxels, 352);
  return bytes;
}

export interface MadeGeo {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  /** Fields of doubles, as 33550: [1, 1, 0]. */
  readonly doubles?: Readonly<Record<number, readonly number[]>>;
  /** Geo keys of numbers, as 3072: 32633. */
  readonly keys?: Readonly<Record<number, number>>;
  /** The citation (key 1026). */
  readonly citation?: string;
  /** Pixels of a unit, and which unit: 1 none, 2 inch, 3 centimetre. */
  readonly resolution?: { readonly x: number; readonly y: number; readonly unit: number };
}

/** A TIFF of bytes in one strip, with what is said of its place. */
export function geoTiff({
  width,
  height,
  data,
  doubles = {},
  keys,
  citation,
  resolution,
}: MadeGeo): Uint8Array {
  const places: [tag: number, type: number, count: number, content: Uint8Array][] = [];
  for (const [tag, numbers] of Object.entries(doubles)) {
    places.push([Number(tag), 12, numbers.length, bytesOf(Float64Array.from(numbers))]);
  }
  if (keys !== undefined || citation !== undefined) {
    const entries = Object.entries(keys ?? {}).map(([key, value]) => [Number(key), 0, 1, value]);
    if (citation !== undefined) entries.push([1026, 34737, citation.length + 1, 0]);
    const content = Uint16Array.from([1, 1, 0, entries.length, ...entries.flat()]);
    places.push([34735, 3, content.length, bytesOf(content)]);
  }
  if (citation !== undefined) {
    places.push([34737, 2, citation.length + 2, new TextEncoder().encode(`${citation}|\0`)]);
  }
  if (resolution !== undefined) {
    const { x, y, unit } = resolution;
    places.push([282, 5, 1, bytesOf(Uint32Array.of(1000 * x, 1000))]);
    places.push([283, 5, 1, bytesOf(Uint32Array.of(1000 * y, 1000))]);
    places.push([296, 3, 1, Uint8Array.of(unit, 0, 0, 0)]);
  }
  const basic = { 256: width, 257: height, 258: 8, 262: 1, 273: 8, 278: height, 279: data.length };
  let end = 8 + data.length;
  const offsets = places.map(([, , , { length }]) => (end += length) - length);
  const entries = [
    ...Object.entries(basic).map(([tag, value]) => [Number(tag), 4, 1, value]),
    ...places.map(([tag, type, count, content], i) => [
      tag,
      type,
      count,
      content.length <= 4 ? (content[0] as number) : (offsets[i] as number),
    ]),
  ].sort(([a = 0], [b = 0]) => a - b);
  return joined([
    [0x49, 0x49, 42, 0],
    littleEndian(end, 4),
    data,
    ...places.map(([, , , content]) => content),
    littleEndian(entries.length, 2),
    ...entries.map(([tag = 0, type = 0, count = 0, value = 0]) => [
      ...littleEndian(tag, 2),
      ...littleEndian(type, 2),
      ...littleEndian(count, 4),
      ...littleEndian(value, 4),
    ]),
    [0, 0, 0, 0],
  ]);
}

function bytesOf(numbers: Float64Array | Uint16Array | Uint32Array): Uint8Array {
  return new Uint8Array(numbers.buffer);
}

function joined(parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts.map((part) => Uint8Array.from(part))));
}

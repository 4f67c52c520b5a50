import { deflateSync } from "node:zlib";
import { filteredRows, png as pngOf } from "../app/formats/makePng.js";

const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 4: 2, 6: 4 };

/** A PNG of any colour type and depth: numbers of a pixel next to each other, row-major. */
export function rawPng(
  numbers: readonly number[],
  width: number,
  { depth = 8, colourType = 0 } = {},
): Uint8Array {
  const channels = CHANNELS[colourType] as number;
  const height = numbers.length / width / channels;
  const rows = filteredRows([...numbers], { depth, channels, filters: Array<number>(height).fill(0) });
  return pngOf({ width, height, depth, colourType, data: new Uint8Array(deflateSync(rows)) });
}

interface MadeImage {
  readonly width: number;
  /** Numbers of all pixels, channels of a pixel next to each other; with isPlanar all of one channel after those of another. */
  readonly numbers: readonly number[];
  readonly bits?: number;
  readonly channels?: number;
  readonly isPlanar?: boolean;
  readonly isFloat?: boolean;
  /** 1 of greys and bands, 2 of RGB. */
  readonly photometric?: number;
  /** What the channels beyond colours are: 0 unsaid, 2 alpha. */
  readonly extraSamples?: readonly number[];
  readonly nodata?: string;
  /** 1: a smaller copy. */
  readonly subfileType?: number;
}

/** A little-endian, uncompressed TIFF of one strip a page and channel. */
export function rawTiff(...pages: readonly MadeImage[]): Uint8Array {
  const parts: Buffer[] = [Buffer.from([0x49, 0x49, 42, 0, 0, 0, 0, 0])];
  let length = 8;
  let linkAt = 4;
  const add = (bytes: Buffer): number => {
    const at = length;
    parts.push(bytes);
    length += bytes.length;
    return at;
  };
  const links: [number, number][] = [];
  for (const page of pages) {
    const { width, numbers, bits = 8, channels = 1, isPlanar = false, isFloat = false } = page;
    const height = numbers.length / width / channels;
    const planes = isPlanar ? channels : 1;
    const each = numbers.length / planes;
    const strips = Array.from({ length: planes }, (_, i) =>
      add(packed(numbers.slice(i * each, (i + 1) * each), (width * channels) / planes, bits, isFloat)),
    );
    const stripBytes =
      (Math.ceil((width * (channels / planes) * bits) / 8) * numbers.length) / width / channels;
    const shorts = (values: readonly number[]): Buffer => Buffer.from(Uint16Array.from(values).buffer);
    const longs = (values: readonly number[]): Buffer => Buffer.from(Uint32Array.from(values).buffer);
    const fields: [tag: number, type: number, values: Buffer, count: number][] = [
      [254, 4, longs([page.subfileType ?? 0]), 1],
      [256, 4, longs([width]), 1],
      [257, 4, longs([height]), 1],
      [258, 3, shorts(Array<number>(channels).fill(bits)), channels],
      [259, 3, shorts([1]), 1],
      [262, 3, shorts([page.photometric ?? 1]), 1],
      [273, 4, longs(strips), planes],
      [277, 3, shorts([channels]), 1],
      [278, 4, longs([height]), 1],
      [279, 4, longs(strips.map(() => stripBytes)), planes],
      [284, 3, shorts([isPlanar ? 2 : 1]), 1],
      ...(page.extraSamples === undefined
        ? []
        : [
            [338, 3, shorts(page.extraSamples), page.extraSamples.length] as [number, number, Buffer, number],
          ]),
      [339, 3, shorts(Array<number>(channels).fill(isFloat ? 3 : 1)), channels],
      ...(page.nodata === undefined
        ? []
        : [
            [42113, 2, Buffer.from(`${page.nodata}\0`), page.nodata.length + 1] as [
              number,
              number,
              Buffer,
              number,
            ],
          ]),
    ];
    const entries = fields.map(([tag, type, values, count]) => {
      const entry = Buffer.alloc(12);
      entry.writeUInt16LE(tag, 0);
      entry.writeUInt16LE(type, 2);
      entry.writeUInt32LE(count, 4);
      if (values.length <= 4) values.copy(entry, 8);
      else entry.writeUInt32LE(add(values), 8);
      return entry;
    });
    const start = add(
      Buffer.concat([Buffer.from(Uint16Array.of(entries.length).buffer), ...entries, Buffer.alloc(4)]),
    );
    links.push([linkAt, start]);
    linkAt = length - 4;
  }
  const file = Buffer.concat(parts);
  for (const [at, start] of links) file.writeUInt32LE(start, at);
  return new Uint8Array(file);
}

function packed(numbers: readonly number[], perRow: number, bits: number, isFloat: boolean): Buffer {
  if (isFloat) return Buffer.from(Float32Array.from(numbers).buffer);
  if (bits === 16) return Buffer.from(Uint16Array.from(numbers).buffer);
  if (bits === 8) return Buffer.from(numbers);
  const rows = numbers.length / perRow;
  const rowBytes = Math.ceil((perRow * bits) / 8);
  const bytes = Buffer.alloc(rows * rowBytes);
  numbers.forEach((value, i) => {
    const bit = (i % perRow) * bits;
    const at = Math.floor(i / perRow) * rowBytes + (bit >> 3);
    bytes[at] = (bytes[at] as number) | (value << (8 - bits - (bit & 7)));
  });
  return bytes;
}

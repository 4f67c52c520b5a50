import { crc32 } from "../../../app/formats/crc32.js";

interface MadePng {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colourType: number;
  /** A zlib stream of filtered rows. */
  readonly data: Uint8Array;
  /** Of a tRNS chunk. */
  readonly transparency?: Uint8Array | undefined;
}

/** A PNG that is not interlaced; an indexed one has a palette of one colour. */
export function png({ width, height, depth, colourType, data, transparency }: MadePng): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([depth, colourType], 8);
  return new Uint8Array(
    Buffer.concat([
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
      chunk("IHDR", header),
      ...(colourType === 3 ? [chunk("PLTE", new Uint8Array(768))] : []),
      ...(transparency === undefined ? [] : [chunk("tRNS", transparency)]),
      chunk("IDAT", data),
      chunk("IEND", new Uint8Array(0)),
    ]),
  );
}

function chunk(type: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + content.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(content, 8);
  view.setUint32(8 + content.length, crc32(bytes.subarray(4, 8 + content.length)));
  return bytes;
}

interface Rows {
  readonly depth: number;
  readonly channels: number;
  /** One a row. */
  readonly filters: readonly number[];
}

/** Packs numbers into rows, each with a filter of its own: the specification's formulas, byte by byte. */
export function filteredRows(
  numbers: readonly number[],
  { depth, channels, filters }: Rows,
): Uint8Array<ArrayBuffer> {
  const rowNumbers = numbers.length / filters.length;
  const rowBytes = Math.ceil((rowNumbers * depth) / 8);
  const pixelBytes = Math.max(1, (depth * channels) / 8);
  const plain = filters.map((_, row) => {
    const bytes = new Uint8Array(rowBytes);
    for (let i = 0; i < rowNumbers; i++) {
      const number = numbers[row * rowNumbers + i] as number;
      if (depth === 16) bytes.set([number >> 8, number & 255], 2 * i);
      else {
        const at = (i * depth) >> 3;
        bytes[at] = (bytes[at] as number) | (number << (8 - depth - ((i * depth) & 7)));
      }
    }
    return bytes;
  });
  const result = new Uint8Array(filters.length * (rowBytes + 1));
  filters.forEach((filter, row) => {
    const start = row * (rowBytes + 1);
    result[start] = filter;
    for (let i = 0; i < rowBytes; i++) {
      const left = plain[row]?.[i - pixelBytes] ?? 0;
      const top = plain[row - 1]?.[i] ?? 0;
      const topLeft = plain[row - 1]?.[i - pixelBytes] ?? 0;
      const predictions = [0, left, top, (left + top) >> 1, paeth(left, top, topLeft)];
      result[start + 1 + i] = (plain[row]?.[i] as number) - (predictions[filter] as number);
    }
  });
  return result;
}

function paeth(left: number, top: number, topLeft: number): number {
  const estimate = left + top - topLeft;
  const distances = [left, top, topLeft].map((neighbour) => Math.abs(estimate - neighbour));
  return [left, top, topLeft][distances.indexOf(Math.min(...distances))] as number;
}

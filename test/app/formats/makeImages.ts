import { littleEndian } from "./makeFiles.js";

interface MadeBmp {
  readonly width: number;
  readonly bits: number;
  /** Indices, or blue, green, red (and alpha) of each pixel, row by row from the top. */
  readonly numbers: readonly number[];
  /** Red, green, blue of each entry. */
  readonly palette?: readonly (readonly number[])[];
  readonly isTopDown?: boolean;
  readonly compression?: number;
  readonly headerBytes?: 12 | 40 | 108;
}

export function bmp({
  width,
  bits,
  numbers,
  palette = [],
  isTopDown = false,
  compression = 0,
  headerBytes = 40,
}: MadeBmp): Uint8Array {
  const perPixel = Math.max(1, bits / 8);
  const height = numbers.length / width / perPixel;
  const rows = Array.from({ length: height }, (_, row) => {
    const own = numbers.slice(row * width * perPixel, (row + 1) * width * perPixel);
    const bytes = new Uint8Array(Math.ceil((width * bits) / 32) * 4);
    if (bits >= 8) bytes.set(own);
    else
      own.forEach((number, i) => {
        const at = i * bits;
        bytes[at >> 3] = (bytes[at >> 3] as number) | (number << (8 - bits - (at & 7)));
      });
    return [...bytes];
  });
  if (!isTopDown) rows.reverse();
  const entries = palette.flatMap(([red = 0, green = 0, blue = 0]) =>
    headerBytes === 12 ? [blue, green, red] : [blue, green, red, 0],
  );
  const offset = 14 + headerBytes + entries.length;
  const header =
    headerBytes === 12
      ? [...littleEndian(12, 4), ...littleEndian(width, 2), ...littleEndian(height, 2), 1, 0, bits, 0]
      : [
          ...littleEndian(headerBytes, 4),
          ...littleEndian(width, 4),
          ...littleEndian(isTopDown ? 2 ** 32 - height : height, 4),
          ...[1, 0, bits, 0],
          ...littleEndian(compression, 4),
          ...[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
          ...littleEndian(palette.length, 4),
          ...[0, 0, 0, 0],
          ...(headerBytes === 108
            ? [
                ...[0xff0000, 0xff00, 0xff, 0xff000000].flatMap((mask) => [...littleEndian(mask, 4)]),
                ...new Array<number>(52).fill(0),
              ]
            : []),
        ];
  const pixels = rows.flat();
  return Uint8Array.from([
    ...[0x42, 0x4d],
    ...littleEndian(offset + pixels.length, 4),
    ...[0, 0, 0, 0],
    ...littleEndian(offset, 4),
    ...header,
    ...entries,
    ...pixels,
  ]);
}

interface MadeGif {
  readonly width: number;
  /** Row by row, as they are stored. */
  readonly indices: readonly number[];
  /** As many as a power of two. */
  readonly palette: readonly (readonly number[])[];
  readonly transparent?: number;
  readonly isInterlaced?: boolean;
  readonly images?: number;
  /** By a table that grows to its last code, and begins anew. */
  readonly isCompressed?: boolean;
}

/** A GIF whose codes are the indices themselves, with a clear code before the table would make them wider. */
export function gif({
  width,
  indices,
  palette,
  transparent,
  isInterlaced = false,
  images = 1,
  isCompressed = false,
}: MadeGif): Uint8Array {
  const height = indices.length / width;
  const bits = Math.max(2, Math.ceil(Math.log2(palette.length)));
  const [clear, end] = [1 << bits, (1 << bits) + 1];
  const codes = indices.flatMap((index, i) => (i % (clear - 2) === 0 ? [clear, index] : [index]));
  const content = isCompressed ? compressedCodes(indices, bits) : packed([...codes, end], bits + 1);
  const parts: number[] = [];
  for (let at = 0; at < content.length; at += 255) {
    const part = content.slice(at, at + 255);
    parts.push(part.length, ...part);
  }
  const sizes = [...littleEndian(width, 2), ...littleEndian(height, 2)];
  const image = [0x2c, 0, 0, 0, 0, ...sizes, isInterlaced ? 0x40 : 0, bits, ...parts, 0];
  return Uint8Array.from([
    ...Array.from("GIF89a", (character) => character.charCodeAt(0)),
    ...sizes,
    ...[0x80 | (Math.log2(palette.length) - 1), 0, 0],
    ...palette.flat(),
    ...(transparent === undefined ? [] : [0x21, 0xf9, 4, 1, 0, 0, transparent, 0]),
    ...Array.from({ length: images }, () => image).flat(),
    0x3b,
  ]);
}

/** GIF's LZW with a table of strings: slow, and as the specification words it. */
function compressedCodes(indices: readonly number[], bits: number): number[] {
  const [clear, end] = [1 << bits, (1 << bits) + 1];
  const bytes: number[] = [];
  let [held, count, width] = [0, 0, bits + 1];
  const put = (code: number): void => {
    held |= code << count;
    for (count += width; count >= 8; count -= 8) {
      bytes.push(held & 255);
      held >>>= 8;
    }
  };
  let table = new Map<string, number>();
  const codeOf = (string: readonly number[]): number | undefined =>
    string.length === 1 ? string[0] : table.get(string.join());
  put(clear);
  let string: number[] = [];
  for (const index of indices) {
    const longer = [...string, index];
    if (codeOf(longer) !== undefined) {
      string = longer;
      continue;
    }
    put(codeOf(string) as number);
    const free = clear + 2 + table.size;
    table.set(longer.join(), free);
    if (free === 1 << width && width < 12) width++;
    string = [index];
    if (free < 4095) continue;
    put(clear);
    table = new Map();
    width = bits + 1;
  }
  put(codeOf(string) as number);
  // The reader has one entry more than the writer by now, which may make its codes wider.
  if (clear + 2 + table.size === 1 << width && width < 12) width++;
  put(end);
  return count > 0 ? [...bytes, held & 255] : bytes;
}

/** Codes of one width, low bits first. */
function packed(codes: readonly number[], width: number): number[] {
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (const code of codes) {
    bits |= code << count;
    for (count += width; count >= 8; count -= 8) {
      bytes.push(bits & 255);
      bits >>>= 8;
    }
  }
  return count > 0 ? [...bytes, bits & 255] : bytes;
}

/** "P5\n3 2\n255\n" and what stands behind. */
export function pnm(header: string, samples: readonly number[] | string): Uint8Array {
  const text = (words: string): number[] => Array.from(words, (character) => character.charCodeAt(0));
  return Uint8Array.from([...text(header), ...(typeof samples === "string" ? text(samples) : samples)]);
}

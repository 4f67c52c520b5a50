import { damaged, type FormatError } from "./formatError.js";
import {
  addAverageWords,
  addLeftWords,
  addPaethWords,
  addUpWords,
  isWordRow,
  paeth,
} from "./pngWordFilters.js";

// The hot loops: one for each filter, without a question a byte, since a mask has millions of bytes.

/**
 * Undoes the filter of one row, in place: bytes[from + i] and what stands to the left, above and above left of to + i become
 * bytes[to + i].
 *
 * @param words the same bytes, by wordsOf
 * @param to where the row is to begin; from, or before it
 * @param up where the row above begins, or -1 in the first row: a row of zeros
 * @param pixelBytes how far back "the byte to the left" is
 */
export function unfilterRow(
  filter: number,
  bytes: Uint8Array,
  words: Int32Array | undefined,
  from: number,
  to: number,
  up: number,
  length: number,
  pixelBytes: number,
): void {
  if (filter > 4) throw unknownFilter(filter);
  // Below a row of zeros the neighbour above adds nothing, and Paeth's predictor is the left neighbour.
  const kind = up >= 0 ? filter : filter === 2 ? 0 : filter === 4 ? 1 : filter;
  if (from !== to) bytes.copyWithin(to, from, from + length);
  if (kind === 0) return;
  const usable = (pixelBytes === 1 || kind === 2) && (up >= 0 || kind === 1) && isWordRow(to, up);
  const inWords = usable ? words : undefined;
  if (kind === 1) {
    if (pixelBytes === 1) {
      addLeftByte(bytes, to, length, inWords === undefined ? 0 : addLeftWords(inWords, to, length));
    } else addLeft(bytes, to, length, pixelBytes);
  } else if (kind === 2) {
    addUp(bytes, to, up, length, inWords === undefined ? 0 : addUpWords(inWords, to, up, length));
  } else if (kind === 3) {
    const done = inWords === undefined ? 0 : addAverageWords(inWords, to, up, length);
    addAverage(bytes, to, up, length, pixelBytes, done);
  } else {
    const done = inWords === undefined ? 0 : addPaethWords(inWords, to, up, length);
    addPaeth(bytes, to, up, length, pixelBytes, done);
  }
}

export function unknownFilter(filter: number): FormatError {
  return damaged("PNG", `unknown row filter ${filter}`);
}

/** The left neighbour is carried along: reading what was just written costs more than the sum. */
function addLeftByte(target: Uint8Array, to: number, length: number, start: number): void {
  let left = start === 0 ? 0 : (target[to + start - 1] as number);
  for (let i = to + start; i < to + length; i++) {
    left = ((target[i] as number) + left) & 255;
    target[i] = left;
  }
}

function addLeft(target: Uint8Array, to: number, length: number, pixelBytes: number): void {
  for (let i = to + pixelBytes; i < to + length; i++) {
    target[i] = (target[i] as number) + (target[i - pixelBytes] as number);
  }
}

function addUp(target: Uint8Array, to: number, up: number, length: number, start: number): void {
  for (let i = start; i < length; i++) {
    target[to + i] = (target[to + i] as number) + (target[up + i] as number);
  }
}

function addAverage(
  target: Uint8Array,
  to: number,
  up: number,
  length: number,
  pixelBytes: number,
  start: number,
): void {
  if (up < 0) {
    for (let i = to + pixelBytes; i < to + length; i++) {
      target[i] = (target[i] as number) + ((target[i - pixelBytes] as number) >> 1);
    }
    return;
  }
  const head = Math.min(pixelBytes, length);
  for (let i = start; i < head; i++) {
    target[to + i] = (target[to + i] as number) + ((target[up + i] as number) >> 1);
  }
  for (let i = Math.max(start, head); i < length; i++) {
    const sum = (target[to + i - pixelBytes] as number) + (target[up + i] as number);
    target[to + i] = (target[to + i] as number) + (sum >> 1);
  }
}

function addPaeth(
  target: Uint8Array,
  to: number,
  up: number,
  length: number,
  pixelBytes: number,
  start: number,
): void {
  const head = Math.min(pixelBytes, length);
  for (let i = start; i < head; i++) {
    target[to + i] = (target[to + i] as number) + (target[up + i] as number);
  }
  for (let i = Math.max(start, head); i < length; i++) {
    const left = target[to + i - pixelBytes] as number;
    const top = target[up + i] as number;
    const topLeft = target[up + i - pixelBytes] as number;
    target[to + i] = (target[to + i] as number) + paeth(left, top, topLeft);
  }
}

/** One row of `count` numbers of 1, 2, 4 or 8 bits, high bits first, to data[first], data[first + step], ... */
export function unpackBits(
  row: Uint8Array,
  from: number,
  count: number,
  depth: number,
  data: Uint8Array,
  first: number,
  step: number,
): void {
  if (depth === 4 && step === 1) unpackNibbles(row, from, count, data, first);
  else if (depth === 1 && step === 1) unpackSingleBits(row, from, count, data, first);
  else {
    const mask = (1 << depth) - 1;
    for (let i = 0; i < count; i++) {
      const bit = i * depth;
      data[first + i * step] = ((row[from + (bit >> 3)] as number) >> (8 - depth - (bit & 7))) & mask;
    }
  }
}

function unpackNibbles(row: Uint8Array, from: number, count: number, data: Uint8Array, first: number): void {
  let to = first;
  let at = from;
  for (const end = first + (count & ~1); to < end; to += 2, at++) {
    const byte = row[at] as number;
    data[to] = byte >> 4;
    data[to + 1] = byte & 15;
  }
  if (count & 1) data[to] = (row[at] as number) >> 4;
}

function unpackSingleBits(
  row: Uint8Array,
  from: number,
  count: number,
  data: Uint8Array,
  first: number,
): void {
  let to = first;
  let at = from;
  for (const end = first + (count & ~7); to < end; to += 8, at++) {
    const byte = row[at] as number;
    data[to] = byte >> 7;
    data[to + 1] = (byte >> 6) & 1;
    data[to + 2] = (byte >> 5) & 1;
    data[to + 3] = (byte >> 4) & 1;
    data[to + 4] = (byte >> 3) & 1;
    data[to + 5] = (byte >> 2) & 1;
    data[to + 6] = (byte >> 1) & 1;
    data[to + 7] = byte & 1;
  }
  for (let shift = 7; to < first + count; to++, shift--) data[to] = ((row[at] as number) >> shift) & 1;
}

/** One row of `count` numbers of 16 bits, high byte first, to data[first], data[first + step], ... */
export function unpackBigEndian16(
  row: Uint8Array,
  from: number,
  count: number,
  data: Uint16Array,
  first: number,
  step: number,
): void {
  for (let i = 0, at = from, to = first; i < count; i++, at += 2, to += step) {
    data[to] = ((row[at] as number) << 8) | (row[at + 1] as number);
  }
}

/** The big-endian numbers of 16 bits at the beginning of bytes, turned around where they stand. */
export function bigEndian16InPlace(bytes: Uint8Array, count: number): Uint16Array {
  // A view of such numbers begins at an even place.
  const { buffer, byteOffset } = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice(0, 2 * count);
  const view = new DataView(buffer, byteOffset, 2 * count);
  const numbers = new Uint16Array(buffer, byteOffset, count);
  for (let i = 0; i < count; i++) numbers[i] = view.getUint16(2 * i);
  return numbers;
}

import { isLittleEndianMachine } from "./elements.js";
import { paeth } from "./pngWordFilters.js";
import { unknownFilter } from "./pngRows.js";

// Ids of panoptic maps, R + 256 G + 65536 B, straight from the filtered rows of an RGB image: its three bytes, one behind the
// other, are the id as a machine of little-endian order reads it. So a filter is undone for three channels at once, against ids
// that are there already (the left neighbour and the row above), and nobody unfilters bytes first and adds them up later.

const IS_LITTLE_ENDIAN = isLittleEndianMachine();

/**
 * The ids of an RGB image of 8 bits a channel.
 *
 * @param rows inflated: each row behind the number of its filter; changed, as rows move to where words can be read
 * @returns one id a pixel; undefined where words cannot be read so, and nothing is changed
 * @throws {FormatError} a filter is none
 * @see W3C Portable Network Graphics (PNG) Specification, third edition, 9.2
 */
export function idsOfRgbRows(rows: Uint8Array, width: number, height: number): Uint32Array | undefined {
  if (!IS_LITTLE_ENDIAN || (rows.byteOffset & 3) !== 0) return undefined;
  const words = new Int32Array(rows.buffer, rows.byteOffset, rows.length >> 2);
  const ids = new Uint32Array(width * height);
  // Above the first row all is 0: each filter is then what the specification says of it there.
  let above = new Uint32Array(width);
  const rowBytes = 3 * width;
  // Four pixels are three words; one to three more are read byte by byte.
  const inWords = width & ~3;
  for (let row = 0, from = 0; row < height; row++, from += rowBytes + 1) {
    const filter = rows[from] as number;
    const undo = FILTERS[filter];
    if (undo === undefined) throw unknownFilter(filter);
    const at = (from + 1) & ~3;
    if (at !== from + 1) rows.copyWithin(at, from + 1, from + 1 + rowBytes);
    const first = row * width;
    const up = row === 0 ? 0 : first - width;
    undo(words, at >> 2, ids, first, inWords, above, up);
    for (let x = inWords, byte = at + 3 * inWords; x < width; x++, byte += 3) {
      const pixel =
        (rows[byte] as number) | ((rows[byte + 1] as number) << 8) | ((rows[byte + 2] as number) << 16);
      const left = x === 0 ? 0 : (ids[first + x - 1] as number);
      const topLeft = x === 0 ? 0 : (above[up + x - 1] as number);
      ids[first + x] = addBytes(pixel, predicted(filter, left, above[up + x] as number, topLeft));
    }
    above = ids;
  }
  return ids;
}

/**
 * Undoes a filter for `count` pixels, a multiple of four.
 *
 * @param at the word that the row begins with
 * @param first where its ids begin
 * @param up where those of the row above begin in `above`
 */
type UndoFilter = (
  words: Int32Array,
  at: number,
  ids: Uint32Array,
  first: number,
  count: number,
  above: Uint32Array,
  up: number,
) => void;

/** By the number that stands before a row. */
const FILTERS: readonly UndoFilter[] = [undoNone, undoLeft, undoUp, undoAverage, undoPaeth];

/** Sums of three bytes: their low seven bits without a carry into the next, the high ones without one out of it. */
function addBytes(a: number, b: number): number {
  return ((a & 0x7f7f7f) + (b & 0x7f7f7f)) ^ ((a ^ b) & 0x808080);
}

/** Of each byte half the sum, rounded down: what both have, and half of what one has. */
function averageOf(a: number, b: number): number {
  return (a & b) + (((a ^ b) & 0xfefefe) >>> 1);
}

/** Paeth's predictor of three bytes. */
function paethOf(left: number, top: number, topLeft: number): number {
  // Within an area of one id two neighbours are equal, and the third is the nearest.
  if (top === topLeft) return left;
  if (left === topLeft) return top;
  return (
    paeth(left & 255, top & 255, topLeft & 255) |
    (paeth((left >>> 8) & 255, (top >>> 8) & 255, (topLeft >>> 8) & 255) << 8) |
    (paeth(left >>> 16, top >>> 16, topLeft >>> 16) << 16)
  );
}

function predicted(filter: number, left: number, top: number, topLeft: number): number {
  if (filter === 1) return left;
  if (filter === 2) return top;
  if (filter === 3) return averageOf(left, top);
  return filter === 4 ? paethOf(left, top, topLeft) : 0;
}

function undoNone(words: Int32Array, at: number, ids: Uint32Array, first: number, count: number): void {
  for (let to = first, word = at; to < first + count; to += 4, word += 3) {
    const [low, middle, high] = [words[word] as number, words[word + 1] as number, words[word + 2] as number];
    ids[to] = low & 0xffffff;
    ids[to + 1] = (low >>> 24) | ((middle & 0xffff) << 8);
    ids[to + 2] = (middle >>> 16) | ((high & 0xff) << 16);
    ids[to + 3] = high >>> 8;
  }
}

function undoLeft(words: Int32Array, at: number, ids: Uint32Array, first: number, count: number): void {
  let left = 0;
  for (let to = first, word = at; to < first + count; to += 4, word += 3) {
    const low = words[word] as number;
    const middle = words[word + 1] as number;
    const high = words[word + 2] as number;
    if ((low | middle | high) === 0) {
      ids[to] = left;
      ids[to + 1] = left;
      ids[to + 2] = left;
      ids[to + 3] = left;
      continue;
    }
    ids[to] = left = addBytes(low & 0xffffff, left);
    ids[to + 1] = left = addBytes((low >>> 24) | ((middle & 0xffff) << 8), left);
    ids[to + 2] = left = addBytes((middle >>> 16) | ((high & 0xff) << 16), left);
    ids[to + 3] = left = addBytes(high >>> 8, left);
  }
}

function undoUp(
  words: Int32Array,
  at: number,
  ids: Uint32Array,
  first: number,
  count: number,
  above: Uint32Array,
  up: number,
): void {
  // Most rows of a mask are nearly those above: what differs is added to a copy.
  copyRow(ids, first, count, above, up);
  for (let to = first, word = at; to < first + count; to += 4, word += 3) {
    const low = words[word] as number;
    const middle = words[word + 1] as number;
    const high = words[word + 2] as number;
    if ((low | middle | high) === 0) continue;
    ids[to] = addBytes(low & 0xffffff, ids[to] as number);
    ids[to + 1] = addBytes((low >>> 24) | ((middle & 0xffff) << 8), ids[to + 1] as number);
    ids[to + 2] = addBytes((middle >>> 16) | ((high & 0xff) << 16), ids[to + 2] as number);
    ids[to + 3] = addBytes(high >>> 8, ids[to + 3] as number);
  }
}

function copyRow(ids: Uint32Array, first: number, count: number, above: Uint32Array, up: number): void {
  // Above the first row is what ids are anyway, 0.
  if (above === ids) ids.copyWithin(first, up, up + count);
}

function undoAverage(
  words: Int32Array,
  at: number,
  ids: Uint32Array,
  first: number,
  count: number,
  above: Uint32Array,
  up: number,
): void {
  let left = 0;
  for (let to = first, over = up, word = at; to < first + count; to += 4, over += 4, word += 3) {
    const low = words[word] as number;
    const middle = words[word + 1] as number;
    const high = words[word + 2] as number;
    ids[to] = left = addBytes(low & 0xffffff, averageOf(left, above[over] as number));
    ids[to + 1] = left = addBytes(
      (low >>> 24) | ((middle & 0xffff) << 8),
      averageOf(left, above[over + 1] as number),
    );
    ids[to + 2] = left = addBytes(
      (middle >>> 16) | ((high & 0xff) << 16),
      averageOf(left, above[over + 2] as number),
    );
    ids[to + 3] = left = addBytes(high >>> 8, averageOf(left, above[over + 3] as number));
  }
}

function undoPaeth(
  words: Int32Array,
  at: number,
  ids: Uint32Array,
  first: number,
  count: number,
  above: Uint32Array,
  up: number,
): void {
  copyRow(ids, first, count, above, up);
  let left = 0;
  let topLeft = 0;
  for (let to = first, word = at; to < first + count; to += 4, word += 3) {
    const low = words[word] as number;
    const middle = words[word + 1] as number;
    const high = words[word + 2] as number;
    const last = ids[to + 3] as number;
    // Left and above left are equal: each id is the one above it, and so are they again.
    if ((low | middle | high) === 0 && left === topLeft) {
      left = last;
      topLeft = last;
      continue;
    }
    let top = ids[to] as number;
    ids[to] = left = addBytes(low & 0xffffff, paethOf(left, top, topLeft));
    topLeft = top;
    top = ids[to + 1] as number;
    ids[to + 1] = left = addBytes((low >>> 24) | ((middle & 0xffff) << 8), paethOf(left, top, topLeft));
    topLeft = top;
    top = ids[to + 2] as number;
    ids[to + 2] = left = addBytes((middle >>> 16) | ((high & 0xff) << 16), paethOf(left, top, topLeft));
    ids[to + 3] = left = addBytes(high >>> 8, paethOf(left, last, top));
    topLeft = last;
  }
}

import { paeth } from "./pngWordFilters.js";
import { unknownFilter } from "./pngRows.js";

// Ids of panoptic maps, R + 256 G + 65536 B, straight from the filtered rows of an RGB image: its three bytes, one behind the
// other, are the id in little-endian order. So a filter is undone for three channels at once, against ids that are there already
// (the left neighbour and the row above), and nobody unfilters bytes first and adds them up later. Rows begin at any byte: words
// are read through a DataView, which costs what an aligned one does.

/**
 * The ids of an RGB image of 8 bits a channel.
 *
 * @param rows inflated: each row behind the number of its filter
 * @param memory used for the ids where it suffices, whatever it holds: new memory for each image of a run costs as much as its pixels
 * @returns one id a pixel
 * @throws {FormatError} a filter is none
 * @see W3C Portable Network Graphics (PNG) Specification, third edition, 9.2
 */
export function idsOfRgbRows(
  rows: Uint8Array,
  width: number,
  height: number,
  memory?: Uint32Array,
): Uint32Array {
  const view = new DataView(rows.buffer, rows.byteOffset, rows.length);
  const pixelCount = width * height;
  const ids =
    memory !== undefined && memory.length >= pixelCount
      ? memory.subarray(0, pixelCount)
      : new Uint32Array(pixelCount);
  // Above the first row all is 0: each filter is then what the specification says of it there.
  let above: Uint32Array = new Uint32Array(width);
  const rowBytes = 3 * width;
  // Four pixels are three words; one to three more are read byte by byte.
  const inWords = width & ~3;
  for (let row = 0, from = 0; row < height; row++, from += rowBytes + 1) {
    const filter = rows[from] as number;
    const undo = FILTERS[filter];
    if (undo === undefined) throw unknownFilter(filter);
    const first = row * width;
    const up = row === 0 ? 0 : first - width;
    undo(view, from + 1, ids, first, inWords, above, up);
    for (let x = inWords, byte = from + 1 + 3 * inWords; x < width; x++, byte += 3) {
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
 * @param at the byte that the row begins with
 * @param first where its ids begin
 * @param up where those of the row above begin in `above`
 */
type UndoFilter = (
  view: DataView,
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

function undoNone(view: DataView, at: number, ids: Uint32Array, first: number, count: number): void {
  for (let to = first, byte = at; to < first + count; to += 4, byte += 12) {
    const low = view.getInt32(byte, true);
    const middle = view.getInt32(byte + 4, true);
    const high = view.getInt32(byte + 8, true);
    ids[to] = low & 0xffffff;
    ids[to + 1] = (low >>> 24) | ((middle & 0xffff) << 8);
    ids[to + 2] = (middle >>> 16) | ((high & 0xff) << 16);
    ids[to + 3] = high >>> 8;
  }
}

function undoLeft(view: DataView, at: number, ids: Uint32Array, first: number, count: number): void {
  let left = 0;
  for (let to = first, byte = at; to < first + count; to += 4, byte += 12) {
    const low = view.getInt32(byte, true);
    const middle = view.getInt32(byte + 4, true);
    const high = view.getInt32(byte + 8, true);
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
  view: DataView,
  at: number,
  ids: Uint32Array,
  first: number,
  count: number,
  above: Uint32Array,
  up: number,
): void {
  // Most rows of a mask are nearly those above: what differs is added to a copy.
  copyRow(ids, first, count, above, up);
  for (let to = first, byte = at; to < first + count; to += 4, byte += 12) {
    const low = view.getInt32(byte, true);
    const middle = view.getInt32(byte + 4, true);
    const high = view.getInt32(byte + 8, true);
    if ((low | middle | high) === 0) continue;
    ids[to] = addBytes(low & 0xffffff, ids[to] as number);
    ids[to + 1] = addBytes((low >>> 24) | ((middle & 0xffff) << 8), ids[to + 1] as number);
    ids[to + 2] = addBytes((middle >>> 16) | ((high & 0xff) << 16), ids[to + 2] as number);
    ids[to + 3] = addBytes(high >>> 8, ids[to + 3] as number);
  }
}

function copyRow(ids: Uint32Array, first: number, count: number, above: Uint32Array, up: number): void {
  if (above === ids) ids.copyWithin(first, up, up + count);
  else ids.fill(0, first, first + count);
}

function undoAverage(
  view: DataView,
  at: number,
  ids: Uint32Array,
  first: number,
  count: number,
  above: Uint32Array,
  up: number,
): void {
  let left = 0;
  for (let to = first, over = up, byte = at; to < first + count; to += 4, over += 4, byte += 12) {
    const low = view.getInt32(byte, true);
    const middle = view.getInt32(byte + 4, true);
    const high = view.getInt32(byte + 8, true);
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
  view: DataView,
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
  for (let to = first, byte = at; to < first + count; to += 4, byte += 12) {
    const low = view.getInt32(byte, true);
    const middle = view.getInt32(byte + 4, true);
    const high = view.getInt32(byte + 8, true);
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

import { isLittleEndianMachine } from "./elements.js";

// Filters of rows of one byte a pixel, four bytes at a time. Masks are areas of one label: most words of a filtered row
// are 0 and most words above are one label, which settles all four bytes at once. The rows are filtered bytes in target
// already, and become labels in place; `to` and `up` are where the row and the one above begin, in bytes, and each function
// returns how many bytes it has done, a multiple of four.

const IS_LITTLE_ENDIAN = isLittleEndianMachine();

/**
 * All bytes as words, one view for all rows of an image: a view a row would cost more than most rows. Undefined where they
 * cannot be read so.
 */
export function wordsOf(bytes: Uint8Array): Int32Array | undefined {
  return IS_LITTLE_ENDIAN && (bytes.byteOffset & 3) === 0
    ? new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2)
    : undefined;
}

/** Whether a row and the one above begin at a multiple of four, as those of most widths do. */
export function isWordRow(to: number, up: number): boolean {
  return ((to | (up < 0 ? 0 : up)) & 3) === 0;
}

/** Four sums of bytes: their low seven bits without a carry into the next, the high ones without one out of it. */
function addBytes(a: number, b: number): number {
  return ((a & 0x7f7f7f7f) + (b & 0x7f7f7f7f)) ^ ((a ^ b) & 0x80808080);
}

/** The last byte of a word, four times. */
function lastByte(word: number): number {
  return Math.imul(word >>> 24, 0x01010101);
}

export function addLeftWords(words: Int32Array, to: number, length: number): number {
  const end = (to >> 2) + (length >> 2);
  let left = 0;
  for (let i = to >> 2; i < end; i++) {
    let word = words[i] as number;
    if (word === 0) words[i] = left;
    else {
      // Sums of two neighbours, then of four, then with what stands to the left of all.
      word = addBytes(word, word << 8);
      word = addBytes(addBytes(word, word << 16), left);
      words[i] = word;
      left = lastByte(word);
    }
  }
  return length & ~3;
}

export function addUpWords(words: Int32Array, to: number, up: number, length: number): number {
  const end = (to >> 2) + (length >> 2);
  for (let i = to >> 2, above = up >> 2; i < end; i++, above++) {
    const word = words[i] as number;
    const top = words[above] as number;
    words[i] = word === 0 ? top : addBytes(word, top);
  }
  return length & ~3;
}

export function addAverageWords(words: Int32Array, to: number, up: number, length: number): number {
  const end = (to >> 2) + (length >> 2);
  let left = 0;
  for (let i = to >> 2, above = up >> 2; i < end; i++, above++) {
    const word = words[i] as number;
    const top = words[above] as number;
    // The average of equal labels is the label.
    if (word === 0 && top === left) words[i] = left;
    else {
      let byte = left & 255;
      let result = 0;
      for (let shift = 0; shift < 32; shift += 8) {
        byte = ((word >>> shift) + ((byte + ((top >>> shift) & 255)) >> 1)) & 255;
        result |= byte << shift;
      }
      words[i] = result;
      left = lastByte(result);
    }
  }
  return length & ~3;
}

/** Paeth's predictor: whichever neighbour is nearest to left + top - topLeft; left before top before topLeft. */
export function paeth(left: number, top: number, topLeft: number): number {
  // Within an area of one label two neighbours are equal, and the third is the nearest: that is asked first.
  if (top === topLeft) return left;
  if (left === topLeft) return top;
  const fromLeft = Math.abs(top - topLeft);
  const fromTop = Math.abs(left - topLeft);
  const fromTopLeft = Math.abs(left + top - 2 * topLeft);
  if (fromLeft <= fromTop && fromLeft <= fromTopLeft) return left;
  return fromTop <= fromTopLeft ? top : topLeft;
}

export function addPaethWords(words: Int32Array, to: number, up: number, length: number): number {
  const end = (to >> 2) + (length >> 2);
  let left = 0;
  let topLeft = 0;
  for (let i = to >> 2, above = up >> 2; i < end; i++, above++) {
    const word = words[i] as number;
    const top = words[above] as number;
    // All above is one label: each byte is its left neighbour.
    if (word === 0 && top === topLeft) words[i] = left;
    else {
      let result = top;
      // Left and above left are equal: each byte is the one above it, and so are they again.
      if (word !== 0 || left !== topLeft) {
        let byte = left & 255;
        let corner = topLeft & 255;
        result = 0;
        for (let shift = 0; shift < 32; shift += 8) {
          const over = (top >>> shift) & 255;
          byte = ((word >>> shift) + paeth(byte, over, corner)) & 255;
          corner = over;
          result |= byte << shift;
        }
      }
      words[i] = result;
      left = lastByte(result);
      topLeft = lastByte(top);
    }
  }
  return length & ~3;
}

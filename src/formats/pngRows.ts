import { FormatError } from "./formatError.js";

/**
 * Undoes the filters of an image's rows where they stand, and closes the gaps that the filter bytes leave:
 *
 *     before  | f | row 0 ... | f | row 1 ... |
 *     after   | row 0 ... | row 1 ... |
 *
 * No row is written beyond where it was read, so one buffer does for both.
 *
 * @param rows what the image data inflates to, from `offset` on
 * @param rowBytes of one row, without its filter byte
 * @param pixelBytes how far back "the byte to the left" is
 * @returns where the rows end in `rows`; they begin at `target`
 * @see W3C Portable Network Graphics (PNG) Specification, third edition, 9.2
 */
export function unfilterRows(
  rows: Uint8Array,
  offset: number,
  target: number,
  rowBytes: number,
  rowCount: number,
  pixelBytes: number,
): number {
  let from = offset;
  let to = target;
  for (let row = 0; row < rowCount; row++) {
    const filter = rows[from] as number;
    // Above the first row are zeros: "up" leaves it as it is, and the others look to the left only.
    const up = row === 0 ? -1 : to - rowBytes;
    unfilterRow(rows, filter, from + 1, to, up, rowBytes, pixelBytes);
    from += rowBytes + 1;
    to += rowBytes;
  }
  return to;
}

/** One loop a filter, without a question in it: this is where decoding spends its time. */
function unfilterRow(
  rows: Uint8Array,
  filter: number,
  from: number,
  to: number,
  up: number,
  rowBytes: number,
  pixelBytes: number,
): void {
  const head = Math.min(pixelBytes, rowBytes);
  switch (filter) {
    case 0:
      rows.copyWithin(to, from, from + rowBytes);
      return;
    case 1:
      rows.copyWithin(to, from, from + head);
      if (pixelBytes === 1) {
        let left = rows[to] as number;
        for (let i = 1; i < rowBytes; i++) {
          left = (left + (rows[from + i] as number)) & 255;
          rows[to + i] = left;
        }
        return;
      }
      for (let i = head; i < rowBytes; i++) {
        rows[to + i] = (rows[from + i] as number) + (rows[to + i - pixelBytes] as number);
      }
      return;
    case 2:
      if (up < 0) rows.copyWithin(to, from, from + rowBytes);
      else {
        for (let i = 0; i < rowBytes; i++) {
          rows[to + i] = (rows[from + i] as number) + (rows[up + i] as number);
        }
      }
      return;
    case 3:
      for (let i = 0; i < head; i++) {
        rows[to + i] = (rows[from + i] as number) + ((up < 0 ? 0 : (rows[up + i] as number)) >> 1);
      }
      for (let i = head; i < rowBytes; i++) {
        const top = up < 0 ? 0 : (rows[up + i] as number);
        rows[to + i] = (rows[from + i] as number) + (((rows[to + i - pixelBytes] as number) + top) >> 1);
      }
      return;
    case 4:
      // Without a row above, whichever is nearest is the left one.
      if (up < 0) unfilterRow(rows, 1, from, to, up, rowBytes, pixelBytes);
      else unfilterPaeth(rows, from, to, up, rowBytes, pixelBytes);
      return;
    default:
      throw new FormatError(`damaged PNG: unknown row filter ${filter}`);
  }
}

/** Adds whichever neighbour is nearest to left + top - topLeft; left before top before topLeft. */
function unfilterPaeth(
  rows: Uint8Array,
  from: number,
  to: number,
  up: number,
  rowBytes: number,
  pixelBytes: number,
): void {
  const head = Math.min(pixelBytes, rowBytes);
  for (let i = 0; i < head; i++) rows[to + i] = (rows[from + i] as number) + (rows[up + i] as number);
  for (let i = head; i < rowBytes; i++) {
    const left = rows[to + i - pixelBytes] as number;
    const top = rows[up + i] as number;
    const topLeft = rows[up + i - pixelBytes] as number;
    let nearest = left;
    // Within a region all three are equal, which is most of a label map.
    if (left !== top || top !== topLeft) {
      const fromLeft = Math.abs(top - topLeft);
      const fromTop = Math.abs(left - topLeft);
      const fromTopLeft = Math.abs(left + top - 2 * topLeft);
      if (fromLeft > fromTop || fromLeft > fromTopLeft) nearest = fromTop <= fromTopLeft ? top : topLeft;
    }
    rows[to + i] = (rows[from + i] as number) + nearest;
  }
}

/**
 * One row of samples, high bits and bytes first, to samples[first], samples[first + step], ...; pixels of several samples stay
 * together.
 */
export function unpackRow(
  rows: Uint8Array,
  row: number,
  pixelCount: number,
  channels: number,
  depth: number,
  samples: Uint8Array | Uint16Array,
  first: number,
  step: number,
): void {
  const mask = (1 << depth) - 1;
  for (let pixel = 0; pixel < pixelCount; pixel++) {
    const to = (first + pixel * step) * channels;
    for (let channel = 0; channel < channels; channel++) {
      const bit = (pixel * channels + channel) * depth;
      const at = row + (bit >> 3);
      const byte = rows[at] as number;
      samples[to + channel] =
        depth === 16 ? (byte << 8) | (rows[at + 1] as number) : (byte >> (8 - depth - (bit & 7))) & mask;
    }
  }
}

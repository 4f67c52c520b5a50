import type { JsonCursor } from "../json/jsonCursor.js";

/** Images are known by number or by name; 7 and "7" are two. */
export type ImageId = number | string;

export function readId(cursor: JsonCursor): ImageId {
  return cursor.isString() ? cursor.string() : readWhole(cursor);
}

/** A whole number that float64 holds: an id beyond would be another one's. */
export function readWhole(cursor: JsonCursor): number {
  const start = cursor.at;
  const value = cursor.number();
  if (Number.isSafeInteger(value)) return value;
  cursor.at = start;
  return cursor.refuse("a whole number");
}

/** A length in pixels. */
export function readSide(cursor: JsonCursor): number {
  const start = cursor.at;
  const value = readWhole(cursor);
  if (value >= 1) return value;
  cursor.at = start;
  return cursor.refuse("a size in pixels, from 1 on");
}

export function readNumbers(cursor: JsonCursor, readOne: (cursor: JsonCursor) => number): number[] {
  const numbers: number[] = [];
  cursor.openList();
  for (let isFirst = true; cursor.nextItem(isFirst); isFirst = false) numbers.push(readOne(cursor));
  return numbers;
}

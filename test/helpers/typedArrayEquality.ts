// Set up for every test file. Vitest compares typed arrays element by element through iterators, 5 us each: of a mask's
// labels that is seconds. Arrays of one type with the same bits are equal by every rule there is, NaN and -0 included;
// of all others nothing is said here, so that what differs fails as it would without this.
import { expect } from "vitest";
import { sameBits } from "./sameBits.js";

expect.addEqualityTesters([
  (a: unknown, b: unknown) =>
    isTypedArray(a) && isTypedArray(b) && a.constructor === b.constructor && sameBits(a, b)
      ? true
      : undefined,
]);

function isTypedArray(value: unknown): value is ArrayBufferView {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

import { expect, it } from "vitest";

// What test/helpers/typedArrayEquality.ts shortens must stay what toEqual and toStrictEqual mean.
it.each<[string, ArrayBufferView, ArrayBufferView]>([
  ["another value", Float64Array.of(1, 2), Float64Array.of(1, 3)],
  ["another length", Uint8Array.of(1, 0), Uint8Array.of(1)],
  ["another type of the same bits", Uint8Array.of(1, 2), Int8Array.of(1, 2)],
  ["-0 for 0", Float32Array.of(0), Float32Array.of(-0)],
  ["a view of other bytes", Uint8Array.of(1, 2, 3).subarray(1), Uint8Array.of(1, 2, 3).subarray(0, 2)],
])("typed arrays differ by %s, also within objects", (_, a, b) => {
  expect(a).not.toEqual(b);
  expect({ counts: [a] }).not.toEqual({ counts: [b] });
  expect({ counts: [a] }).not.toStrictEqual({ counts: [b] });
});

it("typed arrays are equal by their numbers, wherever they lie", () => {
  const shifted = Uint16Array.of(9, 1, 65535).subarray(1);
  expect(shifted).toEqual(Uint16Array.of(1, 65535));
  expect({ a: Float64Array.of(NaN, -0) }).toStrictEqual({ a: Float64Array.of(NaN, -0) });
  // NaN is NaN, whatever its bits.
  const otherNan = new Float64Array(BigUint64Array.of(0xfff8_0000_0000_0001n).buffer);
  expect(otherNan).toEqual(Float64Array.of(NaN));
  const shared = new Uint8Array(new SharedArrayBuffer(2));
  expect(shared).toEqual(new Uint8Array(2));
});

import { describe, expect, it } from "vitest";
import { float16ToFloat32 } from "../../src/reading/float16.js";
import { BUILDS, loadBuild } from "../helpers/builds.js";
import { GuardedMemory } from "../helpers/guarded.js";

describe.each(BUILDS)("conversions, %s build", (build) => {
  const kernels = loadBuild(build);

  function converted(
    name: "widenScoresU8" | "widenScoresF16" | "narrowLabelsU16" | "widenLabelsU16",
    source: Uint8Array | Uint16Array,
    targetBytes: number,
  ): ArrayBuffer {
    const memory = new GuardedMemory(kernels);
    const sourcePtr = memory.input(source, source.length % 3);
    const targetPtr = memory.output(source.length * targetBytes, source.length % 5);
    kernels[name](sourcePtr, source.length, targetPtr);
    memory.check();
    const result = memory.read(targetPtr, source.length * targetBytes);
    const again = new GuardedMemory(kernels);
    const target = again.output(source.length * targetBytes);
    // At the end of memory, reading on would trap.
    kernels[name](again.inputAtEnd(source), source.length, target);
    return result;
  }

  it("widens u8 and narrows and widens u16, at every length", () => {
    for (let length = 1; length <= 70; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 37) % 256);
      expect([...new Float32Array(converted("widenScoresU8", bytes, 4))]).toEqual([...bytes]);
      const small = Uint16Array.from(bytes);
      expect([...new Uint8Array(converted("narrowLabelsU16", small, 1))]).toEqual([...bytes]);
      const words = Uint16Array.from({ length }, (_, i) => (i * 9973) % 65536);
      expect([...new Uint32Array(converted("widenLabelsU16", words, 4))]).toEqual([...words]);
    }
  });

  it("widens every float16 there is, denormals, infinities and NaN included", () => {
    const bits = Uint16Array.from({ length: 65536 }, (_, i) => i);
    const wanted = float16ToFloat32(bits);
    const got = new Float32Array(converted("widenScoresF16", bits, 4));
    const wrong = got.findIndex(
      (value, i) => !Object.is(value, wanted[i]) && !(Number.isNaN(value) && Number.isNaN(wanted[i])),
    );
    expect(wrong).toBe(-1);
    expect([wanted[1], wanted[0x3c00], wanted[0xfbff], wanted[0x8000], wanted[0x7c00]]).toEqual([
      2 ** -24,
      1,
      -65504,
      -0,
      Infinity,
    ]);
    for (let length = 1; length < 12; length++) converted("widenScoresF16", bits.subarray(0, length), 4);
  });

  it("narrows 64-bit labels: ignored ones apart, others that have no class nowhere near one", () => {
    const labels = BigInt64Array.of(
      0n,
      7n,
      -1n,
      255n,
      2n ** 31n - 1n,
      2n ** 31n,
      2n ** 32n,
      -(2n ** 63n),
      2n ** 63n - 1n,
    );
    for (const [ignoreIndex, has, ignoredAt] of [
      [0n, 0, -1],
      [-1n, 1, 2],
      [255n, 1, 3],
      [2n ** 32n, 1, 6],
    ] as const) {
      const memory = new GuardedMemory(kernels);
      const sourcePtr = memory.input(labels, 1);
      const targetPtr = memory.output(labels.length * 4, 2);
      kernels.narrowLabelsI64(sourcePtr, labels.length, targetPtr, ignoreIndex, has);
      memory.check();
      const wanted = [0, 7, -2, 255, 2 ** 31 - 1, -2, -2, -2, -2];
      if (ignoredAt >= 0) wanted[ignoredAt] = -1;
      expect([...new Int32Array(memory.read(targetPtr, labels.length * 4))]).toEqual(wanted);
    }
  });
});

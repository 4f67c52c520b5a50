import { describe, expect, it } from "vitest";
import { BUILDS, loadVolumesBuild } from "../helpers/builds.js";
import { GuardedMemory } from "../helpers/guarded.js";

/** 0 and 1, the same ever. */
function noise(length: number, most = 2): Uint8Array {
  let state = 12345;
  return Uint8Array.from({ length }, () => (state = (state * 16807) % 2147483647) % most);
}

/** Packed as in assembly/volumes/packMask.ts. */
function packed(bits: ArrayLike<number>, columns: number): BigUint64Array {
  const rowWords = Math.ceil((columns + 1) / 64);
  const rows = bits.length / columns;
  const words = new BigUint64Array(rows * rowWords);
  for (let i = 0; i < bits.length; i++) {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const word = row * rowWords + (column >> 6);
    words[word] = (words[word] as bigint) | (BigInt(bits[i] as number) << BigInt(column & 63));
  }
  return words;
}

describe.each(BUILDS)("the %s build writes nothing but its output", (build) => {
  const kernels = loadVolumesBuild(build);

  it.each([1, 2, 15, 16, 17, 63, 64, 65, 100, 127, 128, 129])("packing %i columns", (columns) => {
    const rows = 3;
    const rowWords = Math.ceil((columns + 1) / 64);
    const labels = noise(rows * (columns + 5), 4);
    for (const skew of [0, 1, 3]) {
      for (const bytes of [1, 4]) {
        for (const anyLabel of [false, true]) {
          const memory = new GuardedMemory(kernels);
          const labelsPtr = memory.input(bytes === 1 ? labels : Uint32Array.from(labels), skew);
          const maskPtr = memory.output(rows * rowWords * 8);
          kernels.packMask(labelsPtr, bytes, columns + 5, 2, columns, rows, 3, anyLabel, maskPtr, rowWords);
          memory.check();
          const wanted = Array.from({ length: rows * columns }, (_, i) => {
            const label = labels[Math.floor(i / columns) * (columns + 5) + 2 + (i % columns)];
            return Number(anyLabel ? label !== 0 : label === 3);
          });
          expect(new BigUint64Array(memory.read(maskPtr, rows * rowWords * 8))).toEqual(
            packed(wanted, columns),
          );
        }
      }
    }
  });

  it.each([1, 16, 33, 64])("labels at the end of memory, %i columns", (columns) => {
    const labels = noise(2 * columns, 3);
    for (const kind of ["U8", "U32"] as const) {
      const memory = new GuardedMemory(kernels);
      const boxes = Int32Array.from({ length: 18 }, (_, i) => (i % 2 === 0 ? 0x7fffffff : -1));
      const boxesPtr = memory.output(boxes.byteLength);
      new Int32Array(kernels.memory.buffer, boxesPtr, boxes.length).set(boxes);
      const labelsPtr = memory.inputAtEnd(kind === "U8" ? labels : Uint32Array.from(labels));
      expect(kernels[`labelBoxes${kind}`](labelsPtr, 4, 7, 2, columns, 3, false, boxesPtr)).toBe(2 * columns);
      memory.check();
      const found = new Int32Array(memory.read(boxesPtr, boxes.byteLength));
      for (const label of [0, 1, 2]) {
        const places = [...labels.keys()].filter((i) => labels[i] === label);
        const box = [...found.subarray(label * 6, label * 6 + 6)];
        const columnsOf = places.map((i) => i % columns);
        const rowsOf = places.map((i) => 7 + Math.floor(i / columns));
        const wanted = [
          4,
          4,
          Math.min(...rowsOf),
          Math.max(...rowsOf),
          Math.min(...columnsOf),
          Math.max(...columnsOf),
        ];
        expect(box).toEqual(places.length === 0 ? [0x7fffffff, -1, 0x7fffffff, -1, 0x7fffffff, -1] : wanted);
      }
    }
  });

  it.each([
    [1, 1, 1],
    [2, 3, 5],
    [3, 2, 63],
    [2, 2, 64],
    [2, 3, 65],
  ])("edges, surfels and distances of %i x %i x %i", (planes, rows, columns) => {
    const rowWords = Math.ceil((columns + 1) / 64);
    // With a border of background.
    const mask = new Uint8Array((planes + 2) * (rows + 2) * columns);
    noise(planes * rows * columns).forEach((bit, i) => {
      const [plane, row] = [Math.floor(i / (rows * columns)), Math.floor(i / columns) % rows];
      mask[((plane + 1) * (rows + 2) + row + 1) * columns + (i % columns)] = bit;
    });
    const grid = [planes + 1, rows + 1, columns + 1] as const;
    const pointBytes = grid[0] * grid[1] * rowWords * 8;
    for (const isFlat of [false, true]) {
      const memory = new GuardedMemory(kernels);
      const maskPtr = memory.input(packed(mask, columns));
      const edgesPtr = memory.output(pointBytes);
      const surfelsPtr = memory.output(pointBytes);
      const edges = kernels.edgePoints(maskPtr, planes, rows, rowWords, isFlat, edgesPtr);
      const surfels = kernels.surfelPoints(maskPtr, planes, rows, rowWords, isFlat, surfelsPtr);
      memory.check();
      const codesPtr = memory.output(surfels);
      kernels.surfelCodes(maskPtr, surfelsPtr, planes, rows, rowWords, isFlat, codesPtr);
      memory.check();
      const codes = new Uint8Array(memory.read(codesPtr, surfels));
      expect(codes.every((code) => code > 0 && code < (isFlat ? 15 : 255))).toBe(true);
      const stride = (Math.ceil(grid[2] / 8) | 1) * 8;
      const longest = Math.max(grid[1], grid[2]);
      const squaresPtr = memory.input(
        Float64Array.from(grid.flatMap((length) => Array.from({ length }, (_, steps) => steps * steps))),
      );
      const scratchPtr = memory.output(8 * grid[1] * stride + 20 * longest + 8 * grid[1] * grid[2]);
      const distancesPtr = memory.output(8 * edges);
      kernels.pointDistances(edgesPtr, edgesPtr, ...grid, rowWords, squaresPtr, scratchPtr, distancesPtr);
      memory.check();
      expect(new Float64Array(memory.read(distancesPtr, 8 * edges)).every((distance) => distance === 0)).toBe(
        true,
      );
    }
  });

  it("distances from an empty edge are infinite", () => {
    const memory = new GuardedMemory(kernels);
    const fromPtr = memory.input(BigUint64Array.of(5n, 0n, 1n, 0n));
    const toPtr = memory.input(new BigUint64Array(4));
    const squaresPtr = memory.input(Float64Array.of(0, 1, 0, 1, 0, 1, 4));
    const scratchPtr = memory.output(2048);
    const distancesPtr = memory.output(24);
    kernels.pointDistances(fromPtr, toPtr, 2, 2, 3, 1, squaresPtr, scratchPtr, distancesPtr);
    memory.check();
    expect([...new Float64Array(memory.read(distancesPtr, 24))]).toEqual([Infinity, Infinity, Infinity]);
  });

  it.each([1, 3, 4, 5, 16, 19])("boundaries of rows of %i", (columns) => {
    const memory = new GuardedMemory(kernels);
    const row = memory.input(Uint32Array.from(noise(columns)), 4);
    const before = memory.input(Uint32Array.from(noise(columns, 3)), 4);
    const heights = memory.output(columns * 4, 4);
    const sums = memory.output(36, 4);
    for (const rowBefore of [0, before]) {
      kernels.squareHeights(row, rowBefore, columns, 1, heights);
      expect(kernels.countBoundary(row, before, heights, heights, columns, 2, 3, sums)).toBeLessThanOrEqual(
        columns,
      );
      memory.check();
    }
  });
});

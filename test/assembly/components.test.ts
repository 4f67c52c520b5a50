import { describe, expect, it } from "vitest";
import { seededRandom } from "../../app/samples/seededRandom.js";
import { floodComponents } from "../../src/volumes/floodComponents.js";
import { readGrid } from "../../src/volumes/grid.js";
import { BUILDS, loadVolumesBuild } from "../helpers/builds.js";
import { GuardedMemory } from "../helpers/guarded.js";

// Each kernel on memory of exactly the size it is promised, at odd addresses; what they find together is looked at in
// test/volumes.

describe.each(BUILDS)("components, %s build", (build) => {
  const kernels = loadVolumesBuild(build);

  /** Runs of a map, start, end, label and parent each; the ends of its rows; and its table and paint. */
  function run(
    labels: Uint8Array | Uint16Array | Uint32Array,
    shape: readonly [number, number, number],
    steps: number,
  ): { runs: Uint32Array; rows: Uint32Array; table: Uint32Array; ids: Uint32Array } {
    const [depth, height, width] = shape;
    const rowCount = depth * height;
    const memory = new GuardedMemory(kernels);
    const labelsPtr = memory.input(labels, 1);
    const rowsPtr = memory.output(rowCount * 4);
    const find = {
      1: kernels.componentRunsU8,
      2: kernels.componentRunsU16,
      4: kernels.componentRunsU32,
    }[labels.BYTES_PER_ELEMENT as 1 | 2 | 4];
    const expected = runsIn(labels, width);
    const runsPtr = memory.output(expected.length * 16);
    const runCount = find(labelsPtr, rowCount, width, 0, 0, 1, rowsPtr, runsPtr, 0);
    memory.check();
    expect(runCount).toBe(expected.length);
    const runs = new Uint32Array(memory.read(runsPtr, runCount * 16));
    expect([...runs]).toEqual(expected.flatMap(([start, end, label], i) => [start, end, label, i]));
    kernels.joinRuns(rowsPtr, runsPtr, depth, height, width, steps);
    const count = kernels.numberRuns(runsPtr, runCount);
    memory.check();
    const tablePtr = memory.output(count * 8);
    const idsPtr = memory.output(labels.length * 4);
    new Uint8Array(kernels.memory.buffer, tablePtr, count * 8).fill(0xff);
    kernels.componentTable(runsPtr, runCount, tablePtr, count);
    kernels.paintRuns(runsPtr, 0, runCount, 0, labels.length, idsPtr);
    memory.check();
    return {
      runs,
      rows: new Uint32Array(memory.read(rowsPtr, rowCount * 4)),
      table: new Uint32Array(memory.read(tablePtr, count * 8)),
      ids: new Uint32Array(memory.read(idsPtr, labels.length * 4)),
    };
  }

  it("reads and writes what it should and no more, at every width around a block's edge", () => {
    const random = seededRandom(3);
    for (const make of [Uint8Array, Uint16Array, Uint32Array]) {
      for (let width = 1; width <= 66; width++) {
        for (const repeats of [1, 20]) {
          const labels = new make(6 * width);
          for (let i = 0; i < labels.length;) {
            const label = Math.floor(random() * 3);
            for (let r = Math.ceil(random() * repeats); r > 0 && i < labels.length; r--) labels[i++] = label;
          }
          const steps = 1 + (width % 3);
          const { table, ids } = run(labels, [2, 3, width], steps);
          const found = floodComponents(labels, readGrid([2, 3, width]), 0, steps);
          expect(ids).toEqual(found.componentIds);
          expect([...table]).toEqual(
            [...found.areas].flatMap((area, i) => [area, found.labels[i] as number]),
          );
        }
      }
    }
  });

  it("tells large labels apart, and takes any of them for background, or none", () => {
    const labels = Uint32Array.of(2 ** 32 - 1, 2 ** 31, 0, 0, 7, 7);
    for (const [background, has, expected] of [
      [2 ** 32 - 1, 1, 3],
      [0, 1, 3],
      [0, 0, 4],
    ] as const) {
      const memory = new GuardedMemory(kernels);
      const labelsPtr = memory.inputAtEnd(labels);
      const [rowsPtr, runsPtr] = [memory.output(4), memory.output(expected * 16)];
      expect(kernels.componentRunsU32(labelsPtr, 1, 6, 0, background, has, rowsPtr, runsPtr, 0)).toBe(
        expected,
      );
      memory.check();
    }
  });

  it("appends to the runs there are, and has pixels of the whole map", () => {
    const memory = new GuardedMemory(kernels);
    const labelsPtr = memory.input(Uint8Array.of(5, 5, 0, 5), 3);
    const [rowsPtr, runsPtr] = [memory.output(8), memory.output(5 * 16)];
    expect(kernels.componentRunsU8(labelsPtr, 2, 2, 1000, 0, 1, rowsPtr, runsPtr, 3)).toBe(5);
    memory.check();
    expect([...new Uint32Array(memory.read(runsPtr + 48, 32))]).toEqual([1000, 1002, 5, 3, 1003, 1004, 5, 4]);
    expect([...new Uint32Array(memory.read(rowsPtr, 8))]).toEqual([4, 5]);
  });
});

/** Runs by the plain rule, none of label 0. */
function runsIn(labels: ArrayLike<number>, width: number): [start: number, end: number, label: number][] {
  const runs: [number, number, number][] = [];
  for (let start = 0; start < labels.length;) {
    const rowEnd = (Math.floor(start / width) + 1) * width;
    let end = start + 1;
    while (end < rowEnd && labels[end] === labels[start]) end++;
    if (labels[start] !== 0) runs.push([start, end, labels[start] as number]);
    start = end;
  }
  return runs;
}

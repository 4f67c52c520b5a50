import { describe, expect, it } from "vitest";
import { seededRandom } from "../../app/samples/seededRandom.js";
import { BUILDS, loadBuild } from "../helpers/builds.js";
import { GuardedMemory } from "../helpers/guarded.js";

const FULL = 1;
const INVALID = 2;

describe.each(BUILDS)("sparseHistogram, %s build", (build) => {
  const kernels = loadBuild(build);

  function run(
    groundTruth: readonly number[],
    prediction: readonly number[],
    numClasses: number,
    capacity: number,
    ignoreIndex?: number,
  ): { counted: number; ignored: number; status: number; cells: Map<number, number> } {
    const memory = new GuardedMemory(kernels);
    const truthPtr = memory.input(Int32Array.from(groundTruth), 1);
    const predictedPtr = memory.input(Int32Array.from(prediction), 2);
    const tablePtr = memory.output(16 + capacity * 8);
    const counted = kernels.sparseHistogramU32(
      truthPtr,
      predictedPtr,
      groundTruth.length,
      numClasses,
      ignoreIndex ?? 0,
      ignoreIndex === undefined ? 0 : 1,
      tablePtr,
      capacity,
    );
    memory.check();
    const [, ignored = 0, status = 0, , ...entries] = new Uint32Array(
      memory.read(tablePtr, 16 + capacity * 8),
    );
    const cells = new Map<number, number>();
    for (let i = 0; i < entries.length; i += 2) {
      if (entries[i + 1] !== 0) cells.set(entries[i] as number, entries[i + 1] as number);
    }
    return { counted, ignored, status, cells };
  }

  it("counts cells, up to the last of 65,536 x 65,536", () => {
    const random = seededRandom(1);
    for (const numClasses of [3, 5000, 65536]) {
      for (let length = 0; length <= 64; length++) {
        const t = Array.from({ length }, () => Math.floor(random() * numClasses));
        const p = t.map((label) => (random() < 0.5 ? label : numClasses - 1));
        const wanted = new Map<number, number>();
        t.forEach((label, i) => {
          const cell = label * numClasses + (p[i] as number);
          wanted.set(cell, (wanted.get(cell) ?? 0) + 1);
        });
        const { counted, status, cells } = run(t, p, numClasses, 256);
        expect([counted, status]).toEqual([length, 0]);
        expect(cells).toEqual(wanted);
      }
    }
  });

  it("stops when it is full, at a pixel it has not counted", () => {
    const t = Array.from({ length: 100 }, (_, i) => i);
    const { counted, status, cells } = run(t, t, 65536, 16);
    expect([counted, status, cells.size]).toEqual([12, FULL, 12]);
  });

  it("stops at a label out of range, and counts ignored pixels apart", () => {
    expect(run([1, 2, 9, 1], [1, 2, 2, 1], 9, 16)).toMatchObject({ counted: 2, status: INVALID });
    expect(run([1, 2, 3, -1], [1, 2, -5, 1], 9, 16)).toMatchObject({ counted: 2, status: INVALID });
    expect(run([1, -1, 255, 1], [1, 2, 2, 1], 256, 16, -1)).toMatchObject({
      counted: 4,
      ignored: 1,
      status: 0,
    });
  });
});

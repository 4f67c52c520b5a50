import { describe, expect, it } from "vitest";
import { seededRandom } from "../../app/samples/seededRandom.js";
import { BUILDS, loadShapesBuild } from "../helpers/builds.js";
import { GuardedMemory } from "../helpers/guarded.js";

/** Bytes in runs of up to `longest`; those of the mask are any but 0. */
function bytesOf(length: number, longest: number, seed: number): Uint8Array {
  const random = seededRandom(seed);
  const bytes = new Uint8Array(length);
  for (let i = 0, isIn = random() < 0.5; i < length; isIn = !isIn) {
    const end = Math.min(length, i + 1 + Math.floor(random() * longest));
    for (; i < end; i++) bytes[i] = isIn ? 1 + Math.floor(random() * 255) : 0;
  }
  return bytes;
}

/** Column by column, lengths of runs out of and in the mask. */
function countsOf(bytes: Uint8Array, width: number, height: number): Uint32Array {
  const counts = [0];
  let isIn = false;
  for (let place = 0; place < bytes.length; place++) {
    const now = bytes[(place % height) * width + Math.floor(place / height)] !== 0;
    if (now !== isIn) counts.push(0);
    isIn = now;
    counts[counts.length - 1] = counts.at(-1) + 1;
  }
  return Uint32Array.from(counts);
}

const LENGTHS = [...Array.from({ length: 67 }, (_, i) => i), 95, 96, 97, 127, 128, 129, 255, 256, 257];

describe.each(BUILDS)("runs, %s build", (build) => {
  const kernels = loadShapesBuild(build);

  it.each(LENGTHS)("byteChanges of %i bytes", (length) => {
    for (const longest of [1, 2, 9, 80]) {
      for (const wasIn of [0, 1]) {
        const bytes = bytesOf(length, longest, length * 7 + longest);
        const memory = new GuardedMemory(kernels);
        const bytesPtr = memory.input(bytes, longest % 3);
        const outPtr = memory.output(length * 4);
        const changed = kernels.byteChanges(bytesPtr, length, wasIn, outPtr);
        memory.check();
        const isIn = (i: number): boolean => (i < 0 ? wasIn === 1 : bytes[i] !== 0);
        const wanted = [...bytes.keys()].filter((i) => isIn(i) !== isIn(i - 1));
        expect([...new Uint32Array(memory.read(outPtr, changed * 4))]).toEqual(wanted);
      }
    }
  });

  it("byteChanges and rowChanges read nothing behind the end of memory", () => {
    for (const length of [1, 31, 32, 33, 70]) {
      const memory = new GuardedMemory(kernels);
      const outPtr = memory.output(16 + length * 16);
      const bytesPtr = memory.inputAtEnd(bytesOf(length * 2, 5, length));
      expect(() => kernels.byteChanges(bytesPtr, length * 2, 0, outPtr)).not.toThrow();
      expect(kernels.rowChanges(bytesPtr + length, 1, length, 1, outPtr, length)).toBe(1);
      memory.check();
    }
  });

  it.each([1, 2, 7, 15, 16, 17, 31, 32, 33, 47, 63, 64, 65, 100])("rowChanges of rows of %i", (width) => {
    const [rows, firstRow] = [5, 3];
    for (const longest of [1, 6, 60]) {
      for (const capacity of [width, width * 2 + 1, width * rows]) {
        const bytes = bytesOf(width * (rows + 1), longest, width + longest);
        const memory = new GuardedMemory(kernels);
        const rowsPtr = memory.input(bytes, longest % 5) + width;
        const changesPtr = memory.output(8 + capacity * 8);
        const wanted: number[][] = [];
        const got: number[][] = [];
        for (let row = 1; row <= rows; row++) {
          for (let column = 0; column < width; column++) {
            const isIn = bytes[row * width + column] !== 0;
            if (isIn !== (bytes[(row - 1) * width + column] !== 0)) wanted.push([column, firstRow + row - 1]);
          }
        }
        for (let done = 0; done < rows;) {
          const rowsDone = kernels.rowChanges(
            rowsPtr + done * width,
            rows - done,
            width,
            firstRow + done,
            changesPtr,
            capacity,
          );
          expect(rowsDone).toBeGreaterThan(0);
          done += rowsDone;
          const found = new Uint32Array(memory.read(changesPtr, 8 + capacity * 8));
          for (let i = 0; i < (found[0] as number); i++) {
            got.push([found[2 + i * 2] as number, found[3 + i * 2] as number]);
          }
        }
        memory.check();
        expect(got).toEqual(wanted);
      }
    }
  });

  it.each([
    [1, 1],
    [1, 40],
    [40, 1],
    [5, 7],
    [7, 33],
    [8, 9],
    [15, 16],
    [16, 5],
    [17, 18],
    [33, 31],
    [70, 12],
  ])("paint of %i x %i", (width, height) => {
    for (const longest of [1, 5, 50, 400]) {
      const bytes = bytesOf(width * height, longest, width * 31 + height + longest);
      const counts = countsOf(bytes, width, height);
      const inside = [...bytes.keys()].filter((i) => bytes[i] !== 0);
      if (inside.length === 0) continue;
      const rows = inside.map((i) => Math.floor(i / width));
      const top = Math.min(...rows);
      const rowCount = Math.max(...rows) - top + 1;
      const memory = new GuardedMemory(kernels);
      const countsPtr = memory.input(counts);
      const rowsPtr = memory.output(rowCount * width, longest % 7);
      kernels.paintColumns(countsPtr, counts.length, height, width, top, rowCount, rowsPtr);
      memory.check();
      const wanted = bytes.map((byte) => (byte === 0 ? 0 : 1));
      expect(new Uint8Array(memory.read(rowsPtr, rowCount * width))).toEqual(
        wanted.slice(top * width, (top + rowCount) * width),
      );
    }
  });

  it("commonPixels", () => {
    const [width, height] = [23, 19];
    const masks = [1, 4, 30, 300, 500].flatMap((longest) =>
      [1, 2, 3].map((seed) => bytesOf(width * height, longest, seed * 100 + longest)),
    );
    // Some of them small, empty or full.
    masks.push(new Uint8Array(width * height), new Uint8Array(width * height).fill(1));
    masks.push(
      new Uint8Array(width * height).fill(1, 40, 41),
      new Uint8Array(width * height).fill(1, 200, 230),
    );
    const memory = new GuardedMemory(kernels);
    const table = masks.map((bytes) => {
      const counts = countsOf(bytes, width, height);
      const runs: number[] = [];
      for (let i = 0, place = 0; i + 1 < counts.length; i += 2) {
        const start = place + (counts[i] as number);
        place = start + (counts[i + 1] as number);
        runs.push(start, place);
      }
      const inside = [...bytes.keys()].filter((i) => bytes[i] !== 0);
      const ends = (places: number[]): [number, number] =>
        places.length === 0 ? [0, 0] : [Math.min(...places), Math.max(...places) + 1];
      const ptr = memory.input(Uint32Array.from(runs));
      return [
        ptr,
        ptr + runs.length * 4,
        ...ends(inside.map((i) => i % width)),
        ...ends(inside.map((i) => Math.floor(i / width))),
        0,
        0,
      ];
    });
    const tablePtr = memory.input(Uint32Array.from(table.flat()));
    const outPtr = memory.output(masks.length ** 2 * 8);
    kernels.commonPixels(tablePtr, masks.length, tablePtr, masks.length, height, outPtr);
    memory.check();
    const wanted = masks.flatMap((a) =>
      masks.map((b) => a.filter((byte, i) => byte !== 0 && b[i] !== 0).length),
    );
    expect([...new Float64Array(memory.read(outPtr, masks.length ** 2 * 8))]).toEqual(wanted);
  });
});

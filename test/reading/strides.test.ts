import fc from "fast-check";
import ndarray from "ndarray";
import { load } from "npyjs";
import { describe, expect, it } from "vitest";
import { confusionMatrix, type LabelsOrScores, metrics_np, one_hot } from "../../src/index.js";
import { readTensor } from "../../src/reading/tensor.js";
import { BACKENDS, withBackend } from "../helpers/backends.js";
import {
  BATCH,
  CLASSES,
  counted,
  HEIGHT,
  IMAGES,
  ONE,
  PIXELS,
  PLANES,
  PREDICTION,
  PREDICTION_ONE,
  SCORES,
  TRUTH,
  TRUTH_ONE,
  WIDTH,
} from "./masks.js";

/** Columns of rows: the same image with its axes swapped in memory. */
const columnsOf = (labels: Uint8Array): Uint8Array =>
  Uint8Array.from(
    { length: PIXELS },
    (_, i) => labels[(i % HEIGHT) * WIDTH + Math.floor(i / HEIGHT)] as number,
  );

/** A .npy file, written by hand. */
function npy(descr: string, shape: readonly number[], fortran: boolean, data: ArrayBufferView): ArrayBuffer {
  const text = `{'descr': '${descr}', 'fortran_order': ${fortran ? "True" : "False"}, 'shape': (${shape.join(", ")},), }`;
  const header = `${text.padEnd(117)}\n`;
  const bytes = new Uint8Array(128 + data.byteLength);
  bytes.set([0x93, ...new TextEncoder().encode("NUMPY"), 1, 0, 118, 0]);
  bytes.set(new TextEncoder().encode(header), 10);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 128);
  return bytes.buffer;
}

describe.each(BACKENDS)("arrays that are not row-major, %s", (name) => {
  const count: typeof counted = (...sides) => withBackend(name, () => counted(...sides));

  it("ndarray: views, transposed, reversed, sliced, of plain arrays and of stores", () => {
    const plain = ndarray(Array.from(PREDICTION_ONE), [HEIGHT, WIDTH]);
    const store = {
      length: PIXELS,
      get: (i: number) => PREDICTION_ONE[i] as number,
      set: (): number => 0,
    };
    const padded = ndarray(new Uint8Array((HEIGHT + 2) * (WIDTH + 3)), [HEIGHT + 2, WIDTH + 3]);
    const inner = padded.lo(1, 2).hi(HEIGHT, WIDTH);
    const reversed = ndarray(Uint8Array.from(PREDICTION_ONE).reverse(), [HEIGHT, WIDTH]).step(-1, -1);
    PREDICTION_ONE.forEach((label, i) => inner.set(Math.floor(i / WIDTH), i % WIDTH, label));
    for (const view of [
      ndarray(PREDICTION_ONE, [HEIGHT, WIDTH]),
      ndarray(columnsOf(PREDICTION_ONE), [WIDTH, HEIGHT]).transpose(1, 0),
      ndarray(PREDICTION, [IMAGES, HEIGHT, WIDTH]).pick(0, null, null),
      ndarray(store as never, [HEIGHT, WIDTH]),
      plain,
      inner,
      reversed,
    ] as unknown as LabelsOrScores[]) {
      expect(count(TRUTH_ONE, view)).toEqual({ matrix: ONE, images: 1 });
    }
    const last = ndarray(PLANES, [IMAGES, CLASSES, HEIGHT, WIDTH]).transpose(0, 2, 3, 1);
    expect(count(TRUTH, last as unknown as LabelsOrScores)).toEqual({ matrix: BATCH, images: IMAGES });
    const shape = [IMAGES, HEIGHT, WIDTH, CLASSES];
    expect(metrics_np(last, { data: SCORES, shape }, "iou")).toBe(1);
    expect(one_hot(last)).toEqual(one_hot({ data: SCORES, shape }));
  });

  it("npyjs: row-major and column-major, 64-bit, booleans in a plain array", async () => {
    const shape = [HEIGHT, WIDTH];
    const files = [
      npy("|u1", shape, false, PREDICTION_ONE),
      npy("|u1", shape, true, columnsOf(PREDICTION_ONE)),
      npy("<i8", shape, false, BigInt64Array.from(PREDICTION_ONE, BigInt)),
      npy("<i8", shape, true, BigInt64Array.from(columnsOf(PREDICTION_ONE), BigInt)),
    ];
    for (const file of files) {
      expect(count(TRUTH_ONE, await load(file))).toEqual({ matrix: ONE, images: 1 });
    }
    const mask = Uint8Array.from(PREDICTION_ONE, (label) => Number(label > 1));
    const read = await load(npy("|b1", shape, false, mask));
    const options = { numClasses: 2 };
    expect(withBackend(name, () => confusionMatrix(mask, read, options))).toEqual(
      confusionMatrix(mask, mask, options),
    );
  });
});

it("gathers any view as a plain loop does", () => {
  const axis = fc.record({ size: fc.integer({ min: 1, max: 5 }), skip: fc.constantFrom(-2, -1, 1, 2) });
  fc.assert(
    fc.property(
      fc.array(axis, { minLength: 1, maxLength: 4 }),
      fc.integer(),
      fc.nat(4),
      fc.constantFrom("typed", "plain", "store", "big"),
      fc.boolean(),
      (axes, seed, padding, kind, isColumnMajor) => {
        // A dense array of the permuted axes, each seen by a step, perhaps backwards.
        const order = axes
          .map((_, i) => i)
          .sort((a, b) => ((seed ^ (a * 7919)) % 5) - ((seed ^ (b * 7919)) % 5));
        const strides = axes.map(() => 0);
        let [length, offset] = [1, padding];
        for (const i of order) {
          const { size, skip } = axes[i] as { size: number; skip: number };
          strides[i] = length * skip;
          if (skip < 0) offset += (size - 1) * length * -skip;
          length *= (size - 1) * Math.abs(skip) + 1;
        }
        const values = Int32Array.from({ length: length + padding }, (_, i) => (i * 31) % 1009);
        const shape = axes.map(({ size }) => size);
        const wanted: number[] = [];
        const walk = (depth: number, place: number): void => {
          if (depth === shape.length) wanted.push(values[place] as number);
          else
            for (let i = 0; i < (shape[depth] as number); i++)
              walk(depth + 1, place + i * (strides[depth] as number));
        };
        walk(0, offset);
        const data = {
          typed: values,
          plain: Array.from(values),
          store: { length: values.length, get: (i: number) => values[i] },
          big: BigInt64Array.from(values, BigInt),
        }[kind];
        const got = readTensor({ data, shape, stride: strides, offset, fortranOrder: isColumnMajor }, "y");
        expect(Array.from(got.data as Int32Array, Number)).toEqual(wanted);
      },
    ),
    { numRuns: 500 },
  );
});

describe("memory", () => {
  it("of row-major views is not copied", () => {
    const array = new Uint8Array(100);
    const view = readTensor({ data: array, shape: [2, 3, 4], stride: [12, 4, 1], offset: 8 }, "y");
    expect([view.data.buffer === array.buffer, view.data.byteOffset, view.data.length]).toEqual([
      true,
      8,
      24,
    ]);
    // Axes of one element may say any stride.
    const flat = readTensor({ data: array, shape: [1, 3, 1], strides: [77, 1, -5], offset: 3 }, "y");
    expect(flat.data.buffer).toBe(array.buffer);
    const fortran = readTensor({ data: array, shape: [1, 100], fortranOrder: true }, "y");
    expect(fortran.data).toBe(array);
  });

  it("that is detached, shrunk or shared is told apart", () => {
    const detached = new Uint8Array(6);
    structuredClone(detached.buffer, { transfer: [detached.buffer] });
    for (const extra of [{}, { stride: [1, 2] }, { fortranOrder: true }]) {
      expect(() => confusionMatrix(new Uint8Array(6), { data: detached, shape: [2, 3], ...extra })).toThrow(
        "detached",
      );
    }
    const shrinking = Reflect.construct(ArrayBuffer, [6, { maxByteLength: 12 }]) as ArrayBuffer & {
      resize(n: number): void;
    };
    const tensor = { data: new Uint8Array(shrinking), shape: [2, 3] };
    const other = {
      get data() {
        shrinking.resize(3);
        return new Uint8Array(6);
      },
      shape: [2, 3],
    };
    expect(() => confusionMatrix(tensor, other, { numClasses: 2 })).toThrow(
      '"groundTruth.data" expected 6 values (2 x 3), got 3',
    );
    const shared = new Uint8Array(new SharedArrayBuffer(6));
    expect(
      confusionMatrix(shared, { data: shared, shape: [3, 2], fortranOrder: true }, { numClasses: 2 })
        .counts[0],
    ).toBe(6);
  });
});

describe("plain arrays", () => {
  const truth = Uint8Array.of(0, 1, 1, 0);
  const count = (data: unknown): unknown =>
    confusionMatrix(truth, { data: data as never, shape: [2, 2] }, { numClasses: 2 }).counts;
  const wanted = Float64Array.of(2, 0, 0, 2);

  it("of numbers, booleans and bigints are labels", () => {
    expect([count([0, 1, 1, 0]), count([false, true, true, false]), count([0n, 1n, 1n, 0n])]).toEqual([
      wanted,
      wanted,
      wanted,
    ]);
    expect(() => count([0, 1, 2 ** 40, 0])).toThrow('"prediction" label 1099511627776 at pixel 2');
  });

  it.each([
    ["strings", ["0", "1", "1", "0"], '"0" at element 0'],
    ["undefined", [0, 1, undefined, 0], "undefined at element 2"],
    ["a hole", [0, 1, , 0], "undefined at element 2"], // eslint-disable-line no-sparse-arrays
    ["null", [0, 1, null, 0], "null at element 2"],
  ])("of %s are TypeErrors", (_, data, what) => {
    expect(() => count(data)).toThrow(TypeError);
    expect(() => count(data)).toThrow(what);
  });

  it("of fractions are scores, so they need a class axis", () => {
    expect(() => count([0, 0.5, 1, 0])).toThrow('"prediction.shape" expected batch x height');
  });
});

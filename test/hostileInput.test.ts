import { describe, expect, it } from "vitest";
import * as maskscore from "../src/index.js";
import { BAD_SIZES, detachedTensor, NOT_TENSORS } from "./helpers/hostile.js";
import { tf } from "./helpers/tfjs.js";

// The functions as plain JavaScript sees them: any argument at all.
type AnyFunction = (...args: unknown[]) => unknown;
const api = maskscore as unknown as Record<string, AnyFunction>;
const call = (name: string, ...args: unknown[]): unknown => (api[name] as AnyFunction)(...args);

const good = { data: new Float32Array(4), shape: [1, 2, 2, 1] };
const table = { data: new Float64Array(2), shape: [1, 2] };

/** Each public function that takes tensors: how to call it with one bad argument, and that argument's name. */
const TENSOR_ARGUMENTS: readonly (readonly [string, string, (bad: unknown) => unknown])[] = [
  ["metrics_np", "y_true", (bad) => call("metrics_np", bad, good, "iou")],
  ["metrics_np", "y_pred", (bad) => call("metrics_np", good, bad, "iou")],
  ["metrics_np soft", "y_true", (bad) => call("metrics_np", bad, good, "dice", "soft")],
  ["mean_iou", "y_true", (bad) => call("mean_iou", bad, good)],
  ["mean_iou", "y_pred", (bad) => call("mean_iou", good, bad)],
  ["mean_dice", "y_true", (bad) => call("mean_dice", bad, good)],
  ["mean_dice", "y_pred", (bad) => call("mean_dice", good, bad)],
  ["IoU_coeff", "y_true", (bad) => call("IoU_coeff", bad, good)],
  ["IoU_coeff", "y_pred", (bad) => call("IoU_coeff", good, bad)],
  ["dice_coeff", "y_true", (bad) => call("dice_coeff", bad, good)],
  ["dice_coeff", "y_pred", (bad) => call("dice_coeff", good, bad)],
  ["one_hot", "y", (bad) => call("one_hot", bad)],
  ["mean_class", "mask", (bad) => call("mean_class", bad, table)],
  ["mean_class", "metric", (bad) => call("mean_class", table, bad)],
];

function thrownBy(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was thrown");
}

/** "argument" expected ..., got ... */
function expectSentence(error: Error, argument: string): void {
  expect(error.message).toMatch(new RegExp(`^"${argument}[a-z.]*" expected .+, got .+`));
}

describe.each(TENSOR_ARGUMENTS)("%s, %s", (_, argument, run) => {
  it.each(NOT_TENSORS)("%s is a TypeError that names the argument", (_name, bad) => {
    const error = thrownBy(() => run(bad));
    expect(error).toBeInstanceOf(TypeError);
    expectSentence(error, argument);
  });

  it.each(BAD_SIZES.filter(([name]) => argument.startsWith("y") || name !== "two dimensions"))(
    "%s is a RangeError that names the argument",
    (_name, bad) => {
      const error = thrownBy(() => run(bad));
      expect(error).toBeInstanceOf(RangeError);
      expectSentence(error, argument);
    },
  );

  it("a detached buffer is a TypeError that says so", () => {
    const detached = detachedTensor();
    const bad = argument.startsWith("y") ? detached : { ...detached, shape: [2, 2] };
    const error = thrownBy(() => run(bad));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain("detached");
  });

  it("a TensorFlow.js tensor that is disposed is a TypeError that says so", () => {
    const tensor = tf.tensor(new Float32Array(4), [1, 2, 2, 1]);
    tensor.dispose();
    const error = thrownBy(() => run(tensor));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain("disposed");
  });
});

describe("shapes that differ", () => {
  const other = { data: new Float32Array(4), shape: [1, 1, 4, 1] };

  it.each(["metrics_np", "mean_iou", "mean_dice", "IoU_coeff", "dice_coeff"])("%s names both", (name) => {
    const options = name === "metrics_np" ? ["iou"] : [];
    const error = thrownBy(() => call(name, good, other, ...options));
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toBe(
      '"y_pred.shape" expected the shape of y_true, 1 x 2 x 2 x 1, got 1 x 1 x 4 x 1',
    );
  });

  it("mean_class names both", () => {
    const error = thrownBy(() => call("mean_class", table, { data: new Float64Array(3), shape: [1, 3] }));
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toBe('"metric.shape" expected the shape of mask, 1 x 2, got 1 x 3');
  });
});

describe("options", () => {
  it.each([
    ["metric_name", TypeError, [undefined]],
    ["metric_name", TypeError, [null]],
    ["metric_name", TypeError, [7]],
    ["metric_name", RangeError, ["IoU"]],
    ["metric_name", RangeError, ["constructor"]],
    ["metric_type", TypeError, ["iou", 7]],
    ["metric_type", TypeError, ["iou", null]],
    ["metric_type", TypeError, ["iou", true]],
    ["metric_type", TypeError, ["iou", ["soft"]]],
    ["metric_type", TypeError, ["iou", new Map([["metric_type", "soft"]])]],
    ["metric_type", TypeError, ["iou", Promise.resolve({})]],
    ["layout", RangeError, ["iou", { layout: "NCHW" }]],
    ["layout", TypeError, ["iou", { layout: 1 }]],
    ["metric_type", RangeError, ["iou", "Standard"]],
    ["metric_type", RangeError, ["iou", { dropLast: true }]],
    ["metric_type", RangeError, ["iou", { metric_type: "hard" }]],
    ["metric_type", TypeError, ["iou", { metric_type: null }]],
    ["drop_last", TypeError, ["iou", "soft", 1]],
    ["drop_last", TypeError, ["iou", "soft", "false"]],
    ["drop_last", TypeError, ["iou", "soft", null]],
    ["drop_last", TypeError, ["iou", { drop_last: 0 }]],
    ["drop_last", TypeError, ["iou", { metric_type: "soft" }, true]],
    ["mean_per_class", TypeError, ["iou", "soft", true, 0]],
    ["mean_per_class", TypeError, ["iou", { mean_per_class: "yes" }]],
    ["mean_per_class", TypeError, ["iou", {}, undefined, true]],
  ] as const)("metrics_np: %s as a %s, arguments %j", (argument, kind, args) => {
    const error = thrownBy(() => call("metrics_np", good, good, ...args));
    expect(error).toBeInstanceOf(kind);
    expectSentence(error, argument);
  });

  it.each([
    ["options", TypeError, null],
    ["options", TypeError, true],
    ["options", TypeError, []],
    ["options", RangeError, { droplast: true }],
    ["drop_last", TypeError, { drop_last: 1 }],
    ["mean_per_class", TypeError, { mean_per_class: "no" }],
    ["naive", TypeError, { naive: 0 }],
    ["smooth", TypeError, { smooth: "0.001" }],
    ["smooth", RangeError, { smooth: NaN }],
  ] as const)("mean_class: %s as a %s: %j", (argument, kind, options) => {
    const error = thrownBy(() => call("mean_class", table, table, options));
    expect(error).toBeInstanceOf(kind);
    expectSentence(error, argument);
  });

  it.each(["mean_iou", "mean_dice"])("%s takes no options, and does not leave them out silently", (name) => {
    const error = thrownBy(() => call(name, good, good, { drop_last: false }));
    expect(error).toBeInstanceOf(TypeError);
    expectSentence(error, name);
    expect(call(name, good, good, undefined)).toBeNaN();
  });

  it("mean_class takes no mask of other values than 0 and 1", () => {
    const error = thrownBy(() => call("mean_class", { data: Float64Array.of(1, 0.5), shape: [1, 2] }, table));
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toBe('"mask.data" expected 0 or 1, got 0.5 at element 1');
  });

  it.each([
    [TypeError, undefined],
    [TypeError, 1],
    [RangeError, "wasm"],
    [RangeError, "toString"],
  ] as const)("setBackend: %s for %j, and the backend stays", (kind, name) => {
    const before = maskscore.backend();
    const error = thrownBy(() => call("setBackend", name));
    expect(error).toBeInstanceOf(kind);
    expectSentence(error, "name");
    expect(maskscore.backend()).toBe(before);
  });
});

describe("confusionMatrix", () => {
  const labels = new Uint8Array(4);
  const detached = new Uint8Array(4);
  structuredClone(detached.buffer, { transfer: [detached.buffer] });

  it.each([
    ["groundTruth", TypeError, [undefined, labels, { numClasses: 2 }]],
    ["groundTruth", TypeError, [[0, 1], labels, { numClasses: 2 }]],
    ["groundTruth", TypeError, [new Float32Array(4), labels, { numClasses: 2 }]],
    ["prediction", TypeError, [labels, new Float64Array(4), { numClasses: 2 }]],
    ["prediction", TypeError, [labels, { data: labels }, { numClasses: 2 }]],
    ["prediction", TypeError, [labels, new BigUint64Array(4), { numClasses: 2 }]],
    ["prediction", TypeError, [labels, [0, 1, 0, 1], { numClasses: 2 }]],
    ["prediction", TypeError, [labels, "0101", { numClasses: 2 }]],
    ["prediction", RangeError, [labels, { data: new Float32Array(6), shape: [1, 3, 2] }, {}]],
    [
      "prediction",
      RangeError,
      [
        { data: new Float32Array(8), shape: [2, 1, 2, 2] },
        { data: new Float32Array(8), shape: [1, 2, 2, 2] },
      ],
    ],
    ["layout", RangeError, [labels, labels, { numClasses: 2, layout: "NHWC" }]],
    ["prediction", TypeError, [labels, new DataView(new ArrayBuffer(4)), { numClasses: 2 }]],
    ["groundTruth", TypeError, [detached, labels, { numClasses: 2 }]],
    ["groundTruth", RangeError, [new Uint8Array(0), new Uint8Array(0), { numClasses: 2 }]],
    ["prediction", RangeError, [labels, new Uint8Array(3), { numClasses: 2 }]],
    ["numClasses", TypeError, [labels, labels]],
    ["options", TypeError, [labels, labels, 2]],
    ["options", RangeError, [labels, labels, { numClasses: 2, ignore_index: 3 }]],
    ["numClasses", TypeError, [labels, labels, {}]],
    ["numClasses", TypeError, [labels, labels, { numClasses: "2" }]],
    ["numClasses", RangeError, [labels, labels, { numClasses: 0 }]],
    ["numClasses", RangeError, [labels, labels, { numClasses: 2.5 }]],
    ["numClasses", RangeError, [labels, labels, { numClasses: NaN }]],
    ["numClasses", RangeError, [labels, labels, { numClasses: 65537 }]],
    ["ignoreIndex", TypeError, [labels, labels, { numClasses: 2, ignoreIndex: null }]],
    ["ignoreIndex", TypeError, [labels, labels, { numClasses: 2, ignoreIndex: "255" }]],
    ["ignoreIndex", RangeError, [labels, labels, { numClasses: 2, ignoreIndex: 1.5 }]],
    ["ignoreIndex", RangeError, [labels, labels, { numClasses: 2, ignoreIndex: NaN }]],
  ] as const)("%s: %s, case %#", (argument, kind, args) => {
    const error = thrownBy(() => call("confusionMatrix", ...args));
    expect(error).toBeInstanceOf(kind);
    expectSentence(error, argument);
  });
});

describe("binaryOverlap", () => {
  const mask = new Uint8Array(6);
  const gone = new Uint8Array(6);
  structuredClone(gone.buffer, { transfer: [gone.buffer] });
  const rows = { bitPacked: true, width: 10, height: 3 };

  it.each([
    ["groundTruth", TypeError, [undefined, mask]],
    ["groundTruth", TypeError, [[1, 0], mask]],
    ["groundTruth", TypeError, [new Int8Array(6), mask]],
    ["prediction", TypeError, [mask, new Float32Array(6)]],
    ["groundTruth", TypeError, [gone, mask]],
    ["groundTruth", RangeError, [new Uint8Array(0), new Uint8Array(0)]],
    ["prediction", RangeError, [mask, new Uint8Array(5)]],
    ["options", TypeError, [mask, mask, 10]],
    ["options", RangeError, [mask, mask, { ...rows, widht: 9 }]],
    ["bitPacked", TypeError, [mask, mask, { width: 10, height: 3 }]],
    ["width", TypeError, [mask, mask, { bitPacked: true, height: 3 }]],
    ["height", RangeError, [mask, mask, { ...rows, height: 0 }]],
    ["rowBytes", RangeError, [mask, mask, { ...rows, rowBytes: 1 }]],
    ["groundTruth", RangeError, [mask, mask, { ...rows, rowBytes: 3 }]],
    ["groundTruth", RangeError, [mask, mask, { ...rows, height: 2 }]],
  ] as const)("%s: %s, case %#", (argument, kind, args) => {
    const error = thrownBy(() => call("binaryOverlap", ...args));
    expect(error).toBeInstanceOf(kind);
    expectSentence(error, argument);
  });
});

describe("argmaxLabels", () => {
  it.each([...NOT_TENSORS])("%s is a TypeError", (_, bad) => {
    expect(thrownBy(() => call("argmaxLabels", bad))).toBeInstanceOf(TypeError);
  });

  it.each([...BAD_SIZES])("%s is a RangeError", (_, bad) => {
    expect(thrownBy(() => call("argmaxLabels", bad))).toBeInstanceOf(RangeError);
  });
});

describe("memory that changes under the reader's hand", () => {
  const y = { data: Float32Array.of(1, 0, 1, 1), shape: [1, 2, 2, 1] };

  it.each(["simd", "scalar", "reference"] as const)(
    "taken away while the other argument is read, %s",
    (name) => {
      maskscore.setBackend(name);
      const memory = new WebAssembly.Memory({ initial: 1 });
      const shared = { data: new Float32Array(memory.buffer, 0, 4), shape: y.shape };
      const grows = {
        dataSync: () => {
          memory.grow(1);
          return y.data;
        },
        shape: y.shape,
      };
      const error = thrownBy(() => call("mean_iou", shared, grows));
      maskscore.setBackend("simd");
      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).toContain(
        '"y_true.data" expected readable data, got an array whose buffer is detached',
      );
    },
  );

  it("a subclass whose subarray and constructor answer nonsense is read as what it holds", () => {
    class Strange extends Float32Array {
      static get [Symbol.species](): Float32ArrayConstructor {
        return Int8Array as unknown as Float32ArrayConstructor;
      }
      override subarray(): never {
        throw new Error("not for you");
      }
    }
    const data = new Strange(200 * 200 * 2 * 2);
    data.fill(1);
    const plain = { data: new Float32Array(data.buffer), shape: [2, 200, 200, 2] };
    expect(maskscore.mean_iou({ data, shape: plain.shape }, plain)).toBe(1);
  });
});

it("leaves nothing behind: a call after all of these is right", () => {
  expect(
    maskscore.metrics_np(
      { data: Float32Array.of(1, 0, 1, 1), shape: [1, 2, 2, 1] },
      { data: Float32Array.of(1, 1, 1, 0), shape: [1, 2, 2, 1] },
      "iou",
    ),
  ).toBe(2.001 / 4.001);
});

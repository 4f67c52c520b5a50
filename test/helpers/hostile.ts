/** A value that no argument takes, with a name for messages. */
export type Hostile = readonly [string, unknown];

/** Things that are no tensor at all. */
export const NOT_TENSORS: readonly Hostile[] = [
  ["undefined", undefined],
  ["null", null],
  ["a number", 7],
  ["a string", "tensor"],
  ["a boolean", true],
  ["a bigint", 1n],
  ["a symbol", Symbol("tensor")],
  ["a function", (): void => undefined],
  ["an empty object", {}],
  ["an array of arrays", [[1, 0]]],
  ["a bare Float32Array", new Float32Array(4)],
  ["data without shape", { data: new Float32Array(4) }],
  ["shape without data", { shape: [1, 2, 2, 1] }],
  ["data that is an array of strings", { data: ["1", "0", "0", "1"], shape: [1, 2, 2, 1] }],
  ["data that is an array with a hole", { data: [1, , 0, 1], shape: [1, 2, 2, 1] }], // eslint-disable-line no-sparse-arrays
  ["data that is an array of objects", { data: [{}, {}, {}, {}], shape: [1, 2, 2, 1] }],
  ["data that mixes bigints and fractions", { data: [1n, 0.5, 0n, 1n], shape: [1, 2, 2, 1] }],
  [
    "a store that throws",
    {
      data: {
        length: 4,
        get: (): never => {
          throw new Error("lost");
        },
      },
      shape: [1, 2, 2, 1],
    },
  ],
  ["data that is a string", { data: "0101", shape: [1, 2, 2, 1] }],
  ["data that is an ArrayBuffer", { data: new ArrayBuffer(16), shape: [1, 2, 2, 1] }],
  ["data that is a DataView", { data: new DataView(new ArrayBuffer(16)), shape: [1, 2, 2, 1] }],
  [
    "data that only says it is a Float32Array",
    { data: { [Symbol.toStringTag]: "Float32Array", length: 4 }, shape: [1, 2, 2, 1] },
  ],
  [
    "data that inherits from Float32Array.prototype",
    { data: Object.create(Float32Array.prototype) as unknown, shape: [1, 2, 2, 1] },
  ],
  ["a shape that is a string", { data: new Float32Array(4), shape: "1,2,2,1" }],
  ["a shape of strings", { data: new Float32Array(4), shape: ["1", "2", "2", "1"] }],
  ["a shape with a hole", { data: new Float32Array(4), shape: [1, , 2, 1] }], // eslint-disable-line no-sparse-arrays
  ["a null shape", { data: new Float32Array(4), shape: null }],
  [
    "a dataSync that throws",
    {
      dataSync: (): never => {
        throw new Error("lost");
      },
      shape: [1, 2, 2, 1],
    },
  ],
  [
    "a data getter that throws",
    {
      get data(): never {
        throw new Error("on the GPU");
      },
      dims: [1, 2, 2, 1],
    },
  ],
  [
    "a disposed tensor",
    { dataSync: (): Float32Array => new Float32Array(4), isDisposed: true, shape: [1, 2, 2, 1] },
  ],
];

/** Tensors whose sizes cannot be: right kinds, wrong values. */
export const BAD_SIZES: readonly Hostile[] = [
  ["no dimensions", { data: new Float32Array(1), shape: [] }],
  ["one dimension", { data: new Float32Array(4), shape: [4] }],
  ["two dimensions", { data: new Float32Array(4), shape: [2, 2] }],
  ["five dimensions", { data: new Float32Array(4), shape: [1, 1, 2, 2, 1] }],
  ["a zero batch", { data: new Float32Array(0), shape: [0, 2, 2, 1] }],
  ["a zero height", { data: new Float32Array(0), shape: [1, 0, 2, 1] }],
  ["a zero width", { data: new Float32Array(0), shape: [1, 2, 0, 1] }],
  ["no classes", { data: new Float32Array(0), shape: [1, 2, 2, 0] }],
  ["a negative dimension", { data: new Float32Array(4), shape: [1, -2, -2, 1] }],
  ["a fraction", { data: new Float32Array(3), shape: [1, 1.5, 2, 1] }],
  ["NaN", { data: new Float32Array(4), shape: [1, NaN, 2, 1] }],
  ["infinity", { data: new Float32Array(4), shape: [1, Infinity, 2, 1] }],
  ["one value too few", { data: new Float32Array(3), shape: [1, 2, 2, 1] }],
  ["one value too many", { data: new Float32Array(5), shape: [1, 2, 2, 1] }],
  ["a product beyond any array", { data: new Float32Array(4), shape: [2 ** 40, 2 ** 40, 2 ** 40, 1] }],
  ["a short column-major array", { data: new Float32Array(3), shape: [1, 2, 2, 1], fortranOrder: true }],
  ["a short plain array", { data: [1, 0, 1], shape: [1, 2, 2, 1] }],
  [
    "a transposed view that runs over its end",
    { data: new Float32Array(6), shape: [1, 2, 3, 1], stride: [6, 1, 3, 1], offset: 0 },
  ],
  [
    "a reversed view that begins before its data",
    { data: new Float32Array(6), shape: [1, 2, 3, 1], stride: [6, 3, -1, 1], offset: 1 },
  ],
  ["half a stride", { data: new Float32Array(6), shape: [1, 2, 3, 1], stride: [6, 2.5, 1, 1] }],
  ["a stride of another kind", { data: new Float32Array(6), shape: [1, 2, 3, 1], stride: ["6", 3, 1, 1] }],
  [
    "more elements than values",
    { data: new Float32Array(6), shape: [2 ** 20, 2, 3, 1], stride: [0, 3, 1, 1] },
  ],
  [
    "a view that runs over its end",
    { data: new Float32Array(6), shape: [1, 2, 3, 1], stride: [6, 3, 1, 1], offset: 1 },
  ],
  [
    "64-bit strides in a typed array",
    { data: new Float32Array(6), shape: [1, 2, 3, 1], stride: BigInt64Array.of(6n, 3n, 1n, 1n) },
  ],
  ["strides of another rank", { data: new Float32Array(6), shape: [1, 2, 3, 1], stride: [3, 1] }],
  ["strides that are no list", { data: new Float32Array(6), shape: [1, 2, 3, 1], strides: "6,3,1,1" }],
  ["a negative offset", { data: new Float32Array(9), shape: [1, 2, 3, 1], stride: [6, 3, 1, 1], offset: -6 }],
  ["half an offset", { data: new Float32Array(9), shape: [1, 2, 3, 1], stride: [6, 3, 1, 1], offset: 0.5 }],
  [
    "an offset that is NaN",
    { data: new Float32Array(9), shape: [1, 2, 3, 1], stride: [6, 3, 1, 1], offset: NaN },
  ],
  ["64-bit integers beyond 2^53", { data: BigInt64Array.of(0n, 1n, 2n ** 60n, 0n), shape: [1, 2, 2, 1] }],
];

/** A tensor whose buffer has been transferred away. */
export function detachedTensor(): { data: Float32Array; shape: number[] } {
  const data = new Float32Array(4);
  structuredClone(data.buffer, { transfer: [data.buffer] });
  return { data, shape: [1, 2, 2, 1] };
}

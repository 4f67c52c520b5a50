// A model in ONNX's format, written by hand: softmax over three classes, and the argmax, of 1 x 3 x 2 x 2 scores. What it
// puts out is what segmentation models put out: "probabilities", float32 and channels first, and "labels", int64.

/** Channels first: classes 0, 1, 2 and 1 have the highest scores of the four pixels. */
export const SCORES = Float32Array.of(2, 0.5, 0, 0, 1, 1.5, 0.25, 3, 0, 0, 1, 0);
export const DIMS = [1, 3, 2, 2];
export const TRUTH = Uint8Array.of(0, 1, 2, 2);

const FLOAT = 1;
const INT64 = 7;

/** Protocol buffers: a field is its number and kind, then a number, or bytes behind their length (all under 128 here). */
const number = (field, value) => [field << 3, value];
const bytes = (field, content) => [(field << 3) | 2, content.length, ...content];
const text = (field, content) => bytes(field, [...new TextEncoder().encode(content)]);
// The type of an attribute is field 20, whose tag takes two bytes.
const attribute = (name, value) => bytes(5, [...text(1, name), ...number(3, value), 0xa0, 0x01, 2]);
const node = (operator, output, attributes) =>
  bytes(1, [...text(1, "scores"), ...text(2, output), ...text(4, operator), ...attributes.flat()]);
const tensorOf = (field, name, type, dims) => {
  const shape = bytes(
    2,
    dims.flatMap((size) => bytes(1, number(1, size))),
  );
  return bytes(field, [...text(1, name), ...bytes(2, bytes(1, [...number(1, type), ...shape]))]);
};

const graph = [
  ...node("Softmax", "probabilities", [attribute("axis", 1)]),
  ...node("ArgMax", "labels", [attribute("axis", 1), attribute("keepdims", 0)]),
  ...text(2, "g"),
  ...tensorOf(11, "scores", FLOAT, DIMS),
  ...tensorOf(12, "probabilities", FLOAT, DIMS),
  ...tensorOf(12, "labels", INT64, [1, 2, 2]),
];

export const MODEL = Uint8Array.from([
  ...number(1, 8), // ir_version
  ...[(7 << 3) | 2, (graph.length & 0x7f) | 0x80, graph.length >> 7, ...graph],
  ...bytes(8, number(2, 13)), // operators of version 13
]);

/** What either runtime makes of the model. */
export async function outputsOf({ InferenceSession, Tensor }) {
  const session = await InferenceSession.create(MODEL);
  return session.run({ scores: new Tensor("float32", SCORES, DIMS) });
}

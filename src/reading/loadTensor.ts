import { unreadable } from "../errors/argument.js";
import { describe } from "../errors/describe.js";
import type { TensorLike } from "../types.js";
import { hasMethod, readProperty } from "./property.js";
import { readTensor } from "./tensor.js";

/** A tensor whose data is at hand. */
export interface LoadedTensor {
  readonly data: ArrayBufferView & ArrayLike<number | bigint>;
  readonly shape: readonly number[];
  /** What the tensor says its numbers are ("float16", "int32", "bool"), where it does. */
  readonly type: string | undefined;
}

/** A tensor that may have to be fetched: getData() of onnxruntime (and transformers.js), or data() of TensorFlow.js. */
export type LoadableTensor =
  | TensorLike
  | { readonly dims: readonly number[]; getData(): Promise<unknown> }
  | { readonly shape: readonly number[]; data(): Promise<unknown> };

/**
 * Fetches a tensor's data from where it is (a GPU), so that it can be scored. The tensor stays as it is: dispose of it
 * yourself.
 *
 * @param tensor of onnxruntime, transformers.js or TensorFlow.js; one whose data is at hand already is read as it is
 * @returns data, shape and type: a tensor as every function of this library takes it
 * @throws {TypeError} (rejects) it is no tensor, is disposed, or its data cannot be fetched
 * @throws {RangeError} (rejects) its data does not fit its shape
 * @example confusionMatrix(truth, await loadTensor(output), { layout: "channelsFirst" })
 */
export async function loadTensor(tensor: LoadableTensor): Promise<LoadedTensor> {
  const fetched = await fetchData(tensor);
  const { data, isFloat16, shape } = readTensor(fetched ?? tensor, "tensor");
  const type = readProperty(fetched ?? tensor, "type", "tensor") ?? readProperty(tensor, "dtype", "tensor");
  return { data, shape, type: isFloat16 ? "float16" : typeof type === "string" ? type : undefined };
}

/** The tensor with its data; undefined where it is no tensor that fetches. */
async function fetchData(tensor: unknown): Promise<object | undefined> {
  if (typeof tensor !== "object" || tensor === null) return undefined;
  if (readProperty(tensor, "isDisposed", "tensor") === true) return undefined;
  // transformers.js wraps onnxruntime's tensor.
  const inner = readProperty(tensor, "ort_tensor", "tensor") ?? tensor;
  const method = ["getData", "data"].find((name) => hasMethod(inner, name, "tensor"));
  if (method === undefined) return undefined;
  const { dims, shape, type, dtype } = inner as Record<string, unknown>;
  try {
    const data = await (inner as Record<string, () => unknown>)[method]?.();
    return { data, shape: dims ?? shape, type: type ?? dtype };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : describe(cause);
    throw unreadable(
      "tensor",
      "data that can be fetched",
      `an error from its ${method}(): ${reason}`,
      undefined,
      { cause },
    );
  }
}

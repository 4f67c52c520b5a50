import { sizesDiffer, wrongLength, wrongType, wrongValue } from "../errors/argument.js";
import type { Labels, PackedRows, PixelValues } from "../types.js";
import { readInteger } from "./options.js";
import {
  describeData,
  detachedError,
  isDetached,
  LABEL_ARRAYS,
  plainArray,
  SCORE_ARRAYS,
  typedArrayName,
} from "./typedArray.js";

/** Checks labels: an integer typed array that is attached. */
export function readLabels(value: unknown, argument: string): Labels {
  return readValues(value, argument, false) as Labels;
}

/** The same, or floats where a threshold will make labels of them. */
export function readValues(value: unknown, argument: string, takesFloats: boolean): PixelValues {
  const name = typedArrayName(value);
  const taken = takesFloats ? SCORE_ARRAYS : LABEL_ARRAYS;
  if (name === undefined || !(taken.includes(name) || name === "BigInt64Array")) {
    throw wrongType(
      argument,
      `labels in a ${LABEL_ARRAYS.join(", ")} or BigInt64Array`,
      describeData(value),
      name?.startsWith("Float") === true
        ? "probabilities and logits are no labels: pass { data, shape } with the class axis, or their argmax; of one value a pixel, a threshold"
        : undefined,
    );
  }
  const labels = value as PixelValues;
  if (labels.length === 0) {
    if (isDetached(labels)) throw detachedError(argument);
    throw wrongValue(argument, "at least 1 label", "none");
  }
  return plainArray(labels, name);
}

/** Checks a mask of bytes: one a pixel, or eight pixels each. */
export function readBytes(value: unknown, argument: string): Uint8Array {
  const name = typedArrayName(value);
  if (name !== "Uint8Array" && name !== "Uint8ClampedArray") {
    throw wrongType(argument, "a mask in a Uint8Array or Uint8ClampedArray", describeData(value));
  }
  const bytes = plainArray(value as Uint8Array, name);
  if (bytes.length === 0) {
    if (isDetached(bytes)) throw detachedError(argument);
    throw wrongValue(argument, "at least 1 byte", "none");
  }
  return bytes;
}

/** Checks the sizes of a bit-packed mask, and that its bytes hold them. */
export function readPackedRows(
  options: { readonly width?: unknown; readonly height?: unknown; readonly rowBytes?: unknown },
  groundTruth: Uint8Array,
): PackedRows {
  const width = readInteger(options.width, "width", 1, Number.MAX_SAFE_INTEGER);
  const height = readInteger(options.height, "height", 1, Number.MAX_SAFE_INTEGER);
  const leastBytes = Math.ceil(width / 8);
  const rowBytes =
    options.rowBytes === undefined
      ? leastBytes
      : readInteger(options.rowBytes, "rowBytes", leastBytes, Number.MAX_SAFE_INTEGER);
  if (groundTruth.length !== height * rowBytes) {
    throw wrongLength(
      "groundTruth",
      `${height * rowBytes} bytes (${height} rows of ${rowBytes})`,
      String(groundTruth.length),
      "state rowBytes where rows are padded",
    );
  }
  return { width, height, rowBytes };
}

/** Both sides must be of one length. */
export function requireSameLength(
  groundTruth: { readonly length: number },
  prediction: { readonly length: number },
  unit: string,
): void {
  if (groundTruth.length !== prediction.length) {
    throw sizesDiffer(
      "prediction",
      `${groundTruth.length} ${unit}, as many as groundTruth`,
      String(prediction.length),
    );
  }
}

import type { LabelMap, Labels, ScoreTensor } from "../types.js";
import { FormatError } from "./formatError.js";
import { decodeNpy, isNpy } from "./npy.js";
import { decodePngLabels, isPng } from "./png.js";

/** One image's mask: a class a pixel, or scores a pixel and class. */
export type DecodedMask =
  | { readonly kind: "labels"; readonly labels: LabelMap }
  | {
      readonly kind: "scores";
      readonly scores: ScoreTensor;
      readonly width: number;
      readonly height: number;
    };

/**
 * Reads a mask, telling its format by its first bytes: a PNG label mask, or a .npy array that is a label map
 * (any integers or booleans, H x W) or scores (floats, H x W x N with N >= 2).
 *
 * @throws {FormatError} neither, or damaged
 */
export function decodeMask(bytes: Uint8Array): DecodedMask {
  if (bytes.length === 0) throw new FormatError("the file is empty (0 bytes)");
  if (isPng(bytes)) return { kind: "labels", labels: decodePngLabels(bytes) };
  if (isNpy(bytes)) return decodeNpyMask(bytes);
  throw new FormatError("neither a PNG nor a .npy file by its content");
}

function decodeNpyMask(bytes: Uint8Array): DecodedMask {
  const { data, shape, isFloat } = decodeNpy(bytes);
  const [height, width, numClasses] = shape;
  const sizes = `${shape.join(" x ") || "a single value"} of ${isFloat ? "floats" : "integers"}`;
  if (shape.some((size) => size === 0)) throw new FormatError(`.npy array is empty: ${sizes}`);
  if (!isFloat && shape.length === 2) {
    return {
      kind: "labels",
      labels: { data: data as Labels, width: width as number, height: height as number },
    };
  }
  if (isFloat && shape.length === 3 && (numClasses as number) >= 2) {
    return {
      kind: "scores",
      scores: {
        data: data as Float32Array | Float64Array,
        isFloat16: false,
        layout: "channelsLast",
        batchSize: 1,
        pixelCount: (height as number) * (width as number),
        numClasses: numClasses as number,
        planeStride: (height as number) * (width as number),
      },
      width: width as number,
      height: height as number,
    };
  }
  throw new FormatError(
    `.npy array is ${sizes}; expected a label map (integers, H x W) or scores (floats, H x W x N, N >= 2)`,
  );
}

import type { Labels, ScoreArray, ScoreLayout } from "../types.js";
import type { DecodedMask } from "./decodedMask.js";
import { FormatError } from "./formatError.js";
import { requirePixels } from "./limits.js";
import { decodeNpy, type NpyArray } from "./npy.js";

/**
 * A .npy array as a mask: integers or booleans of H x W are labels; floats of H x W x N (or N x H x W) are scores. Axes of
 * length 1 in front, a batch of one, are left out.
 *
 * @throws {FormatError} of another shape
 */
export function decodeNpyMask(bytes: Uint8Array, layout: ScoreLayout, format: "npy" | "npz"): DecodedMask {
  return maskOf(decodeNpy(bytes), layout, format);
}

function maskOf(array: NpyArray, layout: ScoreLayout, format: "npy" | "npz"): DecodedMask {
  const { data, dtype, isFloat, isFloat16 } = array;
  const shape = withoutBatch(array, layout);
  const what = `.${format} array is ${array.shape.join(" x ") || "a single value"} of ${dtype}`;
  if (array.shape.some((size) => size === 0)) throw new FormatError(`${what}: it is empty`);
  const note = `.${format}, ${dtype}, ${array.shape.join(" x ")}`;
  if (!isFloat && shape.length === 2) {
    const [height, width] = shape as [number, number];
    requirePixels(`.${format}`, [width, height]);
    return {
      kind: "labels",
      format,
      labels: { data: data as Labels, width, height },
      slices: 1,
      nodata: undefined,
      note,
    };
  }
  if (isFloat && shape.length === 3) {
    const [height, width, numClasses] = (
      layout === "channelsLast" ? shape : [shape[1], shape[2], shape[0]]
    ) as [number, number, number];
    if (numClasses >= 2) {
      requirePixels(`.${format}`, [width, height]);
      const pixelCount = width * height;
      return {
        kind: "scores",
        format,
        scores: {
          data: data as ScoreArray,
          isFloat16,
          layout,
          batchSize: 1,
          pixelCount,
          numClasses,
          planeStride: pixelCount,
        },
        width,
        height,
        note,
      };
    }
    throw new FormatError(
      `${what}, with one score a pixel; save a label map: (scores > 0.5).astype("uint8")`,
    );
  }
  throw new FormatError(
    `${what}; expected a label map (integers, H x W) or scores (floats, ${axesOf(layout)})`,
  );
}

/** Scores of the wrong layout still have three axes: 1 x H x W x N has four. */
function withoutBatch({ shape, isFloat }: NpyArray, layout: ScoreLayout): readonly number[] {
  const wanted = isFloat ? 3 : 2;
  const kept = [...shape];
  while (kept.length > wanted && kept[0] === 1) kept.shift();
  // An axis of channels that a label map does not need.
  if (!isFloat && layout === "channelsLast" && kept.length === 3 && kept[2] === 1) kept.pop();
  return kept;
}

function axesOf(layout: ScoreLayout): string {
  return layout === "channelsLast"
    ? "H x W x N, N >= 2; for N x H x W pass --layout channelsFirst"
    : "N x H x W, N >= 2";
}

import { contradiction } from "../errors/argument.js";
import { thresholdMissing } from "../errors/threshold.js";
import type { PixelSource, ScoreArray } from "../types.js";
import { float16ToFloat32 } from "./float16.js";

/**
 * A side as it is counted: of one float a pixel its values, where a threshold tells what they mean. Without one they are
 * labels if all are 0 and 1.
 */
export function valuesOf(source: PixelSource, argument: string, hasThreshold: boolean): PixelSource {
  if (ArrayBuffer.isView(source)) return source;
  const { numClasses } = source;
  if (numClasses > 1) {
    if (!hasThreshold) return source;
    throw contradiction(
      "threshold",
      "one value a pixel",
      `${numClasses} scores a pixel in "${argument}", of which the highest counts`,
      "leave threshold out, or pass the scores of one class",
    );
  }
  const values = source.isFloat16 ? float16ToFloat32(source.data) : source.data;
  return hasThreshold ? values : binaryLabels(values, argument);
}

function binaryLabels(values: ScoreArray, argument: string): Uint8Array {
  const labels = new Uint8Array(values.length);
  for (let pixel = 0; pixel < labels.length; pixel++) {
    const value = values[pixel] as number;
    if (value !== 0 && value !== 1) throw thresholdMissing(argument, value, pixel);
    labels[pixel] = value;
  }
  return labels;
}

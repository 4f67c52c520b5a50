import type { LabelArray } from "../../src/types.js";
import { DECLARED_VOID, type DeclaredLabels } from "./declaredColours.js";
import { unsupported } from "./formatError.js";

/**
 * Labels of which some pixels are void as nothing is painted there.
 *
 * @param isPainted of each pixel, or of its label
 */
export function labelsWhere(
  labels: ArrayLike<number>,
  isPainted: (label: number, pixel: number) => boolean,
): DeclaredLabels {
  const data = new Int32Array(labels.length);
  let transparent = 0;
  for (let pixel = 0; pixel < data.length; pixel++) {
    const label = labels[pixel] as number;
    if (isPainted(label, pixel)) data[pixel] = label;
    else {
      data[pixel] = DECLARED_VOID;
      transparent++;
    }
  }
  return {
    data,
    voidLabel: DECLARED_VOID,
    declared: { transparent, unlisted: 0, moved: 0, farthest: 0 },
  };
}

/**
 * Labels of samples of two channels, a label and its alpha.
 *
 * @param opaque what alpha is where the label is all that is painted
 * @throws {FormatError} something shines through a label
 */
export function labelsOfAlpha(
  samples: Uint8Array | Uint16Array,
  width: number,
  opaque: number,
): DeclaredLabels {
  const labels: LabelArray = new Uint16Array(samples.length / 2);
  for (let pixel = 0; pixel < labels.length; pixel++) {
    const alpha = samples[pixel * 2 + 1] as number;
    if (alpha !== 0 && alpha !== opaque) {
      throw unsupported(
        `the pixel at x ${pixel % width}, y ${Math.floor(pixel / width)} has alpha ${alpha}, neither 0 nor ${opaque}: something shines through it, so it is no label`,
        "save the mask without alpha",
      );
    }
    labels[pixel] = samples[pixel * 2] as number;
  }
  return labelsWhere(labels, (_, pixel) => samples[pixel * 2 + 1] !== 0);
}

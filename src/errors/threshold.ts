import { expectation } from "./argument.js";
import { failure, type MaskscoreError, type Problem } from "./problem.js";
import { placeOf } from "./labels.js";

// Values of one a pixel, and the threshold that makes labels of them.

export function thresholdMissing(
  argument: string,
  value: number,
  pixel: number,
): MaskscoreError<"threshold-missing"> {
  const expected = "a threshold, or 0 and 1 only";
  const got = `one value a pixel, ${Number(value.toPrecision(6))} at pixel ${pixel}`;
  const cure = "pass threshold: 0.5 for probabilities, 0 for logits";
  return failure(
    RangeError,
    { code: "threshold-missing", argument, expected, got, pixel, cure },
    expectation(argument, expected, got, cure),
  );
}

/** @param told one of its sides is wrong; what fits both is offered */
export function thresholdMisfit(
  told: Omit<Problem<"threshold-misfit">, "code" | "cure">,
): MaskscoreError<"threshold-misfit"> {
  const { side, threshold, least, largest, fitting } = told;
  const { groundTruth, prediction } = fitting;
  const cure =
    groundTruth === prediction
      ? `threshold: ${groundTruth}`
      : `threshold: { groundTruth: ${groundTruth}, prediction: ${prediction} }`;
  return failure(
    RangeError,
    { code: "threshold-misfit", ...told, cure },
    `"${side}" holds ${least} to ${largest}, of which threshold ${threshold} makes one class; pass ${cure}`,
  );
}

export function notANumber(
  told: Omit<Problem<"not-a-number">, "code"> & { readonly image?: number },
): MaskscoreError<"not-a-number"> {
  return failure(
    RangeError,
    { code: "not-a-number", ...told },
    `"${told.side}" is NaN at ${placeOf(told)}, which is on neither side of a threshold`,
  );
}

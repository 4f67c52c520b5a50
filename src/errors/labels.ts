import { type Cure, failure, type MaskscoreError, type Problem } from "./problem.js";

// A label without a class: where it stands, and how it is given one.

const MISS_VOID = 'pass voidPredictions: "miss" to count the pixel as missed';

type Told<C extends "label-out-of-range" | "label-unmapped"> = Omit<Problem<C>, "code" | "cure">;

/**
 * @param most how many classes there can be: no class is offered beyond
 * @param isVoid whether it would be a miss if void predictions were
 */
export function labelOutOfRange(
  told: Told<"label-out-of-range">,
  most: number,
  isVoid = false,
): MaskscoreError<"label-out-of-range"> {
  const { side, label, numClasses } = told;
  const cures: [Cure, string][] = [[{ do: "remap-label" }, "remap the label"]];
  if (isVoid) cures.unshift([{ do: "miss-void" }, MISS_VOID]);
  if (side === "groundTruth") {
    cures.unshift([{ do: "ignore-label", label }, `pass ignoreIndex: ${label} if it marks void`]);
  }
  if (label >= numClasses && label < most) {
    const needed = label + 1;
    cures.unshift([{ do: "set-class-count", numClasses: needed }, `pass numClasses: ${needed}`]);
  }
  return failure(
    RangeError,
    { code: "label-out-of-range", ...told, cure: cures.map(([cure]) => cure) },
    `"${side}" label ${label} at ${placeOf(told)} is outside 0..${numClasses - 1}; ${cures.map(([, words]) => words).join(", or ")}`,
  );
}

/** @param isVoid whether it would be a miss if void predictions were */
export function labelUnmapped(
  told: Told<"label-unmapped">,
  isVoid: boolean,
): MaskscoreError<"label-unmapped"> {
  const { side, label, pixel } = told;
  // Labels that came of scores have no pixel: many could be meant.
  const place = pixel === undefined ? "one of its pixels" : placeOf({ ...told, pixel });
  const cure =
    side === "groundTruth"
      ? "add it, as null where it marks void"
      : isVoid
        ? MISS_VOID
        : "add it, as the class that it is, or as null where it counts as missed";
  return failure(
    RangeError,
    { code: "label-unmapped", ...told, cure: isVoid ? [{ do: "miss-void" }] : [] },
    `"${side}" label ${label} at ${place} is no class of labelMapping.${side}; ${cure}`,
  );
}

export function placeOf({ pixel, image }: { readonly pixel: number; readonly image?: number }): string {
  return `pixel ${pixel}${image === undefined ? "" : ` of image ${image} of the batch`}`;
}

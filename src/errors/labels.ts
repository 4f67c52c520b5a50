import { type Cure, failure, type MaskscoreError, type Problem } from "./problem.js";

// A label without a class: where it stands, and how it is given one.

type Told<C extends "label-out-of-range" | "label-unmapped"> = Omit<Problem<C>, "code" | "cure">;

/**
 * @param most how many classes there can be: no class is offered beyond
 * @param isIgnored whether it is the label that is void in the truth
 */
export function labelOutOfRange(
  told: Told<"label-out-of-range">,
  most: number,
  isIgnored = false,
): MaskscoreError<"label-out-of-range"> {
  const { side, label, numClasses } = told;
  const cures: [Cure, string][] = [[{ do: "remap-label" }, "remap the label"]];
  if (isIgnored) {
    cures.unshift([{ do: "miss-void" }, 'pass voidPredictions: "miss" to count the pixel as missed']);
  }
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

export function labelUnmapped(told: Told<"label-unmapped">): MaskscoreError<"label-unmapped"> {
  const { side, label, pixel } = told;
  // Labels that came of scores have no pixel: many could be meant.
  const place = pixel === undefined ? "one of its pixels" : placeOf({ ...told, pixel });
  const meant =
    side === "groundTruth"
      ? "as null where it marks void"
      : "as the class that it is, or as null where it counts as missed";
  return failure(
    RangeError,
    { code: "label-unmapped", ...told },
    `"${side}" label ${label} at ${place} is no class of labelMapping.${side}; add it, ${meant}`,
  );
}

function placeOf({ pixel, image }: { readonly pixel: number; readonly image?: number }): string {
  return `pixel ${pixel}${image === undefined ? "" : ` of image ${image} of the batch`}`;
}

import { isMaskscoreError, type Side } from "../../src/errors/problem.js";
import type { Raster } from "../../src/reading/raster.js";
import type { JobProblem } from "../errors/problem.js";
import type { NamedMask } from "./maskPair.js";
import type { PairNote } from "./pairNotes.js";

/** What the user's words made of a file's pixels, to be told. */
export function declaredNotes(file: string, mask: Raster): PairNote[] {
  const declared = mask.kind === "labels" ? mask.declared : undefined;
  if (declared === undefined) return [];
  const { transparent, unlisted, moved, farthest } = declared;
  return [
    ...(transparent + unlisted > 0 ? [{ code: "declared-void", file, transparent, unlisted } as const] : []),
    ...(moved > 0 ? [{ code: "moved-colours", file, moved, farthest } as const] : []),
  ];
}

/** The problem where a pixel without a class is a declared void of the prediction; undefined where it is another. */
export function declaredVoidPredicted(
  error: unknown,
  { name, mask }: NamedMask,
  pixelIn: (side: Side, pixel: number) => number,
): JobProblem<"declared-void-predicted"> | undefined {
  const isStray = isMaskscoreError(error, "label-out-of-range") || isMaskscoreError(error, "label-unmapped");
  if (!isStray || error.problem.side !== "prediction" || mask.kind !== "labels") return undefined;
  const { label, pixel } = error.problem;
  const { declared, voidLabel } = mask;
  if (voidLabel === undefined || label !== voidLabel || pixel === undefined) return undefined;
  return {
    code: "declared-void-predicted",
    file: name,
    pixel: pixelIn("prediction", pixel),
    size: mask.size,
    isTransparent: (declared?.transparent ?? 0) > 0,
    isUnlisted: (declared?.unlisted ?? 0) > 0,
    cure: [{ do: "miss-void" }],
  };
}

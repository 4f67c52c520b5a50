import { readChoice } from "../reading/options.js";

/**
 * What becomes of a pixel of a class whose prediction is void: "error", or "miss": it counts against its true class, and for
 * no predicted one.
 */
export type VoidPredictions = "error" | "miss";

export const VOID_PREDICTIONS: readonly VoidPredictions[] = ["error", "miss"];

/** @param labelMapping as it was passed: who maps a predicted label to null in a table says that it is a miss */
export function readVoidPredictions(value: unknown, labelMapping?: unknown): VoidPredictions {
  const otherwise = mapsPredictionToNull(labelMapping) ? "miss" : "error";
  return readChoice(value ?? otherwise, VOID_PREDICTIONS, "voidPredictions");
}

/** A table that goes by a name is the truth's as well: its void says nothing of predictions. */
function mapsPredictionToNull(labelMapping: unknown): boolean {
  const { prediction } = (labelMapping ?? {}) as { readonly prediction?: unknown };
  if (typeof prediction !== "object" || prediction === null) return false;
  const values: unknown[] =
    prediction instanceof Map
      ? [...(prediction as Map<unknown, unknown>).values()]
      : Object.values(prediction);
  return values.includes(null);
}

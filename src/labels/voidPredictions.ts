import { readChoice } from "../reading/options.js";

/**
 * What becomes of a pixel of a class whose prediction is void: "error", or "miss": it counts against its true class, and for
 * no predicted one.
 */
export type VoidPredictions = "error" | "miss";

export const VOID_PREDICTIONS: readonly VoidPredictions[] = ["error", "miss"];

export function readVoidPredictions(value: unknown): VoidPredictions {
  return readChoice(value ?? "error", VOID_PREDICTIONS, "voidPredictions");
}

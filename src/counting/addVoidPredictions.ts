/** Sum of a and weight times b, by class; undefined where neither has any. */
export function addVoidPredictions(
  a: Float64Array | undefined,
  b: Float64Array | undefined,
  weight = 1,
): Float64Array | undefined {
  if (b === undefined) return a;
  return b.map((count, c) => (a?.[c] ?? 0) + weight * count);
}

/** As a matrix has them: undefined where there are none. */
export function voidPredictionsOf(counts: Float64Array): { readonly voidPredictions?: Float64Array } {
  return counts.some((count) => count > 0) ? { voidPredictions: counts } : {};
}

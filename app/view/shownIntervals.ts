type Drawn = "percentile" | "bca" | "definedResamples";

/** Of intervals and comparisons, all but what the bootstrap says beside their bounds. */
export type Shown<T> = T extends readonly (infer Item)[]
  ? readonly Shown<Item>[]
  : T extends object
    ? { readonly [Key in keyof T as Exclude<Key, Drawn>]: Shown<T[Key]> }
    : T;

/**
 * Intervals and comparisons as they are told. What the bootstrap says beside their bounds is drawn where somebody looks at it,
 * which takes most of the time: whoever writes them out, or posts them to another thread, looks at all that there is.
 *
 * @param resamples undefined: nobody asked for the bootstrap
 */
export function shownIntervals<T>(told: T, resamples: number | undefined): Shown<T> {
  return (resamples === undefined ? withoutGetters(told) : told) as Shown<T>;
}

function withoutGetters(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutGetters);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(Object.getOwnPropertyDescriptors(value))
      .filter(([, own]) => own.get === undefined)
      .map(([key, { value: own }]) => [key, withoutGetters(own)]),
  );
}

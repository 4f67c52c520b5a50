import { listNames } from "../../src/errors/describe.js";
import type { Interval } from "../../src/statistics/confidenceIntervals.js";
import { countText } from "./numberTexts.js";

/** What intervals were drawn of. */
export interface IntervalBasis {
  readonly imageCount: number;
  /** Not there where images stand for themselves. */
  readonly clusterCount?: number | undefined;
}

/** "jackknife t over 233 images" */
export function methodText({ method }: Pick<Interval, "method">, basis: IntervalBasis): string {
  return `${method === "bca" ? "BCa bootstrap" : "jackknife t"} over ${basisText(basis)}`;
}

/** "4 clusters of 233 images" */
export function basisText({ imageCount, clusterCount }: IntervalBasis): string {
  const images = `${countText(imageCount)} images`;
  return clusterCount === undefined ? images : `${countText(clusterCount)} clusters of ${images}`;
}

/** Why intervals may not hold what they say: one line a reason, with the names of what it is of. */
export function intervalNotes(
  intervals: readonly (Pick<Interval, "note"> & { readonly name: string })[],
): [label: string, text: string][] {
  const names = new Map<string, string[]>();
  for (const { name, note } of intervals) {
    if (note !== undefined) names.set(note, [...(names.get(note) ?? []), name]);
  }
  return [...names].map(([note, of]) => ["note", `interval of ${listNames(of)}: ${note}`]);
}

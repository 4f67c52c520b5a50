import { type Counts, entriesOf } from "../../counting/entries.js";
import type { ThresholdHistogram } from "./thresholdScores.js";
import type { ThresholdSettings } from "./thresholdSettings.js";

type Size = Pick<ThresholdSettings, "bins" | "numClasses">;

/** Background and foreground of each bin of each class; the last bin is of the probability 1. */
export function cellCountOf({ bins, numClasses }: Size): number {
  return 2 * (bins + 1) * numClasses;
}

/** Where a class's bin has its background; its foreground is next to it. */
export function cellOf(c: number, bin: number, bins: number): number {
  return 2 * (c * (bins + 1) + bin);
}

/** Background and foreground of each class, whatever was predicted: two numbers a class. */
export function truthAreas(counts: Counts, { bins, numClasses }: Size): Float64Array {
  const areas = new Float64Array(2 * numClasses);
  for (const [cell, count] of entriesOf(counts)) {
    const area = 2 * Math.floor(cell / (2 * (bins + 1))) + (cell % 2);
    areas[area] = (areas[area] as number) + count;
  }
  return areas;
}

/** One histogram a class. */
export function histogramsOf(counts: Counts, { bins, numClasses }: Size): ThresholdHistogram[] {
  const histograms = Array.from({ length: numClasses }, () => ({
    foreground: new Float64Array(bins + 1),
    background: new Float64Array(bins + 1),
  }));
  for (const [cell, count] of entriesOf(counts)) {
    const place = Math.floor(cell / 2);
    const { foreground, background } = histograms[Math.floor(place / (bins + 1))] as ThresholdHistogram;
    (cell % 2 === 0 ? background : foreground)[place % (bins + 1)] = count;
  }
  return histograms;
}

/** Weight times counts, of all images. */
export function weightedSum(
  images: readonly { readonly weight: number; readonly row: Counts }[],
  size: Size,
): Counts {
  const counts = new Float64Array(cellCountOf(size));
  for (const { weight, row } of images) {
    for (const [cell, count] of entriesOf(row)) counts[cell] = (counts[cell] as number) + weight * count;
  }
  return { counts };
}

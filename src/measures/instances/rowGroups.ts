import type { DetectionRow } from "./detectionRow.js";
import { ALL_AREAS, type DetectionSettings } from "./detectionSettings.js";
import { referenceThreshold } from "./detectionRow.js";

/** The objects and detections of one category of an image, by their places in the row. */
export interface RowGroup {
  /** Place of the category in the settings. */
  readonly category: number;
  readonly truth: number;
  readonly truthEnd: number;
  readonly detection: number;
  readonly detectionEnd: number;
}

export function rowGroups({ groups, truthCounts, detectionCounts }: DetectionRow): RowGroup[] {
  let [truth, detection] = [0, 0];
  return Array.from(groups, (category, g) => {
    const group = {
      category,
      truth,
      truthEnd: truth + (truthCounts[g] as number),
      detection,
      detectionEnd: detection + (detectionCounts[g] as number),
    };
    truth = group.truthEnd;
    detection = group.detectionEnd;
    return group;
  });
}

/** The category of each object of a row. */
export function truthCategories(row: DetectionRow): Uint32Array {
  const categories = new Uint32Array(row.truthRanges.length);
  for (const { category, truth, truthEnd } of rowGroups(row)) categories.fill(category, truth, truthEnd);
  return categories;
}

/** How a detection stands at the reference threshold, among all sizes. */
export interface Standing {
  readonly isCounted: (detection: number) => boolean;
  readonly isRight: (detection: number) => boolean;
  /** Whether an object counts at all. */
  readonly isObject: (truth: number) => boolean;
}

/** Reads rows at one IoU threshold, by default the reference. */
export function standings(
  settings: DetectionSettings,
  threshold = referenceThreshold(settings.iouThresholds),
): (row: DetectionRow) => Standing {
  const ranges = settings.areaRanges.length;
  const all = settings.areaRanges.findIndex(({ name }) => name === ALL_AREAS);
  const bit = (column: Uint32Array, d: number): boolean =>
    (((column[d * ranges + all] as number) >>> threshold) & 1) === 1;
  return (row) => ({
    isCounted: (d) => !bit(row.ignored, d),
    isRight: (d) => bit(row.matched, d) && !bit(row.ignored, d),
    isObject: (t) => (((row.truthRanges[t] as number) >>> all) & 1) === 1,
  });
}

import { countPanopticapi } from "./panopticapiRules.js";
import { cellCountOf } from "./panopticCells.js";
import { compactRow, type PanopticRow } from "./panopticRow.js";
import type { PanopticSettings } from "./panopticSettings.js";
import { type PanopticSide, readPanopticSides } from "./panopticSide.js";
import { type SegmentCounts, segmentCounts, VOID } from "./segmentCounts.js";
import { countTorchmetrics } from "./torchmetricsRules.js";

/**
 * An image's row.
 *
 * @throws {TypeError | RangeError} a side cannot be read, or map and segments do not belong together
 */
export function countPanoptic(
  settings: PanopticSettings,
  groundTruth: unknown,
  prediction: unknown,
): PanopticRow {
  return countSides(settings, readPanopticSides(settings, groundTruth, prediction));
}

/** The same of sides that were read already. @throws {RangeError} map and segments do not belong together */
export function countSides(
  settings: PanopticSettings,
  [truth, predicted]: readonly [groundTruth: PanopticSide, prediction: PanopticSide],
): PanopticRow {
  const counts = new Float64Array(cellCountOf(settings));
  const segments = segmentCounts(settings, truth, predicted, counts);
  const overlaps = countPanopticapi(segments, counts);
  const torchmetricsOverlaps = countTorchmetrics(segments, counts);
  return compactRow(
    {
      pixelCount: truth.ids.length,
      voidCount: voidCountOf(segments),
      counts,
      overlaps: [overlaps, torchmetricsOverlaps],
    },
    settings,
  );
}

function voidCountOf({ pairs, truthOf }: SegmentCounts): number {
  let count = 0;
  for (let pair = 0; pair < pairs.length; pair++) {
    if (truthOf[pair] === VOID) count += pairs.pixels[pair] as number;
  }
  return count;
}

import type { DetectionRow } from "./detectionRow.js";
import type { ObjectOrder } from "./objectOrder.js";

/** Finds of each detection the object of its own category, and of another, with the highest IoU; ignored objects left out. */
export function findNearest(
  order: ObjectOrder,
  ious: Float64Array,
  truthRanges: Uint32Array,
  all: number,
  {
    nearest,
    nearestIous,
    others,
    otherIous,
  }: Pick<DetectionRow, "nearest" | "nearestIous" | "others" | "otherIous">,
): void {
  const count = order.detections.length;
  let [truth, detection] = [0, 0];
  for (let g = 0; g < order.groups.length; g++) {
    const truthEnd = truth + (order.truthCounts[g] as number);
    const end = detection + (order.detectionCounts[g] as number);
    for (let t = 0; t < order.truths.length; t++) {
      if ((((truthRanges[t] as number) >>> all) & 1) === 0) continue;
      const isOwn = t >= truth && t < truthEnd;
      const places = isOwn ? nearest : others;
      const best = isOwn ? nearestIous : otherIous;
      for (let d = detection; d < end; d++) {
        const iou = ious[t * count + d] as number;
        if (iou <= (best[d] as number)) continue;
        best[d] = iou;
        places[d] = t + 1;
      }
    }
    truth = truthEnd;
    detection = end;
  }
}

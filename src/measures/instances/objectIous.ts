import type { CheckedRuns } from "../../shapes/runs.js";
import { pickMasks } from "../../shapes/maskTable.js";
import { maskIous, tableIous } from "../../shapes/runsIou.js";
import type { DetectionSettings } from "./detectionSettings.js";
import type { Detections, Truths } from "./imageObjects.js";
import { boundarySteps, maskBoundary } from "./maskBoundary.js";
import type { ObjectMasks } from "./objectMasks.js";
import type { ObjectOrder } from "./objectOrder.js";

/** IoU of each object with each detection of an image, in the row's order: ious[truth * detections + detection]. */
export function objectIous(
  truths: Truths,
  detections: Detections,
  order: ObjectOrder,
  settings: DetectionSettings,
): Float64Array {
  const crowds = new Uint8Array(order.truths.length);
  for (let t = 0; t < crowds.length; t++) crowds[t] = truths.crowds[order.truths[t] as number] as number;
  const [own, found] = [truths.masks, detections.masks];
  if (own === undefined || found === undefined) {
    return boxIous(truths.boxes, detections.boxes, order, crowds);
  }
  const ious = tableIous(
    pickMasks(own.table, order.truths),
    pickMasks(found.table, order.detections),
    own.size[0],
    crowds,
  );
  if (settings.task === "boundaries") {
    const steps = boundarySteps(own.size, settings.dilationRatio);
    lowerToBoundaries(ious, runsOf(own, order.truths), runsOf(found, order.detections), crowds, steps);
  }
  return ious;
}

/** IoUs become those of boundaries where these are lower; of a crowd that of the masks stays. */
function lowerToBoundaries(
  ious: Float64Array,
  truths: readonly CheckedRuns[],
  detections: readonly CheckedRuns[],
  crowds: Uint8Array,
  steps: number,
): void {
  const [truthEdges, detectedEdges] = [truths, detections].map((masks) =>
    masks.map((mask) => maskBoundary(mask, steps)),
  ) as [CheckedRuns[], CheckedRuns[]];
  const edges = maskIous(truthEdges, detectedEdges, undefined).data;
  for (let i = 0; i < ious.length; i++) {
    if (crowds[Math.floor(i / detections.length)] === 1) continue;
    ious[i] = Math.min(ious[i] as number, edges[i] as number);
  }
}

function runsOf({ runs = [] }: ObjectMasks, places: Uint32Array): CheckedRuns[] {
  return Array.from(places, (place) => runs[place] as CheckedRuns);
}

/** As pycocotools: of a crowd it is the part of the detection that lies in it; 0 where the two do not overlap. */
function boxIous(
  truths: Float64Array,
  detections: Float64Array,
  order: ObjectOrder,
  crowds: Uint8Array,
): Float64Array {
  const count = order.detections.length;
  const ious = new Float64Array(order.truths.length * count);
  for (let t = 0; t < order.truths.length; t++) {
    const truth = 4 * (order.truths[t] as number);
    const [left, top] = [truths[truth] as number, truths[truth + 1] as number];
    const [width, height] = [truths[truth + 2] as number, truths[truth + 3] as number];
    const [right, bottom, area] = [left + width, top + height, width * height];
    const isCrowd = crowds[t] === 1;
    for (let d = 0; d < count; d++) {
      const box = 4 * (order.detections[d] as number);
      const x = detections[box] as number;
      const w = detections[box + 2] as number;
      const common = Math.min(right, x + w) - Math.max(left, x);
      if (common <= 0) continue;
      const y = detections[box + 1] as number;
      const h = detections[box + 3] as number;
      const commonHeight = Math.min(bottom, y + h) - Math.max(top, y);
      if (commonHeight <= 0) continue;
      const intersection = common * commonHeight;
      ious[t * count + d] = intersection / (isCrowd ? w * h : w * h + area - intersection);
    }
  }
  return ious;
}

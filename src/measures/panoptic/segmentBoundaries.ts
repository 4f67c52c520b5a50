import { insides } from "../../volumes/boundaryCounts.js";
import { widthInImage } from "../boundary/boundaryIou.js";
import type { PanopticSide } from "./panopticSide.js";
import { add } from "./segmentCounts.js";

/** Pixels of segments' boundaries: of each one, of predicted ones on void of the ground truth, and of pairs. */
export interface SegmentBoundaries {
  readonly truthAreas: Float64Array;
  readonly predictedAreas: Float64Array;
  readonly predictedOnVoid: Float64Array;
  /** Pixels that are on both boundaries. */
  readonly common: (truth: number, predicted: number) => number;
}

/**
 * Boundaries as boundary-iou-api has them: pixels of a segment that have one of another segment, void or the outside of the
 * image within a square around them.
 *
 * @param ratio how wide, as a share of the diagonal
 */
export function segmentBoundaries(
  truth: PanopticSide,
  predicted: PanopticSide,
  ratio: number,
): SegmentBoundaries {
  const { width, height } = truth;
  const reach = Math.min(widthInImage(ratio, width, height), Math.max(width, height));
  const [inTruth, inPredicted] = [truth, predicted].map(({ ids }) => insides(ids, height, width, reach)) as [
    Uint8Array,
    Uint8Array,
  ];
  const truthAreas = new Float64Array(truth.segmentCount);
  const predictedAreas = new Float64Array(predicted.segmentCount);
  const predictedOnVoid = new Float64Array(predicted.segmentCount);
  const common = new Map<number, number>();
  const [truthAt, predictedAt] = [lookup(truth), lookup(predicted)];
  for (let pixel = 0; pixel < truth.ids.length; pixel++) {
    const truthId = truth.ids[pixel] as number;
    const t = inTruth[pixel] === 0 ? truthAt(truthId) : -1;
    const p = inPredicted[pixel] === 0 ? predictedAt(predicted.ids[pixel] as number) : -1;
    if (t >= 0) add(truthAreas, t, 1);
    if (p < 0) continue;
    add(predictedAreas, p, 1);
    if (truthId === 0) add(predictedOnVoid, p, 1);
    if (t < 0) continue;
    const key = t * predicted.segmentCount + p;
    common.set(key, (common.get(key) ?? 0) + 1);
  }
  return {
    truthAreas,
    predictedAreas,
    predictedOnVoid,
    common: (t, p) => common.get(t * predicted.segmentCount + p) ?? 0,
  };
}

/** Index of the segment of an id, which is most often that of the pixel before; -1 of void and of what is not listed. */
function lookup({ indexOf }: PanopticSide): (id: number) => number {
  let [lastId, last] = [0, -1];
  return (id) => {
    if (id !== lastId) [lastId, last] = [id, id === 0 ? -1 : indexOf.indexOf(id)];
    return last;
  };
}

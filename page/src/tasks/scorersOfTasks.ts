import type { StateTask } from "../../../app/job/taskOfState.js";
import { BoundaryScorer } from "../../../src/scorers/boundaryScorer.js";
import { ComponentScorer } from "../../../src/scorers/componentScorer.js";
import { DetectionScorer } from "../../../src/scorers/detectionScorer.js";
import { PanopticScorer } from "../../../src/scorers/panopticScorer.js";
import { SegmentationScorer } from "../../../src/scorers/segmentationScorer.js";
import { SurfaceScorer } from "../../../src/scorers/surfaceScorer.js";

const SCORERS = {
  boundary: BoundaryScorer,
  components: ComponentScorer,
  detections: DetectionScorer,
  panoptic: PanopticScorer,
  surfaces: SurfaceScorer,
} as const;

export type ScorerOfTask = InstanceType<(typeof SCORERS)[StateTask]>;

/** @throws {TypeError | RangeError | Error} it is no state of the task, or damaged */
export function scorerOfTask(task: StateTask, bytes: Uint8Array): ScorerOfTask {
  return SCORERS[task].fromBytes(bytes);
}

/**
 * A state in JSON, of any task, as bytes.
 *
 * @throws {TypeError | RangeError | Error} it is none, or damaged
 */
export function bytesOfJson(content: {
  readonly measure?: { readonly name?: unknown };
}): Uint8Array<ArrayBuffer> {
  const name = content.measure?.name;
  const task = (Object.keys(SCORERS) as StateTask[]).find((one) => one === name);
  return (task === undefined ? SegmentationScorer : SCORERS[task]).fromJSON(content as never).toBytes();
}

import type { SegmentMaps } from "../../app/view/tasks/segmentPicture.js";
import type { TaskFailure } from "./measuring/measureJob.js";
import type { TaskModels } from "./tellModels.js";

/** What a run came to. */
export interface TaskRunResult extends TaskModels {
  readonly failures: readonly TaskFailure[];
  /** What became of the segments of the first model's image; undefined where the measure has none. */
  readonly look?: ((id: string) => Promise<SegmentMaps | undefined>) | undefined;
}

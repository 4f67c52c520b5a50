import type { Look } from "../page/writeTaskPage.js";
import type { TaskFailure } from "./measuring/measureJob.js";
import type { TaskModels } from "./tellModels.js";

/** What a run came to. */
export interface TaskRunResult extends TaskModels {
  readonly failures: readonly TaskFailure[];
  /** Paints an image of the first model; undefined where the task has no pictures. */
  readonly look?: Look | undefined;
}

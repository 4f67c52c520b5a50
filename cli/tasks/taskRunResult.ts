import type { TaskFailure } from "./measuring/measureJob.js";
import type { TaskModels } from "./tellModels.js";

/** What a run came to. */
export interface TaskRunResult extends TaskModels {
  readonly failures: readonly TaskFailure[];
}

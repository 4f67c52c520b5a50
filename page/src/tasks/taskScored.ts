import type { StateTask } from "../../../app/job/taskOfState.js";
import type { TaskFailedFile, TaskScores } from "../../../app/view/tasks/taskView.js";
import type { TaskPicture } from "../../../app/view/tasks/taskPicture.js";

/** A run of another task: everything that is shown of it. */
export interface TaskScored {
  readonly view: TaskScores;
  readonly failures: readonly TaskFailedFile[];
  readonly notes: readonly string[];
  readonly state: Uint8Array<ArrayBuffer>;
  /**
   * What became of the segments of an image; rejects where it is none of the run's. Undefined of a saved state, whose masks are
   * not at hand.
   */
  readonly look: ((id: string, about: string, maxSlices: number) => Promise<TaskPicture>) | undefined;
}

/** Several models by one of these tasks, in the order in which they were given. */
export interface TaskBoard {
  readonly task: StateTask;
  readonly models: readonly TaskScored[];
}

import type { DetectionsAsked } from "../counting/protocol.js";
import { pageWorkers } from "../counting/workers.js";
import type { SideFiles } from "../score/pairs.js";
import type { TaskScored } from "./taskScored.js";

let runs = 0;

/**
 * Scores detections in one worker, which keeps what it read, for a look at images.
 *
 * @throws nothing can be scored: the error says why
 */
export async function scoreDetections(
  task: DetectionsAsked["task"],
  groundTruth: SideFiles,
  prediction: SideFiles,
  signal: AbortSignal,
  tell: (done: number, total: number) => void,
): Promise<TaskScored> {
  const workers = pageWorkers();
  const heldBy = `detections ${runs++}`;
  // The worker of the run before, if it is idle: it lets go of that.
  const about = "detections";
  const asked = { task, name: prediction.name, groundTruth: groundTruth.files, prediction: prediction.files };
  let progress = await workers.ask("readDetections", asked, { signal, about, holds: heldBy });
  while (progress.done < progress.total) {
    progress = await workers.ask("matchDetections", undefined, { signal, heldBy });
    tell(progress.done, progress.total);
  }
  const told = await workers.ask("tellDetections", undefined, { signal, heldBy });
  return {
    ...told,
    failures: [],
    look: (id, text) => workers.ask("lookAtDetections", { id, about: text }, { heldBy }),
  };
}

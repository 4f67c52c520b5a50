import type { CountJob, Outcome } from "../../app/job/countImage.js";
import type { ImageFiles } from "../inputs/pairing.js";
import { filesOf } from "./filesOf.js";
import { doMaskTask } from "./doMaskTask.js";
import { onThreads } from "./onThreads.js";

/** Starting a worker takes as long as counting a few small images. */
const MIN_IMAGES_PER_THREAD = 8;

const MAX_BATCH = 8;

/**
 * Counts images on so many threads, of which this one is the first; outcomes come in any order.
 *
 * @param before waited for before what came of an image is handled
 * @param handle takes what came of an image; false stops the run after the images that are under way
 */
export function countAll(
  images: readonly ImageFiles[],
  job: CountJob,
  threads: number,
  before: (outcomes: readonly Outcome[]) => Promise<void>,
  handle: (index: number, outcomes: readonly Outcome[]) => boolean,
): Promise<void> {
  return onThreads<ImageFiles, readonly Outcome[]>(
    images,
    threads,
    {
      job,
      minPerThread: MIN_IMAGES_PER_THREAD,
      maxBatch: MAX_BATCH,
      filesOf,
      here: (image) => doMaskTask("countImage", { job, image }),
      there: (workers, batch) => workers.ask("count", batch),
      before,
    },
    handle,
  );
}

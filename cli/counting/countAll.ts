import type { CountJob, Outcome } from "../../app/job/countImage.js";
import { countOnLanes, type Lane } from "../../app/job/countOnLanes.js";
import type { ImageFiles } from "../inputs/pairing.js";
import { doMaskTask } from "./doMaskTask.js";
import { BATCHES_AHEAD, commandWorkers } from "./workers.js";

/** Starting a worker takes as long as counting a few small images. */
const MIN_IMAGES_PER_THREAD = 8;

const MAX_BATCH = 8;

/**
 * Counts images on so many threads, of which this one is the first; outcomes come in any order.
 *
 * @param handle takes what came of an image; false stops the run after the images that are under way
 */
export async function countAll(
  images: readonly ImageFiles[],
  job: CountJob,
  threads: number,
  handle: (index: number, outcomes: readonly Outcome[]) => boolean,
): Promise<void> {
  const useful = Math.max(1, Math.min(threads, Math.floor(images.length / MIN_IMAGES_PER_THREAD)));
  const workers = commandWorkers(useful - 1, job);
  const here: Lane<ImageFiles, readonly Outcome[]> = {
    batchSize: 1,
    count: (batch) => Promise.all(batch.map((image) => doMaskTask("countImage", { job, image }))),
  };
  const there: Lane<ImageFiles, readonly Outcome[]> = {
    batchSize: Math.max(1, Math.min(MAX_BATCH, Math.floor(images.length / (useful * 4)))),
    count: (batch) => workers.ask("count", batch),
  };
  const places = Array.from({ length: (useful - 1) * BATCHES_AHEAD }, () => there);
  try {
    await countOnLanes(images, [here, ...places], handle);
  } finally {
    void workers.close();
  }
}

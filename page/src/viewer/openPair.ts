import { OpenedPicture } from "../../../app/components/viewer/openedPicture.js";
import type { RasterSize } from "../../../src/reading/raster.js";
import type { Job, PairFiles } from "../counting/protocol.js";
import { CountingThread } from "../counting/workers.js";

/** A pair's masks, in a worker of their own. */
export interface OpenedPair {
  /** Of the image: of a volume the picture shows all slices, one below the other. */
  readonly size: RasterSize;
  readonly picture: OpenedPicture;
  /** Classes in either mask, ascending. */
  readonly present: readonly number[];
}

/** Opens a pair; close() frees its masks, whether they have come or not. */
export function openPair(
  pair: PairFiles,
  job: Job,
): { readonly ready: Promise<OpenedPair>; close(): void; readonly isClosed: boolean } {
  const thread = new CountingThread();
  let isClosed = false;
  const { groundTruth, prediction } = pair;
  return {
    ready: thread
      .ask("open", { job, pair: { groundTruth, prediction } })
      .then(({ size, width, height, present }) => ({
        size,
        present,
        picture: new OpenedPicture({
          width,
          height,
          tile: (place, look) => thread.ask("tile", { place, look }),
          pixel: (x, y) => thread.ask("pixel", { x, y }),
        }),
      })),
    close() {
      isClosed = true;
      thread.stop();
    },
    get isClosed() {
      return isClosed;
    },
  };
}

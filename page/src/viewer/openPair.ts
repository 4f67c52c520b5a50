import { OpenedPicture } from "../../../app/components/viewer/openedPicture.js";
import type { CountJob } from "../../../app/job/countImage.js";
import type { RasterSize } from "../../../src/reading/raster.js";
import { Cancelled, pageWorkers } from "../counting/workers.js";
import type { ImagePair } from "../score/pairs.js";

/** A pair's masks, which a worker holds. */
export interface OpenedPair {
  /** Of the image: of a volume the picture shows all slices, one below the other. */
  readonly size: RasterSize;
  readonly picture: OpenedPicture;
  /** Classes in either mask, ascending. */
  readonly present: readonly number[];
}

let openedCount = 0;

/** Opens a pair; close() frees its masks, whether they have come or not. */
export function openPair(
  { id, groundTruth, prediction }: ImagePair,
  job: CountJob,
): { readonly ready: Promise<OpenedPair>; close(): void; readonly isClosed: boolean } {
  const workers = pageWorkers();
  const heldBy = `opened pair ${openedCount++}`;
  const abort = new AbortController();
  const asked = { job, pair: { groundTruth, prediction } };
  return {
    ready: workers
      .ask("open", asked, { signal: abort.signal, about: id, holds: heldBy })
      .then(({ size, width, height, present }) => ({
        size,
        present,
        picture: new OpenedPicture({
          width,
          height,
          tile: (place, look) => workers.ask("tile", { place, look }, { heldBy }),
          pixel: (x, y) => workers.ask("pixel", { x, y }, { heldBy }),
        }),
      })),
    close() {
      abort.abort(new Cancelled("cancelled"));
      // Where it was not open yet nobody holds it.
      workers.ask("close", undefined, { heldBy }).catch(() => undefined);
    },
    get isClosed() {
      return abort.signal.aborted;
    },
  };
}

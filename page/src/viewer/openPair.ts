import { OpenedPicture } from "../../../app/components/viewer/openedPicture.js";
import type { PictureSource } from "../../../app/components/viewer/pictureSource.js";
import type { CountJob } from "../../../app/job/countImage.js";
import { sliceShape } from "../../../app/view/sliceViews.js";
import type { RasterSize } from "../../../src/reading/raster.js";
import { Cancelled, pageWorkers } from "../counting/workers.js";
import type { ImagePair } from "../score/pairs.js";

/** A pair's masks, which a worker holds. */
export interface OpenedPair {
  readonly size: RasterSize;
  readonly picture: OpenedPicture;
  /** Classes in either mask, ascending. */
  readonly classes: readonly number[];
  readonly hasVoid: boolean;
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
  let picture: OpenedPicture | undefined;
  const asked = { job, pair: { groundTruth, prediction } };
  return {
    ready: workers
      .ask("open", asked, { signal: abort.signal, about: id, holds: heldBy })
      .then(({ size, lengths, classes, hasVoid }) => {
        const source: PictureSource = {
          shapeOf: (slice) => sliceShape(size, lengths, slice),
          tile: (place, look) => workers.ask("tile", { place, look }, { heldBy }),
          pixel: (x, y, slice) => workers.ask("pixel", { x, y, slice }, { heldBy }),
        };
        const [depth] = size;
        const middle = depth > 1 ? ({ plane: "axial", at: depth >> 1 } as const) : undefined;
        picture = new OpenedPicture(source, middle);
        return { size, classes, hasVoid, picture };
      }),
    close() {
      abort.abort(new Cancelled("cancelled"));
      picture?.close();
      // Where it was not open yet nobody holds it.
      workers.ask("close", undefined, { heldBy }).catch(() => undefined);
    },
    get isClosed() {
      return abort.signal.aborted;
    },
  };
}

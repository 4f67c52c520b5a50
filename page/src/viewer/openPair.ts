import { OpenedPicture } from "../../../app/components/viewer/openedPicture.js";
import type { PictureSource } from "../../../app/components/viewer/pictureSource.js";
import type { CountJob } from "../../../app/job/countImage.js";
import { sliceShape } from "../../../app/view/sliceViews.js";
import type { ThresholdCurve } from "../../../src/measures/thresholds/thresholdScores.js";
import type { RasterSize } from "../../../src/reading/raster.js";
import type { SampledPair } from "../counting/heldPair.js";
import { Cancelled, pageWorkers } from "../counting/workers.js";
import type { ImagePair } from "../score/pairs.js";

/** A pair's masks, which a worker holds. */
export interface OpenedPair extends SampledPair {
  readonly size: RasterSize;
  readonly picture: OpenedPicture;
  /** Undefined where the prediction is no map of values; told undefined where these are no probabilities. */
  readonly curve: (() => Promise<ThresholdCurve | undefined>) | undefined;
}

let openedCount = 0;

/** Opens a pair; close() frees its masks, whether they have come or not. */
export function openPair(
  { id, groundTruth, prediction }: ImagePair,
  job: CountJob,
): { readonly ready: Promise<OpenedPair>; close(): void; readonly isClosed: boolean } {
  const workers = pageWorkers();
  const name = `opened pair ${openedCount++}`;
  const held = { heldBy: name };
  const abort = new AbortController();
  let picture: OpenedPicture | undefined;
  const asked = { name, job, pair: { groundTruth, prediction } };
  return {
    ready: workers
      .ask("open", asked, { signal: abort.signal, about: id, holds: name })
      .then(({ size, lengths, hasValues, ...sampled }) => {
        const source: PictureSource = {
          shapeOf: (slice) => sliceShape(size, lengths, slice),
          tile: (place, look) => workers.ask("tile", { name, place, look }, held),
          pixel: (x, y, slice) => workers.ask("pixel", { name, x, y, slice }, held),
        };
        const [depth] = size;
        const worst = { plane: "axial", at: sampled.worstSlices.axial } as const;
        picture = new OpenedPicture(source, depth > 1 ? worst : undefined);
        const curve = hasValues ? () => workers.ask("curve", { name }, held) : undefined;
        return { size, ...sampled, picture, curve };
      }),
    close() {
      abort.abort(new Cancelled("cancelled"));
      picture?.close();
      // Where it was not open yet nobody holds it.
      workers.ask("close", { name }, held).catch(() => undefined);
    },
    get isClosed() {
      return abort.signal.aborted;
    },
  };
}

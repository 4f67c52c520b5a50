import type { CountJob, Outcome } from "../../../app/job/countImage.js";
import type { Inspection } from "../../../app/job/inspection.js";
import type { PixelClasses } from "../../../app/components/viewer/pictureSource.js";
import type { Look, TilePlace } from "../../../app/view/paintTile.js";
import type { RunView, SmallMasks } from "../../../app/view/runView.js";
import type { Side } from "../../../src/errors/problem.js";
import type { RasterSize } from "../../../src/reading/raster.js";

/** A file of a pair. */
export interface NamedFile {
  /** What it is called in messages: its path, with as much before it as tells it from the other side's. */
  readonly shown: string;
  readonly file: File;
  /** Tells it from every other file that was ever given. */
  readonly id: number;
}

export interface PairFiles {
  readonly groundTruth: NamedFile;
  readonly prediction: NamedFile;
}

/** What the page's workers are asked, each with its answer. */
export interface PageRequests {
  /** What a file holds, to tell how many classes there are. */
  readonly inspect: readonly [
    { readonly named: NamedFile; readonly side: Side; readonly decode: CountJob["decode"] },
    Pick<Inspection, "labels" | "numClasses" | "width" | "height" | "note">,
  ];
  readonly count: readonly [{ readonly job: CountJob; readonly pair: PairFiles }, Outcome];
  /** Everything that is shown of a run: of the state of its scorer. */
  readonly describe: readonly [{ readonly name: string; readonly state: Uint8Array<ArrayBuffer> }, RunView];
  /** Keeps a pair's masks for tiles and pixels. */
  readonly open: readonly [{ readonly job: CountJob; readonly pair: PairFiles }, OpenedSize];
  /** Of the open pair, as are these two. */
  readonly tile: readonly [{ readonly place: TilePlace; readonly look: Look }, ImageBitmap];
  readonly pixel: readonly [{ readonly x: number; readonly y: number }, PixelClasses];
  readonly close: readonly [undefined, undefined];
  /** Small masks of a pair, for the report. */
  readonly picture: readonly [{ readonly job: CountJob; readonly pair: PairFiles }, SmallMasks];
}

/** How large an open pair is, and which classes are in it, ascending. */
export interface OpenedSize {
  readonly size: RasterSize;
  /** Of the picture that shows it. */
  readonly width: number;
  readonly height: number;
  readonly present: readonly number[];
}

/** What a worker says once it hears. */
export const READY = "ready";

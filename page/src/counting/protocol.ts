import type { CountJob, Outcome } from "../../../app/job/countImage.js";
import type { Inspection } from "../../../app/job/inspectMask.js";
import type { ReportedPicture } from "../../../app/view/reported.js";
import type { ReportedRun } from "../../../app/view/reportedRun.js";

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

/** What a picture's pixel shows: a class of one side, or what became of it. */
export type Layer = "truth" | "prediction" | "errors";

/** What a viewer shows of the pair that is open. */
export interface Look {
  /** 0xAABBGGRR of each class, as a canvas has them in memory; 0 is not painted. */
  readonly colours: Uint32Array;
  /** The same of what outcomeOf tells: not painted, hit, missed, false. */
  readonly outcomes: readonly [none: number, hit: number, missed: number, wrong: number];
  /** The class whose errors are shown; -1: all, right or wrong. */
  readonly errorsOf: number;
}

/** A square of the picture at one scale: one pixel shown for 2^level x 2^level of the mask. */
export interface TilePlace {
  readonly layer: Layer;
  readonly level: number;
  readonly column: number;
  readonly row: number;
}

export const TILE_SIDE = 256;

/** What the page's workers are asked, each with its answer. */
export interface PageRequests {
  /** What a file holds, to tell how many classes there are. */
  readonly inspect: readonly [
    { readonly named: NamedFile; readonly decode: CountJob["decode"] },
    Pick<Inspection, "labels" | "numClasses" | "width" | "height" | "note">,
  ];
  readonly count: readonly [{ readonly job: CountJob; readonly pair: PairFiles }, Outcome];
  /** Everything that is shown of a run: of the state of its scorer. */
  readonly describe: readonly [
    { readonly name: string; readonly state: Uint8Array<ArrayBuffer> },
    ReportedRun,
  ];
  /** Keeps a pair's masks for tiles and pixels. */
  readonly open: readonly [{ readonly job: CountJob; readonly pair: PairFiles }, OpenedSize];
  /** Of the open pair, as are these two. */
  readonly tile: readonly [{ readonly place: TilePlace; readonly look: Look }, ImageBitmap];
  readonly pixel: readonly [{ readonly x: number; readonly y: number }, PixelClasses];
  readonly close: readonly [undefined, undefined];
  /** Small masks of a pair, for the report. */
  readonly picture: readonly [
    { readonly job: CountJob; readonly pair: PairFiles },
    Pick<ReportedPicture, "width" | "height" | "groundTruth" | "prediction" | "detail">,
  ];
}

/** How large an open pair is, and which classes are in it, ascending. */
export interface OpenedSize {
  readonly width: number;
  readonly height: number;
  readonly present: readonly number[];
}

/** Both classes of a pixel; -1 is void. */
export interface PixelClasses {
  readonly groundTruth: number;
  readonly prediction: number;
}

/** What a worker says once it hears. */
export const READY = "ready";

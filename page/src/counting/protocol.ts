import type { DecodeOptions } from "../../../app/formats/decodeMask.js";
import type { PlacementRule } from "../../../app/job/alignPair.js";
import type { PairNote } from "../../../app/job/pairNotes.js";
import type { Inspection } from "../../../app/job/inspectMask.js";
import type { NodataChoice } from "../../../app/job/pairLabels.js";
import type { UnknownLabelTexts } from "../../../app/presets/presets.js";
import type { Look, TilePlace } from "../../../app/view/paintTile.js";
import type { RunView, SmallMasks } from "../../../app/view/runView.js";
import type { ScorerSettings } from "../../../src/measures/confusion/settings.js";
import type { RasterSize } from "../../../src/reading/raster.js";
import type { ConfusionMatrix } from "../../../src/types.js";

/** A file of a pair. */
export interface NamedFile {
  /** What it is called in messages: its path, with as much before it as tells it from the other side's. */
  readonly shown: string;
  readonly file: File;
}

/** How every pair of a run is read and counted; plain data, which can be posted. */
export interface Job {
  readonly settings: ScorerSettings;
  readonly decode: Pick<DecodeOptions, "layout" | "colours">;
  readonly placement: PlacementRule;
  /** What labels are that a file names as no data; undefined where the user has not said. */
  readonly nodata: NodataChoice | undefined;
  /** Said of labels that the mapping does not know, in the words of the data set. */
  readonly unknownLabel: UnknownLabelTexts | undefined;
}

export interface PairFiles {
  readonly groundTruth: NamedFile;
  readonly prediction: NamedFile;
}

/** What a worker is asked, each with its answer. */
export interface Requests {
  /** What a file holds, to tell how many classes there are. */
  readonly inspect: [
    { readonly named: NamedFile; readonly decode: Job["decode"] },
    Pick<Inspection, "labels" | "numClasses" | "width" | "height" | "note">,
  ];
  readonly count: [
    { readonly job: Job; readonly pair: PairFiles },
    {
      readonly counts: ConfusionMatrix;
      readonly notes: readonly PairNote[];
      readonly pixelCount: number;
      readonly countMs: number;
    },
  ];
  /** Everything that is shown of a run: of the state of its scorer. */
  readonly describe: [{ readonly name: string; readonly state: Uint8Array<ArrayBuffer> }, RunView];
  /** Keeps a pair's masks for tiles and pixels. */
  readonly open: [
    { readonly job: Job; readonly pair: PairFiles },
    {
      readonly size: RasterSize;
      /** Of the picture that shows it. */
      readonly width: number;
      readonly height: number;
      readonly present: readonly number[];
    },
  ];
  readonly tile: [{ readonly place: TilePlace; readonly look: Look }, ImageBitmap];
  /** Where in the image a pixel of the open pair's picture is, and both of its classes; -1 is void. */
  readonly pixel: [
    { readonly x: number; readonly y: number },
    { readonly place: string; readonly groundTruth: number; readonly prediction: number },
  ];
  /** Small masks of a pair, for the report. */
  readonly picture: [{ readonly job: Job; readonly pair: PairFiles }, SmallMasks];
}

export type RequestKind = keyof Requests;
export type Asked<K extends RequestKind> = Requests[K][0];
export type Answer<K extends RequestKind> = Requests[K][1];

/** What travels to a worker and back. */
export interface RequestMessage {
  readonly id: number;
  readonly kind: RequestKind;
  readonly asked: Asked<RequestKind>;
}
export type AnswerMessage = { readonly id: number } & (
  | { readonly answer: Answer<RequestKind> }
  /** `isData`: a file is wrong, and the message says which and how; otherwise the fault is the page's. */
  | { readonly message: string; readonly file: string | undefined; readonly isData: boolean }
);

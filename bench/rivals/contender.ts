import type { Timing } from "../timing.js";

/** What is asked of a contender; the numbers it gives back follow. */
export type Job =
  /** metrics_np's mean IoU of one image, standard: one number. */
  | "meanIou"
  /** The same, soft. */
  | "softMeanIou"
  /** Labels against the argmax of scores: the confusion matrix, row by row. */
  | "scoreMatrix"
  /** Two label maps: the confusion matrix, row by row. */
  | "labelMatrix"
  /** Two masks of 0 and 1: the pixels of their intersection and of their union. */
  | "binaryOverlap"
  /** Two label maps: of each class the pixels of its boundaries' intersection and union, 0.02 of the diagonal wide. */
  | "boundaryIou"
  /** Two volumes of 0 and 1, edges by erosion: Hausdorff, its 95th percentile, surface Dice at 2 mm. */
  | "edgeDistances"
  /** The same of pieces of surface, by area: the 95th percentile, surface Dice at 2 mm. */
  | "surfelDistances";

/** What is asked of a contender that reads files. */
export type FileJob =
  /** COCO panoptic JSON and PNGs: PQ, SQ and RQ of all categories. */
  | "panopticFiles"
  /** COCO's instances and results, boxes: AP and AR of 100 detections. */
  | "boxDetections"
  /** The same of masks. */
  | "maskDetections";

/** What is asked of a contender of run-length masks: of each mask of one side, all sums of what comes out, or the last of it. */
export type RunJob =
  /** Runs of polygons, parts merged: the area of the last. */
  | "runPolygons"
  /** Runs of bitmaps, column by column: the area of the last. */
  | "runEncode"
  /** Bitmaps of runs: the pixels of the last. */
  | "runDecode"
  | "runArea"
  /** x, y, width and height. */
  | "runBox"
  /** With each mask of the other side. */
  | "runIou";

export interface Inputs {
  readonly groundTruth: ShapedArray;
  /** Scores are 1 x H x W x N, or 1 x N x H x W where they are channels first. */
  readonly prediction: ShapedArray;
  readonly numClasses: number;
  readonly channelsFirst: boolean;
  /** Millimetres along the axes of a volume. */
  readonly spacing?: readonly number[];
}

export interface ShapedArray {
  readonly data: Uint8Array | Float32Array;
  readonly shape: readonly number[];
}

/** The jobs that a way of working is used for, each from typed arrays to numbers. */
export type Jobs = Partial<Readonly<Record<Job, (inputs: Inputs) => ArrayLike<number>>>>;

export interface Sample {
  readonly seconds: number;
  readonly result: ArrayLike<number>;
}

/** One way of doing a case's job. */
export interface Contender {
  readonly name: string;
  /** Called before each round; not timed. */
  readonly prepare: () => Promise<void> | void;
  /** Does the job once. A contender that cannot do it throws. */
  readonly sample: () => Promise<Sample> | Sample;
}

export interface Timed {
  readonly name: string;
  readonly seconds: Timing;
  /** The largest relative difference from the result that was wanted. */
  readonly deviation: number;
}

export interface Failure {
  readonly name: string;
  /** Why it gives no result. */
  readonly failure: string;
}

/** What became of a contender in a case. */
export type Outcome = Timed | Failure;

/** A contender in JavaScript. */
export function inThisProcess(
  name: string,
  prepare: Contender["prepare"],
  run: () => ArrayLike<number>,
): Contender {
  return {
    name,
    prepare,
    sample: () => {
      const start = performance.now();
      const result = run();
      return { seconds: (performance.now() - start) / 1000, result };
    },
  };
}

import type { ConventionScores } from "../../src/measures/confusion/conventions/convention.js";
import type { DatasetScores } from "../../src/measures/confusion/conventions/dataset.js";
import type { Spread } from "../../src/measures/confusion/conventions/spread.js";
import type { AuditFinding } from "../../src/measures/confusion/audit.js";
import type { ModelComparison } from "../../src/scorers/compareModels.js";
import type { ConfidenceIntervals } from "../../src/scorers/segmentationStatistics.js";
import type { Contributions } from "../../src/scorers/segmentationStatistics.js";
import type { ImageScores } from "../../src/measures/confusion/imageScores.js";
import type { ConfusionMatrix } from "../../src/types.js";
import type { Gate } from "./reportedRun.js";

/** One model's run, with everything that the page shows of it. */
export interface ReportedModel {
  /** The prediction folder, as the user named it. */
  readonly name: string;
  readonly scores: DatasetScores;
  /** By the convention that was asked for: the means that stand first. `scores` where that is "dataset". */
  readonly chosen: ConventionScores;
  /** Dense or sparse. */
  readonly confusionMatrix: ConfusionMatrix;
  /** Of IoU by the convention "dataset"; undefined with fewer than 2 images. */
  readonly intervals: ConfidenceIntervals | undefined;
  /** Sorted by id. */
  readonly images: readonly ImageScores[];
  /** Of IoU. */
  readonly contributions: Contributions | undefined;
  /** Of IoU. */
  readonly spread: Spread;
  readonly findings: readonly AuditFinding[];
  /** Each image's own matrix, in the order of `images`: which images are behind a cell. */
  readonly matrices: readonly ConfusionMatrix[];
}

export { VOID } from "../../src/labels/classReader.js";

/** An image's scores by both models of a comparison. */
export interface MovedImage {
  /** "IoU" */
  readonly metric: string;
  readonly first: { readonly name: string; readonly score: number };
  readonly second: { readonly name: string; readonly score: number };
  /** Second minus first. */
  readonly difference: number;
}

/** One image's masks for looking at, scaled down to at most 512 pixels a side by nearest neighbour. */
export interface ReportedPicture {
  readonly id: string;
  readonly model: string;
  readonly width: number;
  readonly height: number;
  /** Class per pixel, row-major; 0xffff: void in truth. */
  readonly groundTruth: Uint16Array;
  readonly prediction: Uint16Array;
  /** "data:image/jpeg;base64,..." of the photo, or undefined. */
  readonly photo: string | undefined;
  /** The image's own mean IoU. */
  readonly meanIou: number;
  /** What leaving the image out adds to the mean. */
  readonly changeWithout: number;
  /** "slice 12 of 40" for volumes, else undefined. */
  readonly detail: string | undefined;
  /** Of an image that is shown as it moved between two models: how. */
  readonly moved?: MovedImage | undefined;
}

export interface HtmlReport {
  readonly title: string;
  /** At least one; several make a leaderboard in this order, best first. */
  readonly models: readonly ReportedModel[];
  /** "#rrggbb" of every class. */
  readonly palette: readonly string[];
  readonly ignoreIndex: number | undefined;
  readonly pictures: readonly ReportedPicture[];
  readonly comparison:
    { readonly first: string; readonly second: string; readonly result: ModelComparison } | undefined;
  /** explainConvention of the models' convention, several lines. */
  readonly conventionText: string;
  /** Thresholds, and what became of them. */
  readonly gates: readonly Gate[];
  readonly failures: readonly { readonly file: string; readonly reason: string }[];
  /** The command line that made the page. */
  readonly command: string;
  /** maskscore's. */
  readonly version: string;
  /** ISO time. */
  readonly createdAt: string;
}

import type { JobErrorCode } from "../errors/problem.js";
import type { RunFinding } from "./runFindings.js";
import type { ClassMetric } from "../../src/measures/confusion/classScores.js";
import type {
  ConventionName,
  ConventionScores,
} from "../../src/measures/confusion/conventions/convention.js";
import type { DatasetScores } from "../../src/measures/confusion/conventions/dataset.js";
import type { Spread } from "../../src/measures/confusion/conventions/spread.js";
import type { ImageScores } from "../../src/measures/confusion/imageScores.js";
import type { AllComparisons, PairComparison } from "../../src/scorers/compareAllModels.js";
import type { ModelComparison } from "../../src/scorers/compareModels.js";
import type { ConfidenceIntervals } from "../../src/scorers/segmentationStatistics.js";
import type { Contributions } from "../../src/scorers/segmentationStatistics.js";
import type { SideThresholds } from "../../src/labels/threshold.js";
import type { BackendName, ConfusionMatrix } from "../../src/types.js";
import type { ConfusionView } from "./confusionView.js";
import type { Shown } from "./shownIntervals.js";

/** A metric with intervals of its mean and classes; of each that was drawn. */
export type IntervalsByMetric = Readonly<Partial<Record<ClassMetric, Shown<ConfidenceIntervals>>>>;

/** One model's scores: what every rendering shows of it. */
export interface ModelView {
  /** The prediction folder or state, as the user named it. */
  readonly name: string;
  readonly imageCount: number;
  readonly scores: DatasetScores;
  /** By the convention that was asked for: the means that stand first. `scores` where that is "dataset". */
  readonly chosen: ConventionScores;
  /** Dense or sparse. */
  readonly confusionMatrix: ConfusionMatrix;
  /** By the convention "dataset"; undefined unless asked for, and with fewer than 2 images. */
  readonly intervals: IntervalsByMetric | undefined;
  /** Sorted by id; undefined unless asked for. */
  readonly images: readonly ImageScores[] | undefined;
  /** Of each metric that has them and was asked for. */
  readonly contributions: Readonly<Partial<Record<Contributions["metric"], Contributions>>>;
  /** Of IoU; undefined unless asked for. */
  readonly spread: Spread | undefined;
  /** The confusion matrix with the images behind its cells; undefined unless asked for. */
  readonly confusion: ConfusionView | undefined;
  readonly findings: readonly RunFinding[];
}

/** Two models on the same images. */
export interface ComparisonView {
  readonly first: string;
  readonly second: string;
  readonly result: Shown<ModelComparison>;
}

/** Which of several models differ: of each pair, by the models' names. */
export interface PairsView extends Omit<AllComparisons, "pairs"> {
  readonly pairs: readonly (Omit<Shown<PairComparison>, "first" | "second"> & {
    readonly first: string;
    readonly second: string;
  })[];
}

/** A threshold of --fail-under, and what became of it. */
export interface Gate {
  readonly model: string;
  /** As the user wrote it: iou, dice, accuracy or a class. */
  readonly key: string;
  /** "mean IoU", "IoU of car" */
  readonly label: string;
  readonly threshold: number;
  /** NaN where it is undefined. */
  readonly score: number;
  readonly isMet: boolean;
}

export interface FailedFile {
  readonly file: string;
  /** What is wrong, in one word that a program can ask for: docs/errors.md. */
  readonly code: JobErrorCode;
  readonly message: string;
}

/** An image's scores by both models of a comparison. */
export interface MovedImage {
  /** "IoU" */
  readonly metric: string;
  readonly first: { readonly name: string; readonly score: number };
  readonly second: { readonly name: string; readonly score: number };
  /** Second minus first. */
  readonly difference: number;
}

/** Both masks of an image in classes, small enough to be looked at: at most 512 pixels a side, by nearest neighbour. */
export interface SmallMasks {
  readonly width: number;
  readonly height: number;
  /** Class per pixel, row-major; void as src/labels has it. */
  readonly groundTruth: Int16Array;
  readonly prediction: Int16Array;
  /** "slice 12 of 40" for volumes, else undefined. */
  readonly detail: string | undefined;
}

/** One image to look at, and why. */
export interface PictureView extends SmallMasks {
  readonly id: string;
  readonly model: string;
  /** "data:image/jpeg;base64,..." of the photo, or undefined. */
  readonly photo: string | undefined;
  /** The image's own mean IoU. */
  readonly meanIou: number;
  /** What leaving the image out adds to the mean. */
  readonly changeWithout: number;
  /** Of an image that is shown as it moved between two models: how. */
  readonly moved?: MovedImage | undefined;
}

/** How a report came to be. */
export interface Provenance {
  /** The words that make it again. */
  readonly command: string;
  /** maskscore's. */
  readonly version: string;
  /** ISO time. */
  readonly createdAt: string;
}

/** What is shown of a run, by whichever rendering. */
export interface RunView {
  readonly title: string;
  /** At least one; several are a leaderboard, best first. */
  readonly models: readonly ModelView[];
  readonly comparison: ComparisonView | undefined;
  /** Of a leaderboard; undefined unless asked for, and where models cannot be compared. */
  readonly pairs?: PairsView | undefined;
  readonly convention: ConventionName;
  /** What the convention does, in several lines. */
  readonly conventionText: string;
  /** What was asked for in so many words: report and page have more, of which the other renderings do not speak. */
  readonly tells: { readonly intervals: boolean; readonly spread: boolean };
  /** Columns of the classes' table. */
  readonly metrics: readonly ClassMetric[];
  /** Labels of the truth's files whose pixels do not count. */
  readonly ignored: readonly number[];
  /** Above which values pixels are foreground; undefined where labels are classes as they are. */
  readonly foregroundAbove: SideThresholds | undefined;
  /** How files were read, in words, where that was declared; undefined where they were read as they are. */
  readonly reading: string | undefined;
  /** List every image. */
  readonly perImage: boolean;
  /** List so many of the images that drag the mean down most. */
  readonly worst: number;
  readonly gates: readonly Gate[];
  readonly failures: readonly FailedFile[];
  readonly elapsedMs: number;
  readonly backend: BackendName;
  /** "#rrggbb" of every class. */
  readonly palette: readonly string[];
  /** Images to look at; none until somebody has drawn them. */
  readonly pictures: readonly PictureView[];
  /** Undefined until the run becomes a report. */
  readonly provenance: Provenance | undefined;
}

/** A run without what only report and page show: the table is the same whether a report is written or not. */
export function asTold(run: RunView): RunView {
  const { tells, metrics } = run;
  const toldOf = (intervals: ModelView["intervals"]): ModelView["intervals"] =>
    tells.intervals && intervals !== undefined
      ? Object.fromEntries(
          Object.entries(intervals).filter(([name]) => metrics.some((metric) => metric === name)),
        )
      : undefined;
  return {
    ...run,
    pairs: tells.intervals ? run.pairs : undefined,
    models: run.models.map((model) => ({
      ...model,
      intervals: toldOf(model.intervals),
      spread: tells.spread ? model.spread : undefined,
    })),
  };
}

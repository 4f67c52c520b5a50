import type { CountJob, Outcome } from "../../../app/job/countImage.js";
import type { FileDecode } from "../../../app/job/runDecode.js";
import type { SpacingChoice, Unit } from "../../../app/job/pairSpacing.js";
import type { Inspection } from "../../../app/job/inspection.js";
import type { StateTask } from "../../../app/job/taskOfState.js";
import type { StackSide } from "../../../app/job/stacks.js";
import type { PixelClasses } from "../../../app/components/viewer/pictureSource.js";
import type { Look, SliceView, TilePlace } from "../../../app/view/paintTile.js";
import type { MovedMasks } from "../../../app/view/movedMasks.js";
import type { PairsView, RunView, SmallMasks } from "../../../app/view/runView.js";
import type { Shown } from "../../../app/view/shownIntervals.js";
import type { TaskPicture } from "../../../app/view/tasks/taskPicture.js";
import type { TaskScores } from "../../../app/view/tasks/taskView.js";
import type { SampledPair } from "./heldPair.js";
import type { DroppedFile } from "../score/droppedFiles.js";
import type { PanopticConventionName } from "../../../src/measures/panoptic/panopticConventions.js";
import type { PanopticSegment } from "../../../src/measures/panoptic/panopticSide.js";
import type { AllComparisons } from "../../../src/scorers/compareAllModels.js";
import type { ModelComparison } from "../../../src/scorers/compareModels.js";
import type { ThresholdCurve } from "../../../src/measures/thresholds/thresholdScores.js";
import type { BoundaryScorerOptions } from "../../../src/scorers/boundaryScorer.js";
import type { ComponentScorerOptions } from "../../../src/scorers/componentScorer.js";
import type { PanopticScorerOptions } from "../../../src/scorers/panopticScorer.js";
import type { SurfaceScorerOptions } from "../../../src/scorers/surfaceScorer.js";
import type { RasterSize, Spacing } from "../../../src/reading/raster.js";

/** A file of a pair. */
export interface NamedFile {
  /** What it is called in messages: its path, with as much before it as tells it from the other side's. */
  readonly shown: string;
  readonly file: File;
  /** Tells it from every other file that was ever given. */
  readonly id: number;
  /** Where it is a stack of label maps: which of them. */
  readonly slice?: number | undefined;
}

export interface PairFiles {
  readonly groundTruth: NamedFile;
  readonly prediction: NamedFile;
}

/** A truth, and a prediction of each model. */
export interface ImageFiles {
  readonly groundTruth: NamedFile;
  readonly predictions: readonly NamedFile[];
}

/** A scorer that is elsewhere. */
export interface NamedState {
  readonly name: string;
  readonly state: Uint8Array<ArrayBuffer>;
}

/** The states of several models by one task. */
export interface TaskStates {
  readonly task: StateTask;
  readonly states: readonly Uint8Array<ArrayBuffer>[];
}

/** What the page's workers are asked, each with its answer. */
export interface PageRequests {
  /** What a file holds, to tell how many classes there are. */
  readonly inspect: readonly [
    { readonly named: NamedFile; readonly decode: FileDecode; readonly divide: number | undefined },
    Pick<Inspection, "labels" | "numClasses" | "width" | "height" | "note">,
  ];
  /** How many label maps a file holds as a stack. */
  readonly stackSize: readonly [
    { readonly named: NamedFile; readonly decode: FileDecode },
    Omit<StackSide, "name">,
  ];
  /** Of each model. */
  readonly count: readonly [{ readonly job: CountJob; readonly image: ImageFiles }, readonly Outcome[]];
  /** Everything that is shown of a run: of the state of its scorer. */
  readonly describe: readonly [NamedState, RunView];
  /** Which of several models differ; undefined where they cannot be compared. */
  readonly comparePairs: readonly [readonly NamedState[], PairsView | undefined];
  /** How the second differs from the first. */
  readonly compareTwo: readonly [readonly [NamedState, NamedState], Shown<ModelComparison>];
  /** The same of another task: of each pair, the second model beside the first; none where they cannot be compared. */
  readonly compareTasks: readonly [TaskStates, Shown<AllComparisons> | undefined];
  readonly compareTwoTasks: readonly [TaskStates, Shown<ModelComparison<string>>];
  /** A pair's errors in small. */
  readonly thumbnail: readonly [
    { readonly job: CountJob; readonly pair: PairFiles; readonly look: Look },
    ImageBitmap,
  ];
  /** Keeps a pair's masks for tiles and pixels, until it is closed by its name. */
  readonly open: readonly [
    { readonly name: string; readonly job: CountJob; readonly pair: PairFiles },
    OpenedSize,
  ];
  readonly tile: readonly [
    { readonly name: string; readonly place: TilePlace; readonly look: Look },
    ImageBitmap,
  ];
  readonly pixel: readonly [
    {
      readonly name: string;
      readonly x: number;
      readonly y: number;
      readonly slice: SliceView | undefined;
    },
    PixelClasses,
  ];
  /** Of a prediction that is probabilities; undefined of any other. */
  readonly curve: readonly [{ readonly name: string }, ThresholdCurve | undefined];
  readonly close: readonly [{ readonly name: string }, undefined];
  /** An image of another task. */
  readonly measure: readonly [TaskImage, MeasuredImage];
  /** The same, painted as its measure sees it. */
  readonly paint: readonly [PictureAsked, TaskPicture];
  /** Reads both sides of detections, and keeps them; how many images there are. */
  readonly readDetections: readonly [DetectionsAsked, DetectionsProgress];
  /** Of these: matches some images more. */
  readonly matchDetections: readonly [undefined, DetectionsProgress];
  readonly tellDetections: readonly [undefined, DetectionsTold];
  readonly lookAtDetections: readonly [{ readonly id: string; readonly about: string }, TaskPicture];
  /** Small masks of a pair, for the report. */
  readonly picture: readonly [{ readonly job: CountJob; readonly pair: PairFiles }, SmallMasks];
  /** Of an image by two models. */
  readonly moved: readonly [{ readonly job: CountJob; readonly image: ImageFiles }, MovedMasks];
}

/** A side of a panoptic image: the PNG of ids, and what is listed of it. */
export interface PanopticFile {
  readonly named: NamedFile;
  /** "cityscapes": what its ids are, which are label * 1000 + instance, or a label. */
  readonly segments: readonly PanopticSegment[] | "cityscapes";
}

/** Masks of classes, and by what they are measured. */
export interface MasksImage {
  readonly task: "masks";
  readonly job: CountJob;
  readonly pair: PairFiles;
  /** The class that is not scored. */
  readonly background: number;
  readonly spacing: SpacingChoice;
  readonly measure: MaskMeasure;
}

export type MaskMeasure =
  | { readonly name: "boundary"; readonly options: BoundaryScorerOptions }
  | { readonly name: "components"; readonly options: ComponentScorerOptions }
  | { readonly name: "surfaces"; readonly options: SurfaceScorerOptions };

/** What a worker measured of an image. */
export interface MeasuredImage {
  /** Of a scorer that has seen it alone: such states add up. */
  readonly state: Uint8Array<ArrayBuffer>;
  /** Of its lengths, where there are any. */
  readonly unit: Unit | undefined;
}

/** An image of a task, and by what it is measured. */
export type TaskImage =
  | MasksImage
  | {
      readonly task: "panoptic";
      readonly groundTruth: PanopticFile;
      readonly prediction: PanopticFile;
      readonly options: PanopticScorerOptions;
      /** By whose rules its segments are painted; default panopticapi. */
      readonly convention: PanopticConventionName | undefined;
    };

/** Files of detections: COCO's JSON, or YOLO's labels, and photos. */
export interface DetectionsAsked {
  readonly task: "boxes" | "masks";
  /** What the model is called. */
  readonly name: string;
  readonly groundTruth: readonly DroppedFile[];
  readonly prediction: readonly DroppedFile[];
}

export interface DetectionsProgress {
  readonly done: number;
  readonly total: number;
}

export interface DetectionsTold {
  readonly view: TaskScores;
  readonly state: Uint8Array<ArrayBuffer>;
  readonly notes: readonly string[];
}

export interface PictureAsked {
  readonly image: TaskImage;
  readonly id: string;
  /** What is said of the image. */
  readonly about: string;
  readonly classNames: readonly string[];
  /** Of a volume. */
  readonly maxSlices: number;
}

/** What is known of a pair once it is open. */
export interface OpenedSize extends SampledPair {
  readonly size: RasterSize;
  /** How far voxels are apart along z, y and x, where the truth's file says it. */
  readonly lengths: Spacing["lengths"] | undefined;
  /** The prediction is one value a pixel, of which a threshold makes classes. */
  readonly hasValues: boolean;
}

/** What a worker says once it hears. */
export const READY = "ready";

import type { CountJob, Counted } from "../../../app/job/countImage.js";
import type { PanopticSegment } from "../../../src/measures/panoptic/panopticSide.js";
import type { BoundaryScorerOptions } from "../../../src/scorers/boundaryScorer.js";
import type { ComponentScorerOptions } from "../../../src/scorers/componentScorer.js";
import type { PanopticScorerOptions } from "../../../src/scorers/panopticScorer.js";
import type { SurfaceScorerOptions } from "../../../src/scorers/surfaceScorer.js";
import type { ImageFiles } from "../../inputs/pairing.js";
import type { SpacingChoice, Unit } from "../../../app/job/pairSpacing.js";

// What workers are told and what they answer: plain data, which can be posted.

/** How every image of a run is measured. */
export type MeasureJob = MasksJob | PanopticJob;

/** Masks of classes, by one measure or several: each file is read once. */
export interface MasksJob {
  readonly kind: "masks";
  readonly job: CountJob;
  /** The class that is not scored. */
  readonly background: number;
  readonly spacing: SpacingChoice;
  readonly measures: readonly MaskMeasure[];
}

export type MaskMeasure =
  | { readonly name: "iou" }
  | { readonly name: "boundary"; readonly options: BoundaryScorerOptions }
  | { readonly name: "components"; readonly options: ComponentScorerOptions }
  | { readonly name: "surfaces"; readonly options: SurfaceScorerOptions }
  /** Only how far pixels are apart. */
  | { readonly name: "spacing" };

export interface PanopticJob {
  readonly kind: "panoptic";
  readonly options: PanopticScorerOptions;
  readonly maxPixels: number | undefined;
}

/** What COCO's panoptic JSON says of one image. */
export interface Annotation {
  /** The image's, as text. */
  readonly id: string;
  /** Path of the PNG. */
  readonly png: string;
  /** Checked where they are scored; "cityscapes": what its ids are, which are label * 1000 + instance, or a label. */
  readonly segments: readonly PanopticSegment[] | "cityscapes";
}

/** An image of panoptic segments: its truth, and each model's. */
export interface PanopticImageFiles {
  readonly id: string;
  readonly groundTruth: Annotation;
  readonly predictions: readonly Annotation[];
}

export type MeasuredItem = ImageFiles | PanopticImageFiles;

/** A file that could not be scored, and why: in a word and in words. */
export interface TaskFailure {
  readonly file: string;
  readonly code: string;
  readonly message: string;
}

/** What came of one model's prediction for an image. */
export type Measured = MeasuredPair | { readonly failure: TaskFailure };

export interface MeasuredPair {
  /** One a measure: what its scorer keeps of the image. */
  readonly parts: readonly unknown[];
  /** Of masks of classes: what is known of the files, and what lengths are in. */
  readonly counted?: Counted | undefined;
  readonly unit?: Unit | undefined;
}

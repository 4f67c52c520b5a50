import type { SegmentationScorer } from "../../../src/scorers/segmentationScorer.js";
import type { CountJob } from "../../../app/job/countImage.js";
import type { RunView } from "../../../app/view/runView.js";
import type { DetectedClasses } from "./detectClasses.js";
import type { ImagePair, RunImage } from "./pairs.js";

/** A run that was scored: everything that is shown of it. */
export interface Scored {
  readonly name: string;
  readonly scorer: SegmentationScorer;
  readonly run: RunView;
  /** Undefined for a saved state, whose masks are not at hand. */
  readonly source: { readonly job: CountJob; readonly byId: ReadonlyMap<string, ImagePair> } | undefined;
  /** What the page itself made of the labels; undefined where the user said it. */
  readonly detected: DetectedClasses | undefined;
  readonly notes: readonly string[];
  readonly pixelCount: number;
  readonly countMs: number;
}

/** Several models over the same images. */
export interface Board {
  /** All of them side by side, the best first. */
  readonly run: RunView;
  /** Each by itself, in the order in which they were given. */
  readonly models: readonly Scored[];
  /** Undefined of saved states. The predictions of an image are in the order of the models. */
  readonly source: { readonly job: CountJob; readonly byId: ReadonlyMap<string, RunImage> } | undefined;
}

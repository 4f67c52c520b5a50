import type { CountJob } from "../../app/job/countImage.js";
import type { ImageFiles } from "../inputs/pairing.js";
import type { ScoredClasses } from "../inputs/readScoredClasses.js";

/** Where a run's masks are, for a look at them. */
export interface PictureSource {
  readonly files: readonly ImageFiles[];
  readonly models: readonly string[];
  readonly job: CountJob;
  /** A folder of photos. */
  readonly photos: string | undefined;
}

export interface PageSource extends PictureSource {
  readonly classes: ScoredClasses;
}

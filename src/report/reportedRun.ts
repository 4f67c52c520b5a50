import type { ScoredRun } from "../dataset/scoreDataset.js";
import type { BackendName } from "../types.js";

/** What every rendering of a run shows. */
export interface ReportedRun extends ScoredRun {
  /** One name a class. */
  readonly classNames: readonly string[];
  readonly elapsedMs: number;
  readonly backend: BackendName;
}

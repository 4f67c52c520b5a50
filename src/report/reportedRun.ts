import type { DatasetScores } from "../conventions/dataset.js";
import type { BackendName, ConfusionMatrix } from "../types.js";

/** What every rendering of a run shows. */
export interface ReportedRun {
  readonly scores: DatasetScores;
  readonly confusionMatrix: ConfusionMatrix;
  readonly ignoreIndex: number | undefined;
  readonly imageCount: number;
  readonly elapsedMs: number;
  readonly backend: BackendName;
}

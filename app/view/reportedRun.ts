import type { ClassMetric } from "../../src/measures/confusion/classScores.js";
import type { AuditFinding } from "../../src/measures/confusion/audit.js";
import type { ModelComparison } from "../../src/scorers/compareModels.js";
import type { ConfidenceIntervals } from "../../src/scorers/segmentationStatistics.js";
import type { Contributions } from "../../src/scorers/segmentationStatistics.js";
import type { ImageScores } from "../../src/measures/confusion/imageScores.js";
import type {
  ConventionName,
  ConventionScores,
} from "../../src/measures/confusion/conventions/convention.js";
import type { DatasetScores } from "../../src/measures/confusion/conventions/dataset.js";
import type { Spread } from "../../src/measures/confusion/conventions/spread.js";
import type { BackendName, ConfusionMatrix } from "../../src/types.js";

/** One model's scores: what every rendering shows of it. */
export interface ReportedModel {
  /** The prediction folder or state, as the user named it. */
  readonly name: string;
  readonly imageCount: number;
  readonly scores: DatasetScores;
  /** By the convention that was asked for; scores where that is "dataset". */
  readonly chosen: ConventionScores;
  readonly confusionMatrix: ConfusionMatrix;
  /** Of the means and classes by the convention "dataset", for each metric that is shown; undefined unless asked for, and with fewer than 2 images. */
  readonly intervals: Readonly<Partial<Record<ClassMetric, ConfidenceIntervals>>> | undefined;
  /** Sorted by id; undefined unless asked for. */
  readonly images: readonly ImageScores[] | undefined;
  /** Of the first metric that has them, IoU otherwise; undefined unless asked for. */
  readonly contributions: Contributions | undefined;
  /** Of IoU; undefined unless asked for. */
  readonly spread: Spread | undefined;
  readonly findings: readonly AuditFinding[];
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
  readonly message: string;
}

/** What every rendering of a run shows. */
export interface ReportedRun {
  /** At least one; several are a leaderboard, best first. */
  readonly models: readonly ReportedModel[];
  readonly comparison:
    { readonly first: string; readonly second: string; readonly result: ModelComparison } | undefined;
  readonly convention: ConventionName;
  /** What was asked for in so many words: a page has more, of which the other renderings do not speak. */
  readonly tells: { readonly intervals: boolean; readonly spread: boolean };
  /** Columns of the classes' table. */
  readonly metrics: readonly ClassMetric[];
  readonly ignoreIndex: number | undefined;
  /** List every image. */
  readonly perImage: boolean;
  /** List so many of the images that drag the mean down most. */
  readonly worst: number;
  readonly gates: readonly Gate[];
  readonly failures: readonly FailedFile[];
  readonly elapsedMs: number;
  readonly backend: BackendName;
}

/** A run without what only its page shows: the table is the same whether a page is written or not. */
export function asTold(run: ReportedRun): ReportedRun {
  const { tells, metrics } = run;
  const intervalsOf = (intervals: ReportedModel["intervals"]): ReportedModel["intervals"] =>
    tells.intervals && intervals !== undefined
      ? Object.fromEntries(
          Object.entries(intervals).filter(([name]) => metrics.some((metric) => metric === name)),
        )
      : undefined;
  return {
    ...run,
    models: run.models.map((model) => ({
      ...model,
      intervals: intervalsOf(model.intervals),
      spread: tells.spread ? model.spread : undefined,
    })),
  };
}

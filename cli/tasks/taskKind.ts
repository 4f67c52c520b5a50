import type { RunPart, RunPartOptions } from "../../src/run/provenance.js";
import type { AllComparisons } from "../../src/scorers/compareAllModels.js";
import type { ModelComparison } from "../../src/scorers/compareModels.js";
import type { TaskScores } from "../../app/view/tasks/taskView.js";
import type { TaskName, TaskTellOptions } from "./taskOptions.js";
import type { TaskReport } from "../../app/view/tasks/taskReport.js";

/** What every task's scorer does, as far as running it goes. */
export interface TaskScorer {
  readonly imageCount: number;
  get provenance(): readonly RunPart[];
  set provenance(parts: readonly RunPartOptions[]);
  toBytes(): Uint8Array;
  digest(): string;
  merge(other: this): unknown;
  readonly measuredImages: readonly {
    readonly id: string | undefined;
    readonly weight: number;
    readonly cluster?: string | undefined;
    readonly row: unknown;
  }[];
  addMeasured(
    images: readonly {
      readonly id: string | undefined;
      readonly weight: number;
      readonly cluster?: string | undefined;
      readonly row: never;
    }[],
  ): unknown;
  assignClusters(by: (id: string) => string | undefined): unknown;
}

/** A score by which models are set side by side, and held to --fail-under. */
export interface Headline {
  /** As --fail-under calls it. */
  readonly key: string;
  readonly label: string;
  readonly score: number;
}

/** Each image's share in a score. */
export interface ImageShares {
  readonly mean: number;
  /** The image whose absence would raise the mean most comes first. */
  readonly images: readonly {
    readonly id: string | undefined;
    readonly score: number;
    readonly changeWithout: number;
  }[];
}

/** What models are compared by. */
export type ComparedOptions = TaskTellOptions & { readonly metric: string };

/** How a task's scores are told: what there is of it beside its runs. */
export interface TaskKind<Scorer> {
  readonly name: TaskName;
  /** What worst images, images and comparisons are told by: the first where nothing else is asked for. */
  readonly metrics: Readonly<Record<string, string>>;
  /** Those of a scorer that measures more than others do; metrics where left out. */
  metricsOf?(scorer: Scorer): Readonly<Record<string, string>>;
  /** Those that are the worse the higher they are. */
  readonly lengths?: readonly string[];
  /** What --fail-under takes beside the names of classes, whatever the run. */
  readonly keys: readonly string[];
  /** By which models are told, where others are, too. */
  readonly told?: readonly string[];
  /** @param like a scorer whose settings the state must have */
  read(bytes: Uint8Array, like?: Scorer): Scorer;
  /** An empty one of the same settings. */
  another(scorer: Scorer): Scorer;
  /** @param classNames undefined of a state, which has none */
  report(scorer: Scorer, model: string, options: TaskTellOptions, classNames?: readonly string[]): TaskReport;
  /** The same with what only the page shows; undefined where there is no page. */
  view?(scorer: Scorer, model: string, options: TaskTellOptions, classNames?: readonly string[]): TaskScores;
  headlines(scorer: Scorer, options: TaskTellOptions, classNames?: readonly string[]): readonly Headline[];
  shares(scorer: Scorer, metric: string, options: TaskTellOptions): ImageShares;
  compare(first: Scorer, second: Scorer, options: ComparedOptions): ModelComparison<string>;
  /** Each pair of them. */
  compareAll(scorers: readonly [Scorer, ...Scorer[]], options: ComparedOptions): AllComparisons;
}

/** What the scorer can be told by. */
export function metricsOf<Scorer>(kind: TaskKind<Scorer>, scorer: Scorer): Readonly<Record<string, string>> {
  return kind.metricsOf?.(scorer) ?? kind.metrics;
}

/** A model of a run, or of a state. */
export interface NamedTaskScorer<Scorer> {
  readonly name: string;
  readonly scorer: Scorer;
}

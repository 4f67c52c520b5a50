import type { CountedRun } from "../countedRun.js";

export type ConventionName =
  | "dataset"
  | "metrics_np"
  | "keras"
  | "torchmetrics"
  | "monai"
  | "mmsegmentation"
  | "cityscapes"
  | "fine-grained";

/** A number, or one a class, or one an image and class. NaN is undefined. */
export type Figure = number | readonly number[] | readonly (readonly number[])[];

/** A run in one tool's terms. */
export interface ConventionScores {
  readonly convention: ConventionName;
  /** What the tool prints for mean IoU with its default settings; NaN where undefined. */
  readonly meanIou: number;
  /** The same for Dice; NaN where undefined, undefined where the tool has none. */
  readonly meanDice: number | undefined;
  /** Every figure of the tool, under the tool's own names for it and its settings. */
  readonly figures: Readonly<Record<string, Figure>>;
  /** What bit on this run: quirks of the tool that a reader of its number must know. */
  readonly notes: readonly string[];
}

/** How one tool reads counts: its texts, for explainConvention, and its arithmetic. */
export interface Convention {
  readonly name: ConventionName;
  /** Who computes like this: tool and version, or paper. */
  readonly source: string;
  readonly formula: string;
  /** What an absent class counts. */
  readonly absentClass: string;
  /** What an ignored pixel, or an ignored class, counts. */
  readonly ignoreRule: string;
  /** What a pixel counts whose prediction is void, where such are misses. */
  readonly voidRule: string;
  readonly whenToUse: string;
  /** Whether it asks for per-image rows. */
  readonly needsImages: boolean;
  score(run: CountedRun): ConventionScores;
}

import type { LowBits, SideLowBits } from "../../../app/errors/problem.js";
import type { ClassesFile } from "../../../app/classes/classesFile.js";
import type { NodataChoice } from "../../../app/job/pairLabels.js";
import type { NameRuleWord } from "../../../app/pairing/nameRule.js";
import type { PresetName } from "../../../app/presets/presets.js";
import type { SideThresholds } from "../../../src/labels/threshold.js";
import type { VoidPredictions } from "../../../src/labels/voidPredictions.js";
import { NO_PIXEL_CHOICES, type PixelChoices } from "./pixelChoices.js";

/** What the user says of the masks; empty where the page is to tell. */
export interface Choices extends PixelChoices {
  readonly preset: PresetName | "";
  readonly numClasses: number | undefined;
  /** Labels that do not count. */
  readonly ignoreIndex: readonly number[] | undefined;
  readonly nodata: NodataChoice | undefined;
  readonly voidPredictions: VoidPredictions | undefined;
  readonly binary: boolean;
  /** Binary, too: foreground is what is greater. */
  readonly threshold: number | undefined;
  /** The same of predictions, where it is another. */
  readonly predictionThreshold: number | undefined;
  readonly rgbIds: boolean;
  /** What greys of 1, 2 or 4 bits are. */
  readonly lowBits: LowBits | SideLowBits | undefined;
  readonly channelsFirst: boolean;
  /** Pixels are taken as they lie, wherever files say that they are. */
  readonly ignorePlacement: boolean;
  /** Differences of names that do not count. */
  readonly match: readonly NameRuleWord[];
  /** What of names is not the images', as --strip takes it. */
  readonly strip: readonly string[];
  readonly classesFile: { readonly name: string; readonly classes: ClassesFile } | undefined;
}

export const NO_CHOICES: Choices = {
  ...NO_PIXEL_CHOICES,
  preset: "",
  numClasses: undefined,
  ignoreIndex: undefined,
  nodata: undefined,
  voidPredictions: undefined,
  binary: false,
  threshold: undefined,
  predictionThreshold: undefined,
  rgbIds: false,
  lowBits: undefined,
  channelsFirst: false,
  ignorePlacement: false,
  match: [],
  strip: [],
  classesFile: undefined,
};

/** Above which values pixels are foreground: on both sides alike, unless predictions have another threshold. */
export function thresholdOf({
  threshold,
  predictionThreshold,
}: Pick<Choices, "threshold" | "predictionThreshold">): number | SideThresholds | undefined {
  if (predictionThreshold === undefined) return threshold;
  return { groundTruth: threshold ?? 0, prediction: predictionThreshold };
}

import { readClasses } from "../../app/classes/classesFile.js";
import { type PresetName, PRESETS } from "../../app/presets/presets.js";
import { type ClassChoice, type ScoredClasses, scoredClassesOf } from "../../app/classes/scoredClasses.js";
import type { DecodeOptions } from "../../app/formats/decodeMask.js";
import type { LowBits, SideLowBits } from "../../app/formats/lowBits.js";
import type { NodataChoice } from "../../app/job/pairLabels.js";
import type { SideThresholds } from "../../src/labels/threshold.js";
import type { VoidPredictions } from "../../src/labels/voidPredictions.js";
import { UsageError } from "../exitCodes.js";
import { readPaletteFile } from "./paletteFile.js";
import { readJson } from "./readBytes.js";

export type { ScoredClasses } from "../../app/classes/scoredClasses.js";

/** Options that say what labels and files mean. */
export interface ClassOptions {
  readonly numClasses?: number | undefined;
  readonly ignoreIndex?: number | undefined;
  /** Path of a JSON file; what is given by option goes before what it says, and it before the data set. */
  readonly classes?: string | undefined;
  readonly dataset?: PresetName | undefined;
  /** With cityscapes: predictions hold train ids 0..18. */
  readonly trainIds?: boolean | undefined;
  /** Zero is background, the one other value foreground. */
  readonly binary?: boolean | undefined;
  /** Foreground is what is greater, on both sides or on each. */
  readonly threshold?: number | SideThresholds | undefined;
  readonly nodata?: NodataChoice | undefined;
  readonly voidPredictions?: VoidPredictions | undefined;
  readonly palette?: string | undefined;
  readonly rgbIds?: boolean | undefined;
  readonly layout?: DecodeOptions["layout"];
  readonly lowBits?: LowBits | SideLowBits | undefined;
  readonly maxPixels?: number | undefined;
  readonly alpha?: ClassChoice["alpha"];
  readonly divide?: ClassChoice["divide"];
  readonly nearestColour?: number | undefined;
  readonly unlistedColours?: "void" | undefined;
}

/** @throws {UsageError | SettingsError | DatasetError} options contradict each other, or a file is wrong */
export async function readScoredClasses(options: ClassOptions): Promise<ScoredClasses> {
  const { classes, dataset, trainIds } = options;
  const file = classes === undefined ? undefined : readClasses(await readJson(classes), classes);
  const preset = dataset === undefined ? undefined : PRESETS.get(dataset);
  if (trainIds === true && preset?.name !== "cityscapes") {
    throw new UsageError("--train-ids goes with --dataset cityscapes; labels are taken as they are anyway");
  }
  const colours = await readColours(options);
  const { numClasses, ignoreIndex, binary, threshold, nodata, voidPredictions, layout, lowBits, maxPixels } =
    options;
  const { alpha, divide, nearestColour, unlistedColours } = options;
  return scoredClassesOf({
    numClasses,
    ignoreIndex,
    file,
    preset,
    trainIds,
    binary,
    threshold,
    nodata,
    voidPredictions,
    colours,
    layout,
    lowBits,
    maxPixels,
    alpha,
    divide,
    nearestColour,
    unlistedColours,
  });
}

async function readColours({ palette, rgbIds }: ClassOptions): Promise<DecodeOptions["colours"]> {
  if (rgbIds === true && palette !== undefined) {
    throw new UsageError("--rgb-ids and --palette both say what colours mean; pass one of them");
  }
  if (rgbIds === true) return "ids";
  return palette === undefined ? undefined : readPaletteFile(palette);
}

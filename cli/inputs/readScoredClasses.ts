import type { ClassesFile } from "../../app/classes/classesFile.js";
import { paletteOf } from "../../app/classes/paletteOf.js";
import { type PresetName, PRESETS } from "../../app/presets/presets.js";
import { type ClassChoice, type ScoredClasses, scoredClassesOf } from "../../app/classes/scoredClasses.js";
import type { DecodeOptions } from "../../app/formats/decodeMask.js";
import type { LowBits, SideLowBits } from "../../app/formats/lowBits.js";
import type { NodataChoice } from "../../app/job/pairLabels.js";
import type { SideThresholds } from "../../src/labels/threshold.js";
import type { VoidPredictions } from "../../src/labels/voidPredictions.js";
import { UsageError } from "../exitCodes.js";
import { type PaletteFile, readPaletteFile } from "./paletteFile.js";
import { readClassesFile } from "./readClassesFile.js";

export type { ScoredClasses } from "../../app/classes/scoredClasses.js";

/** Options that say what labels and files mean. */
export interface ClassOptions {
  readonly numClasses?: number | undefined;
  readonly ignoreIndex?: readonly number[] | undefined;
  /** Labels and names of classes, split at their commas. */
  readonly excludeClasses?: readonly string[] | undefined;
  /** Path of a file; what is given by option goes before what it says, and it before the data set. */
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
  readonly resize?: ClassChoice["resize"];
}

/** @throws {UsageError | SettingsError | DatasetError} options contradict each other, or a file is wrong */
export async function readScoredClasses(options: ClassOptions): Promise<ScoredClasses> {
  const { classes, dataset, trainIds, palette, rgbIds } = options;
  const preset = dataset === undefined ? undefined : PRESETS.get(dataset);
  if (trainIds === true && preset?.name !== "cityscapes") {
    throw new UsageError("--train-ids goes with --dataset cityscapes; labels are taken as they are anyway");
  }
  if (rgbIds === true && palette !== undefined) {
    throw new UsageError("--rgb-ids and --palette both say what colours mean; pass one of them");
  }
  const paletteFile = palette === undefined ? undefined : await readPaletteFile(palette);
  const file =
    classes === undefined ? classesOfPalette(paletteFile, options) : await readClassesFile(classes);
  const { numClasses, ignoreIndex, excludeClasses, binary, threshold, nodata } = options;
  const {
    voidPredictions,
    layout,
    lowBits,
    maxPixels,
    alpha,
    divide,
    nearestColour,
    unlistedColours,
    resize,
  } = options;
  return scoredClassesOf({
    numClasses,
    ignoreIndex,
    excludeClasses,
    file,
    preset,
    trainIds,
    binary,
    threshold,
    nodata,
    voidPredictions,
    colours: rgbIds === true ? "ids" : coloursOf(paletteFile),
    layout,
    lowBits,
    maxPixels,
    alpha,
    divide,
    nearestColour,
    unlistedColours,
    resize,
  });
}

function coloursOf(palette: PaletteFile | undefined): DecodeOptions["colours"] {
  return palette === undefined ? undefined : paletteOf(palette.colours, palette.source);
}

/** Where nothing else tells the classes, the palette does: their number, their colours, and their names if it has them. */
function classesOfPalette(
  palette: PaletteFile | undefined,
  { dataset, binary, threshold }: ClassOptions,
): ClassesFile | undefined {
  const isBinary = binary === true || threshold !== undefined;
  return dataset === undefined && !isBinary ? palette : undefined;
}

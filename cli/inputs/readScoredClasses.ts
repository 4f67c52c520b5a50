import type { ClassesFile } from "../../app/classes/classesFile.js";
import { paletteOf } from "../../app/classes/paletteOf.js";
import { type PresetName, PRESETS } from "../../app/presets/presets.js";
import { type ScoredClasses, scoredClassesOf } from "../../app/classes/scoredClasses.js";
import type { DecodeOptions } from "../../app/formats/decodeMask.js";
import type { NodataChoice } from "../../app/job/pairLabels.js";
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
  /** Zero is background, anything else foreground. */
  readonly binary?: boolean | undefined;
  readonly nodata?: NodataChoice | undefined;
  readonly voidPredictions?: VoidPredictions | undefined;
  readonly palette?: string | undefined;
  readonly rgbIds?: boolean | undefined;
  readonly layout?: DecodeOptions["layout"];
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
  const { numClasses, ignoreIndex, excludeClasses, binary, nodata, voidPredictions, layout } = options;
  return scoredClassesOf({
    numClasses,
    ignoreIndex,
    excludeClasses,
    file,
    preset,
    trainIds,
    binary,
    nodata,
    voidPredictions,
    colours: rgbIds === true ? "ids" : coloursOf(paletteFile),
    layout,
  });
}

function coloursOf(palette: PaletteFile | undefined): DecodeOptions["colours"] {
  return palette === undefined ? undefined : paletteOf(palette.colours, palette.source);
}

/** Where nothing else tells the classes, the palette does: their number, their colours, and their names if it has them. */
function classesOfPalette(
  palette: PaletteFile | undefined,
  { dataset, binary }: ClassOptions,
): ClassesFile | undefined {
  return dataset === undefined && binary !== true ? palette : undefined;
}

import { type DatasetPreset, type PresetName, PRESETS } from "../../dataset/presets.js";
import type { DecodeOptions } from "../../formats/decodeMask.js";
import type { LabelMapping } from "../../scorer/labelMapping.js";
import type { ScorerOptions } from "../../scorer/settings.js";
import { UsageError } from "../exitCodes.js";
import { readClassesFile } from "./classesFile.js";
import { paletteOf, readPaletteFile } from "./paletteFile.js";

/** Options that say what labels and files mean. */
export interface ClassOptions {
  readonly numClasses?: number | undefined;
  readonly ignoreIndex?: number | undefined;
  /** Path of a JSON file; what is given by option goes before what it says, and it before the data set. */
  readonly classes?: string | undefined;
  readonly dataset?: PresetName | undefined;
  /** With cityscapes: predictions hold train ids 0..18. */
  readonly trainIds?: boolean | undefined;
  /** Zero is background, anything else foreground. */
  readonly binary?: boolean | undefined;
  readonly palette?: string | undefined;
  readonly rgbIds?: boolean | undefined;
  readonly layout?: DecodeOptions["layout"];
}

export interface ScoredClasses {
  /** numClasses is undefined where only the files can tell. */
  readonly scorer: Omit<ScorerOptions, "numClasses"> & { readonly numClasses: number | undefined };
  readonly decode: Pick<DecodeOptions, "layout" | "colours">;
  readonly preset: DatasetPreset | undefined;
  /** "#rrggbb" of the classes that have a colour of their own. */
  readonly palette: readonly string[];
}

/** @throws {UsageError | DataError} options contradict each other, or a file is wrong */
export async function readScoredClasses(options: ClassOptions): Promise<ScoredClasses> {
  const file = options.classes === undefined ? {} : await readClassesFile(options.classes);
  const preset = options.dataset === undefined ? undefined : PRESETS.get(options.dataset);
  if (options.trainIds === true && preset?.name !== "cityscapes") {
    throw new UsageError("--train-ids goes with --dataset cityscapes; labels are taken as they are anyway");
  }
  if (options.binary === true) return binaryClasses(options);
  const numClasses = options.numClasses ?? file.numClasses ?? preset?.numClasses;
  const names = file.classNames ?? preset?.classNames;
  const presetMapping =
    options.trainIds === true ? { groundTruth: preset?.labelMapping?.groundTruth } : preset?.labelMapping;
  return {
    scorer: {
      numClasses,
      ignoreIndex: options.ignoreIndex ?? file.ignoreIndex ?? preset?.ignoreIndex,
      classNames:
        names === undefined || numClasses === undefined
          ? undefined
          : Array.from({ length: numClasses }, (_, c) => names[c] ?? `class ${c}`),
      excludeClasses: file.excludeClasses as ScorerOptions["excludeClasses"],
      groups: file.groups as ScorerOptions["groups"],
      labelMapping: (file.labelMapping as LabelMapping | undefined) ?? presetMapping,
    },
    decode: { layout: options.layout, colours: await readColours(options, preset) },
    preset,
    palette: file.palette ?? preset?.palette ?? [],
  };
}

async function readColours(
  { palette, rgbIds }: ClassOptions,
  preset: DatasetPreset | undefined,
): Promise<DecodeOptions["colours"]> {
  if (rgbIds === true && palette !== undefined) {
    throw new UsageError("--rgb-ids and --palette both say what colours mean; pass one of them");
  }
  if (rgbIds === true) return "ids";
  if (palette !== undefined) return readPaletteFile(palette);
  if (preset === undefined) return undefined;
  const entries = preset.palette.map((colour, label) => [colour, label] as const);
  const voids =
    preset.voidColour === undefined ? [] : [[preset.voidColour, preset.ignoreIndex as number] as const];
  // Two classes of one colour cannot be told apart: such a palette reads no colours.
  const isUnique = new Set(preset.palette).size === preset.palette.length;
  // A mapping of the files' labels is of indexed files; colours are classes already.
  return isUnique && preset.labelMapping === undefined
    ? paletteOf([...entries, ...voids], preset.name)
    : undefined;
}

/** Masks of 0 and anything else, as 0 and 255. */
async function binaryClasses(options: ClassOptions): Promise<ScoredClasses> {
  if (options.dataset !== undefined || (options.numClasses ?? 2) !== 2) {
    throw new UsageError(
      "--binary is of 2 classes, background and foreground; leave --dataset and --num-classes out",
    );
  }
  const { ignoreIndex } = options;
  const table = new Map(
    Array.from({ length: 256 }, (_, label) => [label, label === 0 ? 0 : 1] as const).filter(
      ([label]) => label !== ignoreIndex,
    ),
  );
  return {
    scorer: {
      numClasses: 2,
      ignoreIndex,
      classNames: ["background", "foreground"],
      labelMapping: { groundTruth: table, prediction: table },
    },
    decode: { layout: options.layout, colours: await readColours(options, undefined) },
    preset: undefined,
    palette: ["#000000", "#e6550d"],
  };
}

import type { CountJob } from "../job/countImage.js";
import type { DecodeOptions } from "../formats/decodeMask.js";
import type { LabelMapping } from "../../src/labels/labelMapping.js";
import type { SideThresholds } from "../../src/labels/threshold.js";
import type { VoidPredictions } from "../../src/labels/voidPredictions.js";
import type { ScorerOptions } from "../../src/measures/confusion/settings.js";
import type { ClassesFile } from "./classesFile.js";
import { excludedClasses } from "./excludedClasses.js";
import { listedLabels } from "./listedLabels.js";
import { paletteOf } from "./paletteOf.js";
import { MAX_SCORED_CLASSES } from "../job/countPair.js";
import { type JobProblem, SettingsError } from "../errors/problem.js";
import type { NodataChoice } from "../job/pairLabels.js";
import { readingOf, type RunDecode } from "../job/runDecode.js";
import type { DatasetPreset, UnknownLabelTexts } from "../presets/presets.js";

/** What a user says that labels mean. What is said by choice goes before the classes file, and it before the data set. */
export interface ClassChoice {
  readonly numClasses?: number | undefined;
  readonly ignoreIndex?: readonly number[] | undefined;
  /** Labels and names of classes, split at their commas. */
  readonly excludeClasses?: readonly string[] | undefined;
  readonly file?: ClassesFile | undefined;
  readonly preset?: DatasetPreset | undefined;
  /** With cityscapes: predictions hold train ids 0..18. */
  readonly trainIds?: boolean | undefined;
  readonly nodata?: NodataChoice | undefined;
  readonly voidPredictions?: VoidPredictions | undefined;
  /** Zero is background, anything else foreground. */
  readonly binary?: boolean | undefined;
  /** Binary, too: foreground is what is greater, on both sides or on each. */
  readonly threshold?: number | SideThresholds | undefined;
  /** What colours mean, where that was said; else the file or the preset tells. */
  readonly colours?: DecodeOptions["colours"];
  readonly layout?: DecodeOptions["layout"];
  /** What greys of 1, 2 or 4 bits are, on both sides or on each. */
  readonly lowBits?: CountJob["decode"]["lowBits"];
  readonly maxPixels?: number | undefined;
  readonly alpha?: RunDecode["alpha"];
  readonly divide?: RunDecode["divide"];
  readonly nearestColour?: number | undefined;
  readonly unlistedColours?: "void" | undefined;
  readonly resize?: RunDecode["resize"];
}

export interface ScoredClasses {
  /** numClasses is undefined where only the files can tell. */
  readonly scorer: Omit<ScorerOptions, "numClasses"> & { readonly numClasses: number | undefined };
  readonly decode: RunDecode;
  /** What labels are that a file names as no data; undefined where it was not said. */
  readonly nodata: NodataChoice | undefined;
  readonly preset: DatasetPreset | undefined;
  /** What is said of labels that the data set does not have, for countPair. */
  readonly unknownLabel: UnknownLabelTexts | undefined;
  /** Whether masks hold 0 and one other value. */
  readonly isBinary: boolean;
  /** The classes file, where one was given: what it is called in messages. */
  readonly classesFile: string | undefined;
  /** "#rrggbb" of the classes that have a colour of their own. */
  readonly palette: readonly (string | undefined)[];
}

/** @throws {SettingsError} choices contradict each other */
export function scoredClassesOf(choice: ClassChoice): ScoredClasses {
  const { file, layout, lowBits, maxPixels, preset } = choice;
  const declared = declaredOf(choice);
  if (choice.binary === true || choice.threshold !== undefined) return binaryClasses(choice);
  // Who names a number of classes says that labels are 0 to that, whatever the list has.
  if (file?.labels !== undefined && choice.numClasses === undefined) return listedClasses(choice, file);
  const numClasses = choice.numClasses ?? file?.numClasses ?? preset?.numClasses;
  const byLabel = <T>(ofClasses: readonly T[] | undefined): readonly (T | undefined)[] | undefined =>
    file?.labels === undefined ? ofClasses : byLabelOf(file.labels, ofClasses);
  const names = byLabel(file?.classNames) ?? preset?.classNames;
  const presetMapping =
    choice.trainIds === true ? { groundTruth: preset?.labelMapping?.groundTruth } : preset?.labelMapping;
  const classNames =
    names === undefined || numClasses === undefined
      ? undefined
      : Array.from({ length: numClasses }, (_, c) => names[c] ?? `class ${c}`);
  return {
    scorer: {
      numClasses,
      ignoreIndex: choice.ignoreIndex ?? file?.ignoreIndex ?? preset?.ignoreIndex,
      classNames,
      excludeClasses: excludedOf(choice, classNames, (label) =>
        label < (numClasses ?? MAX_SCORED_CLASSES) ? label : undefined,
      ),
      groups: file?.groups as ScorerOptions["groups"],
      labelMapping: (file?.labelMapping as LabelMapping | undefined) ?? presetMapping,
      voidPredictions: choice.voidPredictions ?? file?.voidPredictions,
      reading: readingOf(declared),
    },
    nodata: choice.nodata ?? file?.nodata,
    decode: requirePalette({
      layout,
      lowBits,
      colours: choice.colours ?? coloursOfFile(file) ?? coloursOf(preset),
      maxPixels,
      ...declared,
    }),
    preset,
    unknownLabel: file?.labelMapping === undefined ? unknownLabelOf(preset, choice.trainIds) : undefined,
    isBinary: false,
    classesFile: file?.source,
    palette: byLabel(file?.palette) ?? preset?.palette ?? [],
  };
}

/** A value of each class at the place of its label. */
function byLabelOf<T>(
  labels: readonly number[],
  ofClasses: readonly T[] | undefined,
): (T | undefined)[] | undefined {
  if (ofClasses === undefined) return undefined;
  const placed: (T | undefined)[] = [];
  labels.forEach((label, c) => {
    placed[label] = ofClasses[c];
  });
  return Array.from(placed);
}

/** Classes of a list whose labels have gaps. */
function listedClasses(choice: ClassChoice, file: ClassesFile): ScoredClasses {
  const declared = declaredOf(choice);
  const all = file.labels as readonly number[];
  const ignored = choice.ignoreIndex ?? file.ignoreIndex ?? [];
  const { labels, ...listed } = listedLabels(file, ignored, choice.voidPredictions ?? file.voidPredictions);
  const kept = all.flatMap((label, c) => (labels.includes(label) ? [c] : []));
  const classNames = kept.map((c) => file.classNames?.[c] ?? `label ${String(all[c])}`);
  const classOf = (label: number): number | undefined =>
    labels.includes(label) ? labels.indexOf(label) : undefined;
  return {
    scorer: {
      numClasses: labels.length,
      ignoreIndex: listed.ignoreIndex,
      classNames,
      excludeClasses: excludedOf(choice, classNames, classOf),
      groups: groupsOfKept(file.groups as Readonly<Record<string, readonly number[]>> | undefined, kept),
      labelMapping: listed.labelMapping,
      voidPredictions: listed.voidPredictions,
      reading: readingOf(declared),
    },
    nodata: choice.nodata ?? file.nodata,
    decode: requirePalette({
      layout: choice.layout,
      lowBits: choice.lowBits,
      colours: choice.colours ?? coloursOfFile(file),
      maxPixels: choice.maxPixels,
      ...declared,
    }),
    preset: choice.preset,
    unknownLabel: listed.unknownLabel,
    isBinary: false,
    classesFile: file.source,
    palette: kept.map((c) => file.palette?.[c]),
  };
}

/** Groups without the classes that are ignored; one of nothing else is none. */
function groupsOfKept(
  groups: Readonly<Record<string, readonly number[]>> | undefined,
  kept: readonly number[],
): ScorerOptions["groups"] {
  if (groups === undefined) return undefined;
  const left = Object.entries(groups).map(([name, classes]) => {
    const own = classes.flatMap((c) => (kept.includes(c) ? [kept.indexOf(c)] : []));
    return [name, own] as const;
  });
  return Object.fromEntries(left.filter(([, classes]) => classes.length > 0));
}

function excludedOf(
  { excludeClasses, file }: ClassChoice,
  classNames: readonly string[] | undefined,
  classOf: (label: number) => number | undefined,
): ScorerOptions["excludeClasses"] {
  return excludeClasses === undefined
    ? (file?.excludeClasses as ScorerOptions["excludeClasses"])
    : excludedClasses(excludeClasses, classNames ?? [], classOf);
}

/** Colours of two labels cannot be told apart: then none are read, and an image of colours asks for them. */
function coloursOfFile(file: ClassesFile | undefined): DecodeOptions["colours"] {
  const { colours = [], source = "" } = file ?? {};
  const labelOf = new Map<string, number>();
  const isAmbiguous = colours.some(([colour, label]) => {
    const earlier = labelOf.get(colour.toLowerCase());
    labelOf.set(colour.toLowerCase(), label);
    return earlier !== undefined && earlier !== label;
  });
  return colours.length === 0 || isAmbiguous ? undefined : paletteOf(colours, source);
}

function unknownLabelOf(
  preset: DatasetPreset | undefined,
  trainIds: boolean | undefined,
): UnknownLabelTexts | undefined {
  return preset?.unknownLabel === undefined || trainIds !== true
    ? preset?.unknownLabel
    : { ...preset.unknownLabel, prediction: { is: "is no train id of Cityscapes, 0..18" } };
}

function coloursOf(preset: DatasetPreset | undefined): DecodeOptions["colours"] {
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

const BINARY_NAMES = ["background", "foreground"];
const BINARY_PALETTE = ["#000000", "#e6550d"];

/** Masks of 0 and one other value, or of values that a threshold tells apart. */
function binaryClasses(choice: ClassChoice): ScoredClasses {
  const { colours, file, layout, lowBits, maxPixels, threshold } = choice;
  const ignoreIndex = choice.ignoreIndex ?? file?.ignoreIndex;
  const declared = declaredOf(choice);
  requireBinary(choice, ignoreIndex);
  const classNames = file?.classNames ?? BINARY_NAMES;
  return {
    scorer: {
      numClasses: 2,
      ignoreIndex,
      classNames,
      excludeClasses: excludedOf(choice, classNames, (label) => (label < 2 ? label : undefined)),
      groups: file?.groups as ScorerOptions["groups"],
      labelMapping: threshold === undefined ? { groundTruth: "nonzero", prediction: "nonzero" } : undefined,
      threshold,
      voidPredictions: choice.voidPredictions ?? file?.voidPredictions,
      reading: readingOf(declared),
    },
    nodata: choice.nodata ?? file?.nodata,
    decode: requirePalette({
      layout,
      lowBits,
      colours: colours ?? coloursOfFile(file),
      maxPixels,
      takesValues: threshold !== undefined,
      ...declared,
    }),
    preset: undefined,
    unknownLabel: undefined,
    isBinary: threshold === undefined,
    classesFile: file?.source,
    palette: file?.palette ?? BINARY_PALETTE,
  };
}

/** What is declared of pixels; what is not said is left out. */
function declaredOf({
  alpha,
  divide,
  nearestColour,
  resize,
  unlistedColours,
}: ClassChoice): Pick<RunDecode, "alpha" | "divide" | "nearestColour" | "resize" | "unlistedColours"> {
  return {
    ...(alpha === undefined ? {} : { alpha }),
    ...(divide === undefined ? {} : { divide }),
    ...(nearestColour === undefined ? {} : { nearestColour }),
    ...(resize === undefined ? {} : { resize }),
    ...(unlistedColours === undefined ? {} : { unlistedColours }),
  };
}

/** Without a palette no colour is in it or near it. */
function requirePalette(decode: RunDecode): RunDecode {
  const { colours, nearestColour, unlistedColours } = decode;
  if (nearestColour === undefined && unlistedColours === undefined) return decode;
  if (colours !== undefined && colours !== "ids") return decode;
  throw new SettingsError({
    code: "wrong-setting",
    argument: nearestColour === undefined ? "unlistedColours" : "nearestColour",
    expected: "a palette beside it",
    got: colours === "ids" ? "colours that are ids" : "none",
    cure: [{ do: "name-colours" }],
  });
}

function requireBinary(
  { preset, numClasses, file, threshold }: ClassChoice,
  ignoreIndex: readonly number[] | undefined,
): void {
  const contradiction = (
    by: JobProblem<"binary-contradicts">["by"],
    more: { readonly numClasses?: number } = {},
  ): SettingsError =>
    new SettingsError({ code: "binary-contradicts", by, byThreshold: threshold !== undefined, ...more });
  if (preset !== undefined || (numClasses ?? 2) !== 2) throw contradiction("class-count");
  if (file?.numClasses !== undefined && file.numClasses !== 2) {
    throw contradiction("file-class-count", { numClasses: file.numClasses });
  }
  if (file?.labelMapping !== undefined) throw contradiction("file-mapping");
  if (ignoreIndex?.includes(1) === true) throw contradiction("ignored-label");
}

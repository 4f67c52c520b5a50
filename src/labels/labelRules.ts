import {
  type ClassIndex,
  isClass,
  type Meaning,
  NO_CLASS,
  type NoClass,
  type RawLabel,
  VOID,
  type Void,
} from "./labelKinds.js";
import { type MappedSide, type MappedSides, thresholdOf } from "./labelMapping.js";
import type { SideThresholds } from "./threshold.js";
import type { VoidPredictions } from "./voidPredictions.js";

/** What a run says of its labels. */
export interface LabelSettings {
  readonly numClasses: number;
  /** One label, or several. */
  readonly ignoreIndex: number | readonly number[] | null;
  readonly labelMapping: MappedSides | null;
  readonly voidPredictions: VoidPredictions;
  /** Where values above it are class 1 and the others class 0; then there is no mapping. */
  readonly threshold?: SideThresholds | null;
}

/** What one side's labels mean: plain data. Everything that asks for a label's meaning asks this. */
export interface LabelRules {
  readonly numClasses: number;
  /** undefined: labels are classes. */
  readonly mapping: MappedSide;
  /** Void as a raw label where the mapping does not have it, and as the class that labels are mapped to. */
  readonly ignored: readonly number[];
  /** What a label is that the mapping maps to null. */
  readonly mappedToNull: Void | NoClass;
  /** The label that the side's file names as no data: it means this, whatever else is said of labels. */
  readonly nodata: { readonly label: RawLabel; readonly meaning: Void | NoClass } | undefined;
}

/** The rules of both sides. */
export interface PairRules {
  readonly groundTruth: LabelRules;
  readonly prediction: LabelRules;
}

/** Labels that count as no data on each side; left out where a side has none. */
export interface NodataLabels {
  readonly groundTruth?: RawLabel | undefined;
  readonly prediction?: RawLabel | undefined;
}

/**
 * Both sides' rules. What is ignored in the truth is void in a prediction only where void predictions have a meaning: where
 * they are errors, an ignored label within the classes can be predicted like any other.
 */
export function rulesOf(
  { numClasses, ignoreIndex, labelMapping, voidPredictions, threshold }: LabelSettings,
  nodata: NodataLabels = {},
): PairRules {
  const isMiss = voidPredictions === "miss";
  const ignored = ignoredLabels(ignoreIndex);
  const mapping = (side: keyof MappedSides): MappedSide =>
    threshold == null ? labelMapping?.[side] : { above: threshold[side] };
  const noData = (label: RawLabel | undefined, meaning: Void | NoClass): LabelRules["nodata"] =>
    label === undefined ? undefined : { label, meaning };
  return {
    groundTruth: {
      numClasses,
      mapping: mapping("groundTruth"),
      ignored,
      mappedToNull: VOID,
      nodata: noData(nodata.groundTruth, VOID),
    },
    prediction: {
      numClasses,
      mapping: mapping("prediction"),
      ignored: isMiss ? ignored : [],
      mappedToNull: isMiss ? VOID : NO_CLASS,
      nodata: noData(nodata.prediction, isMiss ? VOID : NO_CLASS),
    },
  };
}

/** The labels of pixels that do not count. */
export function ignoredLabels(ignoreIndex: number | readonly number[] | null | undefined): readonly number[] {
  return typeof ignoreIndex === "number" ? [ignoreIndex] : (ignoreIndex ?? []);
}

/** Raw label -> meaning. */
export type LabelReader = (raw: RawLabel) => Meaning;

export function labelReader({ numClasses, mapping, ignored, mappedToNull, nodata }: LabelRules): LabelReader {
  const table =
    mapping === undefined || mapping === "nonzero" || "above" in mapping
      ? undefined
      : new Map<number, number | null>(mapping);
  const threshold = thresholdOf(mapping);
  const ofSet = (raw: number): number | null | undefined => {
    if (table?.has(raw) === true) return table.get(raw);
    if (ignored.includes(raw)) return raw;
    if (mapping === "nonzero") return Number(raw !== 0);
    // What is no number is on neither side.
    if (threshold !== undefined) return raw === raw ? Number(raw > threshold) : undefined;
    return table === undefined && raw >= 0 && raw < numClasses ? raw : undefined;
  };
  return (raw) => {
    if (isNodata(raw, nodata)) return nodata.meaning;
    const found = ofSet(raw);
    if (found === undefined) return NO_CLASS;
    if (found === null) return mappedToNull;
    return ignored.includes(found) ? VOID : (found as ClassIndex);
  };
}

/** Of floats NaN may be the label of no data. */
function isNodata(raw: RawLabel, nodata: LabelRules["nodata"]): nodata is NonNullable<LabelRules["nodata"]> {
  return nodata !== undefined && (raw === nodata.label || (raw !== raw && nodata.label !== nodata.label));
}

/** Whether a predicted label is an error only because void predictions are. */
export function couldBeMissed({ groundTruth, prediction }: PairRules, label: RawLabel): boolean {
  const { nodata } = prediction;
  const missed: LabelRules = {
    ...prediction,
    ignored: groundTruth.ignored,
    mappedToNull: VOID,
    nodata: nodata === undefined ? undefined : { ...nodata, meaning: VOID },
  };
  return labelReader(missed)(label) === VOID;
}

/** How many different labels both sides may hold: where tensors could be labels or scores, it tells them apart. */
export function rawClassesOf({ groundTruth, prediction }: PairRules): number {
  return Math.max(ownLabels(groundTruth), ownLabels(prediction));
}

/** Labels of the set: classes, or what is mapped to them. */
function ownLabels({ numClasses, mapping }: LabelRules): number {
  if (mapping === undefined) return numClasses;
  return mapping === "nonzero" || "above" in mapping ? BYTE_LABELS : (mapping.at(-1)?.[0] ?? -1) + 1;
}

/** A side's meanings as a table: by it, counted raw labels are folded into classes. */
export interface LabelTable {
  /** Meaning of the raw labels from 0 to its length, exclusive. */
  readonly meanings: Int32Array;
  /** A void label for the counter to leave out; undefined where there is none, or it is in the table. */
  readonly skipped: RawLabel | undefined;
  /** Void labels that neither reaches: no table holds the side. */
  readonly beyond: readonly RawLabel[];
}

/** Tables are made longer for void labels below this: a matrix of so many raw labels is small. */
const BYTE_LABELS = 256;

/** @param canSkip whether the counter can leave out one label, as it can of the truth */
export function labelTable(rules: LabelRules, canSkip: boolean): LabelTable {
  const read = labelReader(rules);
  const own = ownLabels(rules);
  const outside = voidLabels(rules).filter((label) => read(label) === VOID && !(label >= 0 && label < own));
  const skipped = canSkip ? (outside.find((label) => !isByte(label)) ?? outside[0]) : undefined;
  const others = outside.filter((label) => label !== skipped);
  const length = others.some(isByte) ? Math.max(own, BYTE_LABELS) : own;
  return {
    meanings: Int32Array.from({ length }, (_, raw) => read(raw as RawLabel)),
    skipped,
    beyond: others.filter((label) => !isByte(label)),
  };
}

function isByte(label: RawLabel): boolean {
  return label >= 0 && label < BYTE_LABELS;
}

/** Labels that are void of themselves: the ignored ones, and the file's no data. */
function voidLabels({ ignored, nodata }: LabelRules): RawLabel[] {
  const labels = [...ignored];
  if (nodata?.meaning === VOID && !ignored.includes(nodata.label)) labels.push(nodata.label);
  return labels as RawLabel[];
}

/** Of a side whose labels are classes as they are, with one void label at most: that label. Of any other side undefined. */
export function plainSide(rules: LabelRules): { readonly voidLabel: RawLabel | undefined } | undefined {
  const { mapping, nodata, numClasses } = rules;
  const labels = voidLabels(rules);
  const refusesClass = nodata?.meaning === NO_CLASS && nodata.label >= 0 && nodata.label < numClasses;
  return mapping !== undefined || labels.length > 1 || refusesClass ? undefined : { voidLabel: labels[0] };
}

/** The class that a label is by its set alone, whatever its file says of no data; undefined where it is none. */
export function classWithoutNodata(rules: LabelRules, label: RawLabel): ClassIndex | undefined {
  const meaning = labelReader({ ...rules, nodata: undefined })(label);
  return isClass(meaning) ? meaning : undefined;
}

import { contradiction, unknownOption, wrongType, wrongValue } from "../errors/argument.js";
import { describe } from "../errors/describe.js";
import { readInteger } from "../reading/options.js";

/** Raw label -> class, or null for void: pixels that do not count in the truth, and count as missed in a prediction. */
export type LabelTable = ReadonlyMap<number, number | null> | Readonly<Record<number, number | null>>;

/**
 * Tables that go by a name: reduce_zero_label of ADE20K in MMSegmentation, Cityscapes' 34 ids to 19 classes, and masks of
 * 2 classes in which 0 is class 0 and any other label, however large, class 1.
 */
export type NamedLabelTable = "reduce_zero_label" | "cityscapes" | "nonzero";

/** Which class a side's raw labels are; a side that is not named holds classes already. */
export interface LabelMapping {
  readonly groundTruth?: LabelTable | NamedLabelTable | undefined;
  readonly prediction?: LabelTable | NamedLabelTable | undefined;
}

/** A table read: the class of each raw label, ascending; null for void. */
export type LabelPairs = readonly (readonly [raw: number, classIndex: number | null])[];

/** Values above this are class 1, the others class 0. */
export interface AboveThreshold {
  readonly above: number;
}

/** No table holds every label but 0, or every value above a threshold. */
export type MappedSide = LabelPairs | "nonzero" | AboveThreshold | undefined;

/** The threshold of a side that is mapped by one. */
export function thresholdOf(mapping: MappedSide): number | undefined {
  return typeof mapping === "object" && "above" in mapping ? mapping.above : undefined;
}

export interface MappedSides {
  readonly groundTruth: MappedSide;
  readonly prediction: MappedSide;
}

/** A joint histogram of raw labels must stay small: they are counted first and mapped afterwards. */
const MAX_RAW_LABEL = 65_535;

export function readLabelMapping(value: unknown, numClasses: number): MappedSides | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== "object" || value === null || value instanceof Map || Array.isArray(value)) {
    throw wrongType("labelMapping", "an object with groundTruth, prediction or both", describe(value));
  }
  const unknown = Object.keys(value).find((key) => key !== "groundTruth" && key !== "prediction");
  if (unknown !== undefined) {
    throw unknownOption(
      "labelMapping",
      "only groundTruth and prediction",
      describe(unknown),
      "say whose labels are raw: { groundTruth: { 7: 0, 8: 1 } }",
    );
  }
  const { groundTruth, prediction } = value as LabelMapping;
  return {
    groundTruth: readTable(groundTruth, "labelMapping.groundTruth", numClasses),
    prediction: readTable(prediction, "labelMapping.prediction", numClasses),
  };
}

function readTable(table: unknown, argument: string, numClasses: number): MappedSide {
  if (table === undefined) return undefined;
  if (typeof table === "string") return namedTable(table, argument, numClasses);
  if (typeof table !== "object" || table === null) {
    throw wrongType(argument, `a Map or an object of raw label -> class, ${NAMES}`, describe(table));
  }
  const entries: [unknown, unknown][] =
    table instanceof Map
      ? [...(table as Map<unknown, unknown>)]
      : Object.entries(table).map(([raw, to]) => [String(Number(raw)) === raw ? Number(raw) : raw, to]);
  if (entries.length === 0) throw wrongValue(argument, "at least 1 label", "none");
  return entries
    .map(
      ([raw, to]) =>
        [
          readInteger(raw, `${argument}, a raw label`, 0, MAX_RAW_LABEL),
          to === null
            ? null
            : readInteger(to, `${argument}, the class of label ${raw as number}`, 0, numClasses - 1),
        ] as const,
    )
    .sort(([a], [b]) => a - b);
}

const NAMES = '"reduce_zero_label", "cityscapes" or "nonzero"';

/** @see mmsegmentation's LoadAnnotations (reduce_zero_label), cityscapesScripts' labels.py (trainId) */
function namedTable(name: string, argument: string, numClasses: number): MappedSide {
  switch (name) {
    case "reduce_zero_label":
      // 255 marks void before and after.
      return [
        [0, null],
        ...Array.from({ length: Math.min(numClasses, 254) }, (_, c) => [c + 1, c] as const),
        [255, null],
      ];
    case "cityscapes": {
      if (numClasses !== CITYSCAPES_IDS.length) {
        throw contradiction(
          argument,
          `numClasses: ${CITYSCAPES_IDS.length} with "cityscapes"`,
          `numClasses: ${numClasses}`,
        );
      }
      const raw = Array.from({ length: 34 }, (_, id) => {
        const c = CITYSCAPES_IDS.indexOf(id);
        return [id, c < 0 ? null : c] as const;
      });
      // The licence plate, -1, is 255 in an 8-bit image.
      return [...raw, [255, null]];
    }
    case "nonzero":
      if (numClasses !== 2) {
        throw contradiction(argument, 'numClasses: 2 with "nonzero"', `numClasses: ${numClasses}`);
      }
      return name;
    default:
      throw wrongValue(argument, NAMES, describe(name));
  }
}

/** The ids of road, sidewalk, building, ... bicycle: Cityscapes' train ids 0 to 18. */
const CITYSCAPES_IDS: readonly number[] = [
  7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33,
];

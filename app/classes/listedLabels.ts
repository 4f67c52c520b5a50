import type { LabelMapping } from "../../src/labels/labelMapping.js";
import type { VoidPredictions } from "../../src/labels/voidPredictions.js";
import type { UnknownLabelTexts } from "../presets/presets.js";
import type { ClassesFile } from "./classesFile.js";

/** Classes whose labels have gaps, as a scorer takes them. */
export interface ListedLabels {
  /** The labels of the classes that are left. */
  readonly labels: readonly number[];
  /** Undefined where the labels that are left have no gaps. */
  readonly labelMapping: LabelMapping | undefined;
  readonly ignoreIndex: readonly number[];
  readonly voidPredictions: VoidPredictions | undefined;
  readonly unknownLabel: UnknownLabelTexts | undefined;
}

/**
 * Maps the labels of a list to classes. What is ignored is named by its label in the files: a class of that label is no class
 * any more, and where it is predicted it is no other one.
 */
export function listedLabels(
  { source, labels: listed = [] }: ClassesFile,
  ignored: readonly number[],
  voidPredictions: VoidPredictions | undefined,
): ListedLabels {
  const labels = listed.filter((label) => !ignored.includes(label));
  if (labels.every((label, c) => label === c)) {
    return {
      labels,
      labelMapping: undefined,
      ignoreIndex: ignored,
      voidPredictions,
      unknownLabel: undefined,
    };
  }
  const classes = labels.map((label, c) => [label, c] as const);
  const isListed = (label: number): boolean => listed.includes(label);
  // As an ignored label of the scorer it would be taken for the class of that number.
  const isClassNumber = (label: number): boolean => label >= 0 && label < labels.length;
  const isNull = (label: number): boolean => isListed(label) || isClassNumber(label);
  const voids = ignored.filter(isNull).map((label) => [label, null] as const);
  // Who lists a class and ignores it knows that it is predicted, too.
  const isExpected = voids.some(([label]) => isListed(label));
  const addIt = [{ do: "say", text: "add it to the list" }] as const;
  const text = `is no label of ${source}`;
  return {
    labels,
    labelMapping: {
      groundTruth: new Map<number, number | null>([...classes, ...voids]),
      prediction: new Map<number, number | null>([...classes, ...voids]),
    },
    ignoreIndex: ignored.filter((label) => !isNull(label)),
    voidPredictions: voidPredictions ?? (isExpected ? "miss" : "error"),
    unknownLabel: {
      groundTruth: { is: text, canIgnore: true, cure: addIt },
      prediction: { is: text, canIgnore: true, cure: addIt },
    },
  };
}

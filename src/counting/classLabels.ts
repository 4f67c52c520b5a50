import { type LabelRules, labelReader } from "../labels/labelRules.js";
import { type Meaning, NO_CLASS, type RawLabel, VOID } from "../labels/labelKinds.js";
import type { Labels, LabelSource } from "../types.js";
import { getCounter } from "./backend.js";

/** One side in classes: a copy, in which void and labels of no class have a value each. */
export interface ClassLabels {
  readonly labels: Uint8Array | Int32Array;
  readonly voidLabel: number;
  /** Above every class as kernels compare labels. */
  readonly noClassLabel: number;
  /** The raw labels that the copy was made of. */
  readonly raw: Labels;
}

/** Of so few classes, void and no class have room in a byte, which is counted faster. */
const MAX_BYTE_CLASSES = 254;

export function classLabelsOf(source: LabelSource, rules: LabelRules): ClassLabels {
  const raw = ArrayBuffer.isView(source) ? source : getCounter().argmaxLabels(source);
  const isByte = rules.numClasses <= MAX_BYTE_CLASSES;
  const labels = isByte ? new Uint8Array(raw.length) : new Int32Array(raw.length);
  const [voidLabel, noClassLabel] = isByte ? [254, 255] : [VOID, NO_CLASS];
  const read = labelReader(rules);
  // Masks are areas of one label: most pixels have that of the one before.
  let last: number | bigint | undefined;
  let label = 0;
  for (let pixel = 0; pixel < raw.length; pixel++) {
    const value = raw[pixel] as number | bigint;
    if (value !== last) {
      last = value;
      const meaning: Meaning = read(Number(value) as RawLabel);
      label = meaning === VOID ? voidLabel : meaning === NO_CLASS ? noClassLabel : meaning;
    }
    labels[pixel] = label;
  }
  return { labels, voidLabel, noClassLabel, raw };
}

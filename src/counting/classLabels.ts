import { thresholdOf } from "../labels/labelMapping.js";
import { type LabelRules, labelReader } from "../labels/labelRules.js";
import { type Meaning, NO_CLASS, type RawLabel, VOID } from "../labels/labelKinds.js";
import type { PixelSource, PixelValues } from "../types.js";
import { getCounter } from "./backend.js";

/** One side in classes: a copy, in which void and labels of no class have a value each. */
export interface ClassLabels {
  readonly labels: Uint8Array | Int32Array;
  readonly voidLabel: number;
  /** Above every class as kernels compare labels. */
  readonly noClassLabel: number;
  readonly hasVoid: boolean;
  /** The raw labels, or the values, that the copy was made of. */
  readonly raw: PixelValues;
}

/** Of so few classes, void and no class have room in a byte, which is counted faster. */
const MAX_BYTE_CLASSES = 254;

export function classLabelsOf(source: PixelSource, rules: LabelRules): ClassLabels {
  const raw = ArrayBuffer.isView(source) ? source : getCounter().argmaxLabels(source);
  const isByte = rules.numClasses <= MAX_BYTE_CLASSES;
  const labels = isByte ? new Uint8Array(raw.length) : new Int32Array(raw.length);
  const [voidLabel, noClassLabel] = isByte ? [254, 255] : [VOID, NO_CLASS];
  const read = labelReader(rules);
  const threshold = thresholdOf(rules.mapping);
  const isPlain = threshold !== undefined && rules.ignored.length === 0 && rules.nodata === undefined;
  // Masks are areas of one label: most pixels have that of the one before.
  let last: number | bigint | undefined;
  let label = 0;
  let hasVoid = false;
  // What follows a value that is no number is looked at one by one.
  const first = isPlain ? fillAbove(labels, raw as Float32Array, threshold) : 0;
  for (let pixel = first; pixel < raw.length; pixel++) {
    const value = raw[pixel] as number | bigint;
    if (value !== last) {
      last = value;
      const meaning: Meaning = read(Number(value) as RawLabel);
      label = meaning === VOID ? voidLabel : meaning === NO_CLASS ? noClassLabel : meaning;
      hasVoid ||= meaning === VOID;
    }
    labels[pixel] = label;
  }
  return { labels, voidLabel, noClassLabel, hasVoid, raw };
}

/** Writes 1 where a value is above the threshold, else 0, up to the first NaN; returns how many it wrote. */
function fillAbove(labels: Uint8Array | Int32Array, values: Float32Array, threshold: number): number {
  let pixel = 0;
  for (; pixel < values.length; pixel++) {
    const value = values[pixel] as number;
    if (value > threshold) labels[pixel] = 1;
    else if (value !== value) break;
  }
  return pixel;
}

import { labelOutOfRange } from "../errors/labels.js";
import type { Side } from "../errors/problem.js";
import type { Labels } from "../types.js";
import { isSigned } from "./labelBits.js";

/** Planes, rows and columns. */
export type GridSize = readonly [planes: number, rows: number, columns: number];

/** Two label maps of one grid, checked but for their labels. */
export interface LabelPair {
  readonly groundTruth: Labels;
  readonly prediction: Labels;
  readonly size: GridSize;
  /** One plane that has no neighbours before and behind: an image. */
  readonly isFlat: boolean;
  /** undefined: two masks, of which every label but 0 is foreground. */
  readonly numClasses: number | undefined;
  /** Labels of the truth whose pixels are of no class, on both sides. */
  readonly ignored: readonly number[];
}

/** In 32 bits: a pixel of no class, and a label that is none. */
export const NO_CLASS = 0xffffffff;
const NOT_A_LABEL = 0xfffffffe;

/** More classes than this have no label map. */
export const MAX_CLASSES = 65536;

/** Whether a pair's labels may be staged as the bytes that they are. */
export function isOfBytes({ groundTruth, prediction, numClasses, ignored }: LabelPair): boolean {
  return (
    [groundTruth, prediction].every((labels) => labels.BYTES_PER_ELEMENT === 1 && !isSigned(labels)) &&
    (ignored.length === 0 || numClasses === undefined)
  );
}

/** Copies labels from `start` to `end` of a side as bytes: of masks, and of maps without ignored labels. */
export function stageBytes(
  pair: LabelPair,
  side: Side,
  start: number,
  end: number,
  target: Uint8Array,
): void {
  target.set((pair[side] as Uint8Array).subarray(start, end));
  if (pair.ignored.length === 0) return;
  for (let i = start; i < end; i++) if (isIgnored(pair, i)) target[i - start] = 0;
}

/** The same as 32-bit labels: of masks 0 and 1, of maps the label, NO_CLASS, or one that is no class. */
export function stageWords(
  pair: LabelPair,
  side: Side,
  start: number,
  end: number,
  target: Uint32Array,
): void {
  const { numClasses, ignored } = pair;
  const labels = pair[side];
  if (
    numClasses !== undefined &&
    labels[Symbol.toStringTag].startsWith("Uint") &&
    labels.BYTES_PER_ELEMENT < 4
  ) {
    target.set((labels as Uint8Array).subarray(start, end));
  } else {
    for (let i = start; i < end; i++) {
      const label = Number(labels[i]);
      target[i - start] =
        numClasses === undefined
          ? Number(label !== 0)
          : label >= 0 && label < numClasses
            ? label
            : NOT_A_LABEL;
    }
  }
  if (ignored.length === 0) return;
  const none = numClasses === undefined ? 0 : NO_CLASS;
  for (let i = start; i < end; i++) if (isIgnored(pair, i)) target[i - start] = none;
}

function isIgnored({ groundTruth, ignored }: LabelPair, i: number): boolean {
  const label = Number(groundTruth[i]);
  return ignored.length === 1 ? label === ignored[0] : ignored.includes(label);
}

/** The class of a pixel, and what stands for no class, in plain numbers: 0 and 1 of masks. */
export function classAt(pair: LabelPair, side: Side, i: number): number {
  const { numClasses } = pair;
  if (isIgnored(pair, i)) return numClasses === undefined ? 0 : -1;
  const label = Number(pair[side][i]);
  if (numClasses === undefined) return Number(label !== 0);
  if (!(label >= 0 && label < numClasses)) throw notAClass(pair, side, i);
  return label;
}

/** The error of a label that is no class. */
export function notAClass(pair: LabelPair, side: Side, pixel: number): Error {
  const label = Number(pair[side][pixel]);
  return labelOutOfRange({ side, label, pixel, numClasses: pair.numClasses ?? 2 }, MAX_CLASSES);
}

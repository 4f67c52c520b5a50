import { VOID } from "../../src/labels/labelKinds.js";
import { MAX_COLOURS } from "../formats/labelPng.js";
import type { SmallMasks } from "./runView.js";

/** Classes of a picture beyond this are shown as one: the palette holds them, "other" and void. */
const MAX_CLASSES = MAX_COLOURS - 2;

/** A picture's masks in classes of its own, 0, 1, ...: as palette indices. */
export interface PictureMasks {
  /** Class of each index; -1 is every class that had no room. */
  readonly classes: readonly number[];
  /** The index of void. */
  readonly voidIndex: number;
  readonly groundTruth: Uint8Array;
  readonly prediction: Uint8Array;
  /** Pixels of each index in the truth, in the prediction, and in both; void left out of all. */
  readonly truthPixels: readonly number[];
  readonly predictedPixels: readonly number[];
  readonly hits: readonly number[];
}

export function pictureMasks({ groundTruth, prediction }: SmallMasks): PictureMasks {
  const { classes, voidIndex, indexed } = indicesOf([groundTruth, prediction]);
  const [truth, predicted] = [indexed(groundTruth), indexed(prediction)];
  const counts = (): number[] => classes.map(() => 0);
  const [truthPixels, predictedPixels, hits] = [counts(), counts(), counts()];
  const add = (sums: number[], i: number): void => {
    if (i !== voidIndex) sums[i] = (sums[i] as number) + 1;
  };
  truth.forEach((t, pixel) => {
    if (t === voidIndex) return;
    const p = predicted[pixel] as number;
    add(truthPixels, t);
    add(predictedPixels, p);
    if (t === p) add(hits, t);
  });
  return {
    classes,
    voidIndex,
    groundTruth: truth,
    prediction: predicted,
    truthPixels,
    predictedPixels,
    hits,
  };
}

/** The index whose pixels are wrong most often; -1, all classes, where none is. */
export function worstIndex({ truthPixels, predictedPixels, hits }: PictureMasks): number {
  let worst = -1;
  let most = 0;
  hits.forEach((hit, i) => {
    const wrong = (truthPixels[i] as number) + (predictedPixels[i] as number) - 2 * hit;
    if (wrong > most) [worst, most] = [i, wrong];
  });
  return worst;
}

/** Index of each outcome in an error map; 0 is not painted. */
const [NONE, HIT, MISSED, FALSE] = [0, 1, 2, 3] as const;

/** An error map of one class (by index), or of all of them (-1: right or wrong), and its pixels hit, missed and false. */
export function errorMap(
  { groundTruth, prediction, voidIndex }: Pick<PictureMasks, "groundTruth" | "prediction" | "voidIndex">,
  index: number,
): { readonly indices: Uint8Array; readonly counts: readonly [number, number, number] } {
  const counts: [number, number, number, number] = [0, 0, 0, 0];
  const indices = groundTruth.map((t, pixel) => {
    const outcome = outcomeOf(t, prediction[pixel] as number, index, voidIndex);
    counts[outcome] += 1;
    return outcome;
  });
  return { indices, counts: [counts[HIT], counts[MISSED], counts[FALSE]] };
}

/**
 * What became of a pixel whose errors of one class, or of all (below 0), are shown: 0 is not painted, 1 hit, 2 missed, 3
 * false.
 */
export function outcomeOf(truth: number, predicted: number, index: number, voidIndex: number): 0 | 1 | 2 | 3 {
  if (truth === voidIndex) return NONE;
  if (index < 0) return truth === predicted ? HIT : MISSED;
  if (truth === index) return predicted === index ? HIT : MISSED;
  return predicted === index ? FALSE : NONE;
}

/** Labels of several masks as indices of one palette. */
export function indicesOf(masks: readonly Int16Array[]): Pick<PictureMasks, "classes" | "voidIndex"> & {
  readonly indexed: (labels: Int16Array) => Uint8Array;
} {
  const area = new Map<number, number>();
  for (const labels of masks) {
    for (const label of labels) if (label !== VOID) area.set(label, (area.get(label) ?? 0) + 1);
  }
  const bySize = [...area].sort(([a, x], [b, y]) => y - x || a - b).map(([label]) => label);
  const classes = bySize.slice(0, MAX_CLASSES).sort((a, b) => a - b);
  if (bySize.length > MAX_CLASSES) classes.push(-1);
  const voidIndex = classes.length;
  const other = classes.indexOf(-1);
  const indexOf = new Map([...classes.map((c, i) => [c, i] as const), [VOID, voidIndex] as const]);
  return {
    classes,
    voidIndex,
    indexed: (labels) => Uint8Array.from(labels, (label) => indexOf.get(label) ?? other),
  };
}

import { VOID } from "../../src/labels/labelKinds.js";
import type { PairRules } from "../../src/labels/labelRules.js";
import type { Raster } from "../../src/reading/raster.js";
import { changeOf, type Change, CHANGES } from "./changes.js";
import { shownLabels, smallStep } from "./smallMasks.js";

/** An image by two models in classes, small enough to be looked at: of a volume the slice in which most has changed. */
export interface MovedMasks {
  readonly width: number;
  readonly height: number;
  /** Class per pixel, row-major; void as src/labels has it. */
  readonly groundTruth: Int16Array;
  readonly first: Int16Array;
  readonly second: Int16Array;
  /** Pixels of the picture that have become so. */
  readonly counts: Readonly<Record<Change, number>>;
  /** "slice 12 of 40" for volumes, else undefined. */
  readonly detail: string | undefined;
}

/**
 * @param truth of the grid that both predictions lie on
 * @param predictions of the first model and of the second, each with what its labels mean
 */
export function movedMasks(
  truth: Raster,
  truthRules: PairRules["groundTruth"],
  predictions: readonly [first: MovedSide, second: MovedSide],
): MovedMasks {
  const [slices, height, width] = truth.size;
  const step = smallStep(width, height);
  const [truthAt, firstAt, secondAt] = [
    shownLabels(truth, truthRules),
    ...predictions.map(({ mask, rules }) => shownLabels(mask, rules)),
  ] as [ReturnType<typeof shownLabels>, ReturnType<typeof shownLabels>, ReturnType<typeof shownLabels>];
  const [w, h] = [Math.ceil(width / step), Math.ceil(height / step)];
  const sliceOf = (slice: number): Omit<MovedMasks, "width" | "height" | "detail"> => {
    const [groundTruth, first, second] = [0, 1, 2].map(() => new Int16Array(w * h)) as [
      Int16Array,
      Int16Array,
      Int16Array,
    ];
    const counts = Object.fromEntries(CHANGES.map((change) => [change, 0])) as Record<Change, number>;
    for (let y = 0; y < h; y++) {
      for (let x = 0; x < w; x++) {
        const from = (slice * height + y * step) * width + x * step;
        const to = y * w + x;
        const [t, a, b] = [truthAt(from), firstAt(from), secondAt(from)];
        groundTruth[to] = t;
        first[to] = a;
        second[to] = b;
        if (t !== VOID) counts[changeOf(t, a, b)]++;
      }
    }
    return { groundTruth, first, second, counts };
  };
  const changed = ({ counts }: ReturnType<typeof sliceOf>): number => counts.mended + counts.broken;
  let best = { ...sliceOf(0), slice: 0 };
  for (let slice = 1; slice < slices; slice++) {
    const next = sliceOf(slice);
    if (changed(next) > changed(best)) best = { ...next, slice };
  }
  const { slice, ...masks } = best;
  return {
    ...masks,
    width: w,
    height: h,
    detail: slices === 1 ? undefined : `slice ${slice + 1} of ${slices}`,
  };
}

interface MovedSide {
  readonly mask: Raster;
  readonly rules: PairRules["prediction"];
}

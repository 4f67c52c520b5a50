import { sizesDiffer, wrongValue } from "../errors/argument.js";
import { formatShape } from "../errors/describe.js";
import { readBoolean, readOptions } from "../reading/options.js";
import { type CheckedRuns, readRunsList, type Runs, withoutEmptyRuns } from "./runs.js";

/**
 * The union of masks, or with `intersect` their intersection. A single mask comes back as it is.
 *
 * @param list at least one mask, all of one size
 * @returns runs without empty ones
 * @throws {TypeError | RangeError} a mask is none, see Runs; the list is empty; sizes differ
 * @example mergeRuns([{ size: [1, 4], counts: [0, 2, 2] }, { size: [1, 4], counts: [1, 2, 1] }]).counts // 0 3 1
 */
export function mergeRuns(
  list: readonly Runs[],
  options: { readonly intersect?: boolean | undefined } = {},
): Runs & { readonly counts: Uint32Array } {
  const given = readOptions(options, ["intersect"], "options");
  const intersect = given.intersect === undefined ? false : readBoolean(given.intersect, "intersect");
  const masks = readRunsList(list, "list");
  const first = masks[0];
  if (first === undefined) throw wrongValue("list", "at least one mask", "none");
  requireOneSize(masks, first.size, "list");
  return {
    size: first.size,
    counts: combineCounts(
      masks.map(({ counts }) => counts),
      intersect,
    ),
  };
}

/** Masks are compared pixel by pixel: all must be of one size. */
export function requireOneSize(
  masks: readonly CheckedRuns[],
  [height, width]: readonly [number, number],
  argument: string,
): void {
  masks.forEach(({ size }, i) => {
    if (size[0] !== height || size[1] !== width) {
      throw sizesDiffer(
        `${argument}[${i}].size`,
        `a mask of ${formatShape([height, width])} as the first`,
        formatShape(size),
        "score masks of one image at a time",
      );
    }
  });
}

/** Union or intersection of counts of equal sums. */
export function combineCounts(list: readonly Uint32Array[], intersect: boolean): Uint32Array {
  const [first, ...others] = list as [Uint32Array, ...Uint32Array[]];
  if (others.length === 0) return first.slice();
  return others.reduce(
    (merged, counts) => combinePair(merged, withoutEmptyRuns(counts), intersect),
    withoutEmptyRuns(first),
  );
}

/** Both without empty runs, so that the result has none. */
function combinePair(a: Uint32Array, b: Uint32Array, intersect: boolean): Uint32Array {
  // Each run of the result ends where one of the two does.
  const merged = new Uint32Array(a.length + b.length);
  let length = 0;
  let [i, j] = [0, 0];
  let [restA, restB] = [a[0] as number, b[0] as number];
  let open = 0;
  let isIn = false;
  for (;;) {
    const step = Math.min(restA, restB);
    open += step;
    restA -= step;
    restB -= step;
    if (restA === 0 && ++i < a.length) restA = a[i] as number;
    if (restB === 0 && ++j < b.length) restB = b[j] as number;
    if (i >= a.length && j >= b.length) break;
    const [inA, inB] = [i % 2 === 1, j % 2 === 1];
    const isNowIn = intersect ? inA && inB : inA || inB;
    if (isNowIn !== isIn) {
      merged[length++] = open;
      open = 0;
      isIn = isNowIn;
    }
  }
  merged[length++] = open;
  return merged.slice(0, length);
}

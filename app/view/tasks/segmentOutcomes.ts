/** A segment of one side: of a panoptic image, or a component. */
export interface OutcomeSegment {
  /** Only segments of one category have to do with each other. */
  readonly category: number;
  /** Pixels. */
  readonly area: number;
  /** Crowds, and what is too small or lies on void: neither right nor wrong. */
  readonly isIgnored: boolean;
}

/** How many pixels two segments share: the indices of both. */
export interface SharedPixels {
  readonly truth: number;
  readonly predicted: number;
  readonly pixels: number;
}

/** A partner that is not there. */
export const NO_SEGMENT = -1;

/** Two segments that the measure takes for the same. */
export interface SegmentMatch {
  readonly truth: number;
  /** NO_SEGMENT where nothing was predicted, and the measure counts it with an IoU of 0. */
  readonly predicted: number;
  readonly iou: number;
}

/**
 * What became of a segment. A true one is matched; or split: predicted in several pieces; or merged: predicted as one with
 * others; or missed. A predicted one is matched; or a piece of a true one that is split; or merged: it covers several true
 * ones; or false.
 */
export const OUTCOMES_OF_SEGMENTS = ["matched", "missed", "false", "split", "merged", "ignored"] as const;
export type SegmentOutcome = (typeof OUTCOMES_OF_SEGMENTS)[number];

/** A segment of a picture: of both sides where it is matched. */
export interface PicturedSegment {
  /** "car", "lesion 3" */
  readonly name: string;
  readonly outcome: SegmentOutcome;
  /** Of what is matched. */
  readonly iou: number | undefined;
  /** Pixels; undefined on the side that has none of it. */
  readonly truthArea: number | undefined;
  readonly predictedArea: number | undefined;
}

export interface SegmentOutcomes {
  readonly truth: readonly SegmentOutcome[];
  readonly predicted: readonly SegmentOutcome[];
}

/**
 * Says what became of each segment. A piece lies in a true segment by more than half of itself, and a true segment is
 * covered by a predicted one that has more than half of it; both only within a category. What is matched stays matched: it
 * may have lost pieces, or have taken others in, which are then split or merged.
 *
 * @param pairs of segments that share pixels, each once, in any order
 * @param matches each segment in one at most
 */
export function segmentOutcomes(
  truth: readonly OutcomeSegment[],
  predicted: readonly OutcomeSegment[],
  pairs: readonly SharedPixels[],
  matches: readonly SegmentMatch[],
): SegmentOutcomes {
  const isTruthMatched = new Set(matches.map((match) => match.truth));
  const isPredictedMatched = new Set(matches.map((match) => match.predicted));
  /** Of each true segment the predicted ones that lie in it, and of each predicted one the true ones that it covers. */
  const pieces = new Map<number, number[]>();
  const covered = new Map<number, number[]>();
  const note = (lists: Map<number, number[]>, key: number, value: number): void => {
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [value]);
    else list.push(value);
  };
  for (const { truth: t, predicted: p, pixels } of pairs) {
    const [ours, theirs] = [truth[t], predicted[p]];
    if (ours === undefined || theirs?.category !== ours.category) continue;
    if (ours.isIgnored || theirs.isIgnored) continue;
    if (2 * pixels > theirs.area) note(pieces, t, p);
    if (2 * pixels > ours.area) note(covered, p, t);
  }
  for (const { truth: t, predicted: p } of matches) {
    if (p === NO_SEGMENT) continue;
    // A match lies in its partner as a rule; where segments are matched by any overlap, it counts all the same.
    if (pieces.get(t)?.includes(p) !== true) note(pieces, t, p);
    if (covered.get(p)?.includes(t) !== true) note(covered, p, t);
  }
  const isSplit = (t: number): boolean => (pieces.get(t)?.length ?? 0) > 1;
  const isMerged = (p: number): boolean => (covered.get(p)?.length ?? 0) > 1;
  const inSplit = membersOf(pieces, isSplit);
  const inMerged = membersOf(covered, isMerged);
  return {
    truth: truth.map(({ isIgnored }, t) => {
      if (isTruthMatched.has(t)) return "matched";
      if (isIgnored) return "ignored";
      if (inMerged.has(t)) return "merged";
      return isSplit(t) ? "split" : "missed";
    }),
    predicted: predicted.map(({ isIgnored }, p) => {
      if (isPredictedMatched.has(p)) return "matched";
      if (isIgnored) return "ignored";
      if (isMerged(p)) return "merged";
      return inSplit.has(p) ? "split" : "false";
    }),
  };
}

function membersOf(
  lists: ReadonlyMap<number, readonly number[]>,
  isOne: (key: number) => boolean,
): Set<number> {
  return new Set([...lists].flatMap(([key, members]) => (isOne(key) ? members : [])));
}

import { countText, scoreText } from "../numberTexts.js";
import { OUTCOMES_OF_SEGMENTS, type PicturedSegment, type SegmentOutcome } from "./segmentOutcomes.js";

/** By the words of OUTCOMES_OF_SEGMENTS; the first three as tokens.css has them. */
export const SEGMENT_COLOURS: Readonly<Record<SegmentOutcome, string>> = {
  matched: "#2f7fd6",
  missed: "#d9480f",
  false: "#ffd43b",
  split: "#8f4fc9",
  merged: "#12a594",
  ignored: "#8b939c",
};

/** What became of a segment, by its side. */
const WORDS: Readonly<Record<SegmentOutcome, readonly [truth: string, prediction: string]>> = {
  matched: ["matched", "matched"],
  missed: ["missed", "missed"],
  false: ["false", "false"],
  split: ["split: predicted in pieces", "a piece of one that is split"],
  merged: ["merged: predicted as one with others", "covers several"],
  ignored: ["not counted", "not counted"],
};

/** "car: matched, IoU 0.8312; 320 pixels, predicted 311" */
export function segmentText(segment: PicturedSegment): string {
  return `${segment.name}: ${outcomeText(segment)}; ${areasText(segment)}`;
}

export function outcomeText({ outcome, iou, truthArea }: PicturedSegment): string {
  const words = WORDS[outcome][truthArea === undefined ? 1 : 0];
  return iou === undefined ? words : `${words}, IoU ${scoreText(iou)}`;
}

export function areasText({ truthArea, predictedArea }: PicturedSegment): string {
  const predicted = predictedArea === undefined ? "" : `predicted ${countText(predictedArea)}`;
  return truthArea === undefined
    ? `${predicted} pixels`
    : `${countText(truthArea)} pixels${predicted === "" ? "" : `, ${predicted}`}`;
}

/** How many segments each outcome has; those that have none are left out. */
export function outcomeCounts(
  segments: readonly PicturedSegment[],
): readonly (readonly [outcome: SegmentOutcome, count: number])[] {
  return OUTCOMES_OF_SEGMENTS.map(
    (outcome) => [outcome, segments.filter((segment) => segment.outcome === outcome).length] as const,
  ).filter(([, count]) => count > 0);
}

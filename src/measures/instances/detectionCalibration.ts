import { wrongValue } from "../../errors/argument.js";
import type { MeasuredImage } from "../measure.js";
import { type DetectionRow, referenceThreshold } from "./detectionRow.js";
import type { DetectionSettings } from "./detectionSettings.js";
import { standings } from "./rowGroups.js";
import { EXTENSION, type ScoreOrigin } from "./scoreOrigin.js";

/** Detections of scores from `from` to `to`; the last bin has 1 in it. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  /** Weights included. */
  readonly count: number;
  /** Mean score, and the part that is right; NaN where there is no detection. */
  readonly confidence: number;
  readonly accuracy: number;
}

/** Whether scores say how often detections are right. */
export interface DetectionCalibration {
  readonly iouThreshold: number;
  /** Expected calibration error: |confidence - accuracy|, each bin by its part of all detections. */
  readonly ece: number;
  /** The largest of any bin. */
  readonly mce: number;
  /** The reliability diagram. */
  readonly bins: readonly CalibrationBin[];
  readonly origin: ScoreOrigin;
}

/** @throws {RangeError} a score is outside 0 to 1 */
export function detectionCalibration(
  settings: DetectionSettings,
  images: readonly MeasuredImage<DetectionRow>[],
  binCount: number,
): DetectionCalibration {
  const [counts, scores, rights] = [0, 0, 0].map(() => new Float64Array(binCount)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const standing = standings(settings);
  for (const { id, row, weight } of images) {
    const { isCounted, isRight } = standing(row);
    row.scores.forEach((score, d) => {
      if (score < 0 || score > 1) {
        throw wrongValue(
          "scores",
          "probabilities from 0 to 1",
          `${score}${id === undefined ? "" : ` in image "${id}"`}`,
          "calibration is about probabilities: turn logits into them first",
        );
      }
      if (!isCounted(d)) return;
      const bin = Math.min(binCount - 1, Math.floor(score * binCount));
      counts[bin] = (counts[bin] as number) + weight;
      scores[bin] = (scores[bin] as number) + weight * score;
      if (isRight(d)) rights[bin] = (rights[bin] as number) + weight;
    });
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  const bins = Array.from(counts, (count, b): CalibrationBin => ({
    from: b / binCount,
    to: (b + 1) / binCount,
    count,
    confidence: (scores[b] as number) / count,
    accuracy: (rights[b] as number) / count,
  }));
  const filled = bins.filter(({ count }) => count > 0);
  const gaps = filled.map(({ confidence, accuracy }) => Math.abs(confidence - accuracy));
  return {
    iouThreshold: settings.iouThresholds[referenceThreshold(settings.iouThresholds)] as number,
    ece:
      total === 0
        ? NaN
        : filled.reduce((sum, { count }, i) => sum + (count / total) * (gaps[i] as number), 0),
    mce: total === 0 ? NaN : Math.max(...gaps),
    bins,
    origin: EXTENSION,
  };
}

// What a browser project's compiler must accept: the package's types with the DOM's, and without Node's.
import {
  type AuditFinding,
  compareModels,
  type ConfidenceIntervals,
  type Contributions,
  type ConventionScores,
  type DatasetScores,
  dice,
  iou,
  labelMap,
  type LoadedTensor,
  loadTensor,
  type ModelComparison,
  SegmentationScorer,
  type Spread,
  type StateJson,
  thresholdCurve,
} from "maskscore";
import { createScoringPool, type ScoringPool } from "maskscore/pool";
import { type EpochCallback, scoringCallback, segmentationMetrics } from "maskscore/tfjs";

const mask = Uint8Array.of(0, 1);
const scorer = new SegmentationScorer({ numClasses: 2 }).update(mask, mask, { id: "a" });
export const scores: DatasetScores = scorer.compute();
export const figures: ConventionScores = scorer.compute({ convention: "keras" });
export const spread: Spread = scorer.spread();
export const findings: AuditFinding[] = scorer.audit();
export const contributions: Contributions = scorer.contributions();
export const intervals: ConfidenceIntervals = scorer.confidenceIntervals({ level: 0.9 });
export const comparison: ModelComparison = compareModels(scorer, scorer);
export const state: StateJson = scorer.toJSON();
export const mean: number = iou(mask, mask, { numClasses: 2 });
export const each: Float64Array = dice(mask, mask, { numClasses: 2, average: "none" });
export const best: number = thresholdCurve(mask, Float32Array.of(0, 1)).bestIou.threshold;
const pool: ScoringPool = createScoringPool({ threads: 2 });
export const counts: Promise<Float64Array> = pool
  .confusionMatrix(mask, mask, { numClasses: 2 })
  .then((matrix) => matrix.counts);

const image = new ImageData(1, 2);
export const ofCanvas: number = iou(new OffscreenCanvas(1, 2), image, { numClasses: 2 });
export const ofElement: number = iou(document.createElement("canvas"), mask, { numClasses: 2 });
export const width: number = labelMap(image, { palette: ["#000000"] }).width;
export const loaded: Promise<LoadedTensor> = loadTensor({ dims: [2], getData: () => Promise.resolve(mask) });
export const { meanIoU } = segmentationMetrics({ scalar: (value: number) => value }, { numClasses: 2 });
export const callback: EpochCallback = scoringCallback({
  model: { predict: () => undefined },
  dataset: [],
  numClasses: 2,
});

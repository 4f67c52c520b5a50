export { type CallbackOptions, type EpochCallback, scoringCallback } from "./scoringCallback.js";
export { type MetricOptions, segmentationMetrics, type SegmentationMetrics } from "./metrics.js";
export { type Batch, type BatchSource, type Predictor, type ScoreOptions, scoreModel } from "./scoreModel.js";
export type { TfTensor } from "./batch.js";

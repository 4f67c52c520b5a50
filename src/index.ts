export { allocate, type AllocatableType, type AllocatedArray } from "./allocate.js";
export { backend, init, setBackend } from "./backend.js";
export { ConfusionCounter, type ConfusionCounterOptions } from "./confusionCounter.js";
export {
  type ArgmaxedLabels,
  argmaxLabels,
  binaryOverlap,
  type BinaryOverlap,
  type BitPackedOptions,
  confusionMatrix,
  type LayoutOptions,
} from "./functional.js";
export {
  dice_coeff,
  IoU_coeff,
  mean_class,
  mean_dice,
  mean_iou,
  metrics_np,
  one_hot,
  type MeanClassSettings,
} from "./metricsNp.js";
export type { MetricName, MetricsOptions, MetricType } from "./metricsRequest.js";
export type {
  BackendName,
  ClassTable,
  ConfusionMatrix,
  ImageLike,
  LabelMap,
  Labels,
  ScoreLayout,
  TensorData,
  TensorLike,
} from "./types.js";
export {
  ThresholdCounter,
  thresholdCurve,
  type Probabilities,
  type ThresholdOptions,
} from "./thresholdCounter.js";
export type { ThresholdCurve } from "./core/thresholdScores.js";
export type { ConfusionMatrixOptions, LabelsOrScores } from "./validate/confusionRequest.js";
export { explainConvention } from "./conventions/registry.js";
export type { ConventionName, ConventionScores, Figure } from "./conventions/convention.js";
export type { DatasetScores } from "./conventions/dataset.js";
export type { Spread, SpreadRow } from "./conventions/spread.js";
export { dice, iou, type OverlapOptions } from "./overlapScores.js";
export { compareModels } from "./scorer/compareModels.js";
export type { IntervalOptions } from "./scorer/statisticsOptions.js";
export type { AuditFinding } from "./core/audit.js";
export type { Contributions } from "./core/contributions.js";
export type { ConfidenceIntervals } from "./core/confidenceIntervals.js";
export type { ModelComparison } from "./core/compareRuns.js";
export { SegmentationScorer, type MergeOptions } from "./scorer/segmentationScorer.js";
export type { ComputeOptions } from "./scorer/computeOptions.js";
export type { LabelMapping, LabelTable, NamedLabelTable } from "./scorer/labelMapping.js";
export type { ScorerOptions, ScorerSettings } from "./scorer/settings.js";
export type { StateJson } from "./scorer/stateCodec.js";
export type { UpdateOptions } from "./scorer/updateOptions.js";
export { labelMap, type LabelMapOptions } from "./sources/labelMap.js";
export { type LoadableTensor, type LoadedTensor, loadTensor } from "./sources/loadTensor.js";
export { type Segment, type SegmentOptions, segmentsToLabelMap } from "./sources/segments.js";

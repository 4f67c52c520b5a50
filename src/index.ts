export {
  type Cure,
  type ErrorCode,
  isMaskscoreError,
  type MaskscoreError,
  type Problem,
  type Side,
} from "./errors/problem.js";
export { resizeLabelMap, type LabelMapSize } from "./reading/resizeLabelMap.js";
export { allocate, type AllocatableType, type AllocatedArray } from "./counting/allocate.js";
export { backend, init, setBackend } from "./counting/backend.js";
export { ConfusionCounter, type ConfusionCounterOptions } from "./counting/confusionCounter.js";
export { confusionMatrix } from "./counting/confusionMatrix.js";
export {
  type ArgmaxedLabels,
  argmaxLabels,
  binaryOverlap,
  type BinaryOverlap,
  type BitPackedOptions,
  type LayoutOptions,
} from "./counting/countFunctions.js";
export {
  dice_coeff,
  IoU_coeff,
  mean_class,
  mean_dice,
  mean_iou,
  metrics_np,
  one_hot,
  type MeanClassSettings,
} from "./measures/tutorial/tutorialFunctions.js";
export type { MetricName, MetricsOptions, MetricType } from "./measures/tutorial/metricsRequest.js";
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
  type ThresholdOptions,
} from "./measures/thresholds/thresholdCounter.js";
export type { Probabilities } from "./measures/thresholds/countProbabilities.js";
export type { ThresholdCurve } from "./measures/thresholds/thresholdScores.js";
export type { ConfusionMatrixOptions, LabelsOrScores } from "./counting/confusionRequest.js";
export { explainConvention } from "./measures/confusion/conventions/registry.js";
export type {
  ConventionName,
  ConventionScores,
  Figure,
} from "./measures/confusion/conventions/convention.js";
export type { DatasetScores } from "./measures/confusion/conventions/dataset.js";
export type { Spread, SpreadRow } from "./measures/confusion/conventions/spread.js";
export { dice, iou, type OverlapOptions } from "./measures/confusion/overlapScores.js";
export { type AllComparisons, compareAllModels, type PairComparison } from "./scorers/compareAllModels.js";
export { compareModels, type ModelComparison } from "./scorers/compareModels.js";
export type {
  ConfidenceIntervals,
  Contributions,
  IntervalOptions,
} from "./scorers/segmentationStatistics.js";
export type { AuditFinding } from "./measures/confusion/audit.js";
export { SegmentationScorer, type StateJson } from "./scorers/segmentationScorer.js";
export type { MergeOptions } from "./scorers/measuredScorer.js";
export {
  ThresholdScorer,
  type ThresholdScorerOptions,
  type ThresholdStateJson,
  type ThresholdUpdateOptions,
} from "./scorers/thresholdScorer.js";
export type {
  ThresholdContributions,
  ThresholdIntervalOptions,
  ThresholdIntervals,
} from "./scorers/thresholdStatistics.js";
export type { FailedImage, RunPart, RunPartOptions } from "./run/provenance.js";
export type { ComputeOptions } from "./scorers/computeOptions.js";
export type { VoidPredictions } from "./labels/voidPredictions.js";
export type { LabelMapping, LabelTable, NamedLabelTable } from "./labels/labelMapping.js";
export type { ScorerOptions, ScorerSettings } from "./measures/confusion/settings.js";
export type { UpdateOptions } from "./scorers/updateOptions.js";
export { labelMap, type LabelMapOptions } from "./counting/imageLabelMap.js";
export { type LoadableTensor, type LoadedTensor, loadTensor } from "./reading/loadTensor.js";
export { type Segment, type SegmentOptions, segmentsToLabelMap } from "./labels/segmentsToLabelMap.js";

export { allocate, type AllocatableType, type AllocatedArray } from "./allocate.js";
export { backend, init, setBackend } from "./backend.js";
export { ConfusionCounter, type ConfusionCounterOptions } from "./confusionCounter.js";
export {
  argmaxLabels,
  binaryOverlap,
  type BinaryOverlap,
  type BitPackedOptions,
  confusionMatrix,
  type ConfusionMatrixOptions,
  type LabelsOrScores,
} from "./functional.js";
export {
  dice_coeff,
  IoU_coeff,
  mean_class,
  mean_dice,
  mean_iou,
  metrics_np,
  one_hot,
  type LayoutOptions,
  type MeanClassSettings,
  type MetricName,
  type MetricsOptions,
  type MetricType,
} from "./metricsNp.js";
export type {
  BackendName,
  ClassTable,
  ConfusionMatrix,
  Labels,
  ScoreLayout,
  TensorData,
  TensorLike,
} from "./types.js";

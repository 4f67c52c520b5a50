export { decodeRuns, encodeRuns, type BitmapOptions, type DecodeOptions } from "../shapes/bitmaps.js";
export type { PixelOrder } from "../shapes/encodeCounts.js";
export { boxIou, type BoxFormat, type BoxIouKind, type BoxIouOptions, type Boxes } from "../shapes/boxIou.js";
export { mergeRuns } from "../shapes/mergeRuns.js";
export type { PairMatrix } from "../shapes/pairMatrix.js";
export { type Polygon, runsFromBox, runsFromPolygons } from "../shapes/polygons.js";
export type { IncompleteRuns, MaskSize, Runs } from "../shapes/runs.js";
export { runsArea, runsBox } from "../shapes/runsFigures.js";
export { type CrowdOption, runsIou } from "../shapes/runsIou.js";
export { runsFromString, runsToString } from "../shapes/runsString.js";
export { runsToPolygons } from "../shapes/outlines.js";
export { rotatedBoxIou, type RotatedBox, type RotatedBoxOptions } from "../shapes/rotatedBoxIou.js";
// Other programs' masks.
export {
  type PackedOptions,
  runsFromBitmaps,
  runsFromBits,
  runsToBitmaps,
  runsToBits,
} from "../shapes/dialects/bitmapLists.js";
export { type CvatMask, runsFromCvat, runsToCvat } from "../shapes/dialects/cvat.js";
export { runsFromLabelStudio, runsToLabelStudio } from "../shapes/dialects/labelStudio.js";
export { runsFromYolo, runsToYolo, type YoloObject } from "../shapes/dialects/yolo.js";
// Average precision of detections.
export type { DetectionScorerOptions, DetectionUpdateOptions } from "../scorers/detectionOptions.js";
export { DetectionScorer, type DetectionStateJson } from "../scorers/detectionScorer.js";
export type {
  CalibrationOptions,
  CurveOptions,
  IouThresholdOptions,
  ScoreThresholdOptions,
  SuspectOptions,
} from "../scorers/detectionAnalyses.js";
export type {
  DetectionContributions,
  DetectionIntervalOptions,
  DetectionIntervals,
  DetectionMetricOptions,
} from "../scorers/detectionStatistics.js";
export type { CalibrationBin, DetectionCalibration } from "../measures/instances/detectionCalibration.js";
export type { DetectionConfusion, DetectionImageScore } from "../measures/instances/detectionConfusion.js";
export type {
  BestThresholds,
  DetectionCurve,
  DetectionCurves,
  ScoreCut,
} from "../measures/instances/detectionCurves.js";
export type { DetectionErrorKind, DetectionErrors } from "../measures/instances/detectionErrors.js";
export type { DetectionCategoryScore, DetectionScores } from "../measures/instances/detectionScores.js";
export type { DetectionMetric } from "../measures/instances/detectionSet.js";
export type {
  AreaRange,
  DetectionCategory,
  DetectionCategoryOptions,
  DetectionConvention,
  DetectionCorrection,
  DetectionSettings,
  DetectionTask,
} from "../measures/instances/detectionSettings.js";
export type {
  CocoAnnotation,
  CocoResult,
  DetectedObjects,
  DetectionColumns,
  GroundTruthObjects,
  ObjectColumns,
} from "../measures/instances/imageObjects.js";
export type { ScoreOrigin } from "../measures/instances/scoreOrigin.js";
export type { Suspect, SuspectKind } from "../measures/instances/suspects.js";

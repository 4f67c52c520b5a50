export { panopticQuality, type PanopticOptions } from "../measures/panoptic/panopticQuality.js";
export type {
  PanopticCategoryScores,
  PanopticGroup,
  PanopticGroupName,
  PanopticQuality,
} from "../measures/panoptic/panopticScores.js";
export {
  explainPanopticConvention,
  type PanopticConventionName,
} from "../measures/panoptic/panopticConventions.js";
export type {
  PanopticAreas,
  PanopticCategory,
  PanopticCategoryOptions,
  PanopticSettings,
} from "../measures/panoptic/panopticSettings.js";
export type { IdMap, PanopticImage, PanopticSegment } from "../measures/panoptic/panopticSide.js";
export {
  type PanopticComputeOptions,
  PanopticScorer,
  type PanopticScorerOptions,
  type PanopticStateJson,
  type PanopticUpdateOptions,
} from "../scorers/panopticScorer.js";
export type {
  PanopticContributions,
  PanopticIntervalOptions,
  PanopticIntervals,
  PanopticMetricOptions,
} from "../scorers/panopticStatistics.js";
export type { PanopticMetric } from "../measures/panoptic/panopticSet.js";
export { compareModels, type Difference, type ModelComparison } from "../scorers/compareModels.js";
// Segments and lesions out of semantic masks, which are then measured here, too.
export { type ComponentOptions, connectedComponents } from "../volumes/connectedComponents.js";
export type { ConnectedComponents } from "../volumes/foundComponents.js";

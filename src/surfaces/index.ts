export { type BoundaryIou, boundaryIou, type BoundaryOptions } from "../measures/boundary/boundaryIou.js";
export { surfaceDistances, type SurfaceOptions } from "../measures/surfaces/surfaceDistances.js";
export type {
  BothEmpty,
  EmptySide,
  OfSides,
  SurfaceDistances,
  SurfaceScores,
} from "../measures/surfaces/surfaceScores.js";
export type { GridLabels } from "../measures/surfaces/readPair.js";
export type { EdgeKind } from "../volumes/surfaceRequest.js";
// Segments and lesions out of semantic masks, which are then measured here, too.
export { type ComponentOptions, connectedComponents } from "../volumes/connectedComponents.js";
export type { ConnectedComponents } from "../volumes/foundComponents.js";
export {
  BoundaryScorer,
  type BoundaryScorerOptions,
  type BoundaryStateJson,
  type BoundaryUpdateOptions,
} from "../scorers/boundaryScorer.js";
export type {
  BoundaryComputeOptions,
  BoundaryContributions,
  BoundaryIntervalOptions,
  BoundaryIntervals,
  BoundaryMetricOptions,
  BoundaryScores,
  ClassBoundaryScores,
} from "../scorers/boundaryStatistics.js";
export type { BoundaryFigures, BoundaryMetric } from "../measures/boundary/boundarySet.js";
export type { BoundarySettings } from "../measures/boundary/boundarySettings.js";
export {
  SurfaceScorer,
  type SurfaceScorerOptions,
  type SurfaceStateJson,
  type SurfaceUpdateOptions,
} from "../scorers/surfaceScorer.js";
export type {
  MeanScore,
  SurfaceCaseScores,
  SurfaceMeans,
  SurfaceSetScores,
} from "../scorers/surfaceMeans.js";
export type {
  SurfaceComputeOptions,
  SurfaceContributions,
  SurfaceIntervalOptions,
  SurfaceIntervals,
  SurfaceMetricOptions,
} from "../scorers/surfaceStatistics.js";
export type { CaseScores, SurfaceMetric } from "../measures/surfaces/surfaceSet.js";
export type { SurfaceSettings } from "../measures/surfaces/surfaceSettings.js";

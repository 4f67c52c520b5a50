export { type ComponentOptions, connectedComponents } from "../volumes/connectedComponents.js";
export type { ConnectedComponents } from "../volumes/foundComponents.js";
export type { Connectivity } from "../volumes/connectivity.js";
export {
  type ClassComponentScores,
  type ComponentInstance,
  type ComponentQuality,
  componentQuality,
  type ComponentQualityOptions,
  type LeftOutCounts,
} from "../measures/components/componentQuality.js";
export type { InstanceMasks } from "../measures/components/instanceMasks.js";
export type { InstanceSurfaceMeans } from "../measures/components/instanceSurfaces.js";
export type {
  InstanceSurfaceOptions,
  InstanceSurfaceSettings,
} from "../measures/components/instanceSurfaceSettings.js";
export type {
  ComponentFigures,
  ComponentMeans,
  ComponentMetric,
  InstanceMetric,
} from "../measures/components/componentScores.js";
export type { ComponentSettings, MatchOptions, MatchRule } from "../measures/components/componentSettings.js";
export {
  ComponentScorer,
  type ComponentScorerOptions,
  type ComponentStateJson,
  type ComponentUpdateOptions,
} from "../scorers/componentScorer.js";
export type {
  ComponentComputeOptions,
  ComponentContributions,
  ComponentIntervalOptions,
  ComponentIntervals,
  ComponentMetricOptions,
  ComponentScores,
} from "../scorers/componentStatistics.js";

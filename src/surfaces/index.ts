export { type BoundaryIou, boundaryIou, type BoundaryOptions } from "../measures/surfaces/boundaryIou.js";
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

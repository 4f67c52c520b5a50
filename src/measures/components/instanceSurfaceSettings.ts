import { deepFreeze, readOptions } from "../../reading/options.js";
import type { EdgeKind } from "../../volumes/surfaceRequest.js";
import { readSurfaceSettings } from "../surfaces/surfaceSettings.js";

/** How the surfaces of matched components are measured: the options of surfaceDistances. */
export interface InstanceSurfaceOptions {
  /** How far apart surfaces may be and still agree, for nsd, in the unit of the spacing; default none. */
  readonly tolerances?: readonly number[] | undefined;
  /** Of the robust Hausdorff distance, 0 to 100; default 95. */
  readonly percentile?: number | undefined;
  /** "erosion" (default) or "surfels". */
  readonly edges?: EdgeKind | undefined;
}

/** InstanceSurfaceOptions, checked and complete; plain JSON. */
export interface InstanceSurfaceSettings {
  readonly tolerances: readonly number[];
  readonly percentile: number;
  readonly edges: EdgeKind;
}

/** @throws {TypeError | RangeError} an option is unknown, of the wrong kind or impossible */
export function readInstanceSurfaces(value: unknown): InstanceSurfaceSettings {
  const given = readOptions(value, ["tolerances", "percentile", "edges"], "surfaces");
  const { tolerances, percentile, edges } = readSurfaceSettings(given);
  return deepFreeze({ tolerances, percentile, edges });
}

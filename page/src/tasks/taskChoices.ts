import { signal } from "@preact/signals";
import type { MatchRule } from "../../../src/measures/components/componentSettings.js";
import type { PanopticConventionName } from "../../../src/measures/panoptic/panopticConventions.js";
import type { Connectivity } from "../../../src/volumes/connectivity.js";
import type { EdgeKind } from "../../../src/volumes/surfaceRequest.js";

/** What is scored: overlap of classes, or what other tasks measure. */
export const TASKS = [
  ["overlap", "Overlap (IoU, Dice)"],
  ["boundary", "Boundaries"],
  ["surfaces", "Surfaces (Hausdorff)"],
  ["components", "Components (lesions)"],
  ["panoptic", "Panoptic segments"],
  ["boxes", "Detections: boxes"],
  ["masks", "Detections: masks"],
] as const;

export type PageTask = (typeof TASKS)[number][0];

/** Average precision of instances. */
export type DetectionPageTask = Extract<PageTask, "boxes" | "masks">;

export function isDetectionTask(chosen: PageTask): chosen is DetectionPageTask {
  return chosen === "boxes" || chosen === "masks";
}

/** Whether JSON files and folders go to a side as they are: they say themselves what is in them. */
export function takesJson(chosen: PageTask): boolean {
  return chosen === "panoptic" || isDetectionTask(chosen);
}

export const task = signal<PageTask>("overlap");

// What is said of each task; empty where the defaults are meant.

/** Of all tasks of masks. */
export interface MaskChoices {
  /** The class that is not scored. */
  readonly background: number | undefined;
  /** Lengths along x, y and, of volumes, z. */
  readonly spacing: readonly number[] | undefined;
}

export const maskChoices = signal<MaskChoices>({ background: undefined, spacing: undefined });

export interface ComponentChoices {
  readonly match: MatchRule | undefined;
  readonly iouThreshold: number | undefined;
  readonly minPixels: number | undefined;
  /** In the unit of the spacing. */
  readonly minVolume: number | undefined;
  /** How many neighbours a pixel has. */
  readonly connectivity: Connectivity | undefined;
}

export const componentChoices = signal<ComponentChoices>({
  match: undefined,
  iouThreshold: undefined,
  minPixels: undefined,
  minVolume: undefined,
  connectivity: undefined,
});

export interface BoundaryChoices {
  /** Of the image's diagonal; or pixels. */
  readonly ratio: number | undefined;
  readonly distance: number | undefined;
}

export const boundaryChoices = signal<BoundaryChoices>({ ratio: undefined, distance: undefined });

export interface SurfaceChoices {
  readonly tolerances: readonly number[] | undefined;
  readonly percentile: number | undefined;
  readonly edges: EdgeKind | undefined;
}

export const surfaceChoices = signal<SurfaceChoices>({
  tolerances: undefined,
  percentile: undefined,
  edges: undefined,
});

export interface PanopticChoices {
  readonly convention: PanopticConventionName | undefined;
}

export const panopticChoices = signal<PanopticChoices>({ convention: undefined });

import { signal } from "@preact/signals";
import type { Connectivity } from "../../../src/volumes/connectivity.js";
import type { MatchRule } from "../../../src/measures/components/componentSettings.js";

/** What is scored: overlap of classes, or what other tasks measure. */
export const TASKS = [
  ["overlap", "Overlap (IoU, Dice)"],
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

/** What is said of components; empty where the defaults are meant. */
export interface ComponentChoices {
  readonly match: MatchRule | undefined;
  readonly iouThreshold: number | undefined;
  readonly minPixels: number | undefined;
  /** How many neighbours a pixel has. */
  readonly connectivity: Connectivity | undefined;
}

export const componentChoices = signal<ComponentChoices>({
  match: undefined,
  iouThreshold: undefined,
  minPixels: undefined,
  connectivity: undefined,
});

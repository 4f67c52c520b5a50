import { signal } from "@preact/signals";
import type { Connectivity } from "../../../src/volumes/connectivity.js";
import type { MatchRule } from "../../../src/measures/components/componentSettings.js";

/** What is scored: overlap of classes, or what other tasks measure. */
export const TASKS = [
  ["overlap", "Overlap (IoU, Dice)"],
  ["components", "Components (lesions)"],
  ["panoptic", "Panoptic segments"],
] as const;

export type PageTask = (typeof TASKS)[number][0];

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

import { contradiction, wrongLength, wrongType, wrongValue } from "../../errors/argument.js";
import { describe } from "../../errors/describe.js";
import { labelOutOfRange } from "../../errors/labels.js";
import type { LabelArray } from "../../types.js";
import { readGridLabels } from "../../volumes/connectedComponents.js";
import { stepsOf } from "../../volumes/connectivity.js";
import type { ConnectedComponents } from "../../volumes/foundComponents.js";
import { type Grid, readGrid } from "../../volumes/grid.js";
import { MAX_COMPONENT_CLASSES, type MatchSettings } from "./componentSettings.js";
import { type MatchedImage, matchComponents } from "./matchComponents.js";

/** What is told of an image. */
export interface ImageGridOptions {
  /** [height, width] or [depth, height, width], the last axis fastest. */
  readonly shape: readonly number[];
  /** How far neighbours are apart along each axis of shape; needed where minVolume is told. */
  readonly spacing?: readonly number[] | undefined;
}

/** An image whose components are matched. */
export interface ComponentImage extends MatchedImage {
  readonly grid: Grid;
  readonly spacing: readonly number[] | undefined;
  readonly ignoredCount: number;
}

/** Both sides of an image, read but not looked at; plain data, which can be matched elsewhere. */
export interface ComponentJob {
  readonly groundTruth: LabelArray;
  readonly prediction: LabelArray;
  readonly grid: Grid;
  readonly spacing: readonly number[] | undefined;
  readonly minPixels: number;
  readonly settings: MatchSettings;
  /** Labels but background must be below; undefined: any label is a class. */
  readonly numClasses: number | undefined;
}

/** @throws {TypeError | RangeError} an argument is wrong */
export function readComponentJob(
  groundTruth: unknown,
  prediction: unknown,
  told: { readonly shape?: unknown; readonly spacing?: unknown },
  settings: MatchSettings,
  numClasses: number | undefined,
): ComponentJob {
  const grid = readGrid(told.shape);
  stepsOf(settings.connectivity ?? undefined, grid);
  const spacing = readSpacing(told.spacing, grid);
  const minPixels = minPixelsOf(settings, spacing);
  return {
    groundTruth: readGridLabels(groundTruth, grid, "groundTruth"),
    prediction: readGridLabels(prediction, grid, "prediction"),
    grid,
    spacing,
    minPixels,
    settings,
    numClasses,
  };
}

/**
 * Finds and matches the components of both sides.
 *
 * @throws {RangeError} a label is no class, cannot be made background, or there is no memory
 */
export function matchedImage(job: ComponentJob): ComponentImage {
  const { grid, spacing, minPixels, settings, numClasses } = job;
  const { ignoredCount, ...labels } = withoutIgnored(job, settings);
  const matched = matchComponents(labels, grid, settings, minPixels);
  for (const side of ["groundTruth", "prediction"] as const) {
    if (numClasses !== undefined) requireClasses(matched[side], side, numClasses);
  }
  return { ...matched, grid, spacing, ignoredCount };
}

function readSpacing(value: unknown, { shape }: Grid): readonly number[] | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw wrongType("spacing", "an array of one length an axis", describe(value));
  const lengths = Array.from(value as readonly unknown[]);
  if (lengths.length !== shape.length) {
    throw wrongLength("spacing", `${shape.length} lengths, one an axis of shape`, String(lengths.length));
  }
  for (const length of lengths) {
    if (typeof length !== "number") throw wrongType("spacing", "numbers", describe(value));
    if (!(length > 0 && length < Infinity)) {
      throw wrongValue("spacing", "finite numbers above 0", describe(value));
    }
  }
  return lengths as number[];
}

/** A volume that is a whole number of pixels is that many, although decimal fractions round. */
const ROUNDING = 1e-12;

function minPixelsOf(
  { minPixels, minVolume }: MatchSettings,
  spacing: readonly number[] | undefined,
): number {
  if (minVolume === null) return minPixels;
  if (spacing === undefined) {
    throw contradiction("minVolume", "a spacing that says what a pixel's volume is", "none", "pass spacing");
  }
  const pixelVolume = spacing.reduce((product, length) => product * length, 1);
  if (!(pixelVolume > 0 && pixelVolume < Infinity)) {
    throw wrongValue("spacing", "lengths whose product is a number", String(pixelVolume));
  }
  return Math.max(1, Math.ceil((minVolume / pixelVolume) * (1 - ROUNDING)));
}

interface Sides {
  readonly groundTruth: LabelArray;
  readonly prediction: LabelArray;
}

/** Both sides with background where the ground truth is ignored: copies, where there are such pixels. */
function withoutIgnored(
  { groundTruth, prediction }: Sides,
  { ignoreIndex, background }: MatchSettings,
): Sides & { readonly ignoredCount: number } {
  const first = ignoreIndex === null ? -1 : groundTruth.indexOf(ignoreIndex);
  if (first < 0) return { groundTruth, prediction, ignoredCount: 0 };
  const [ours, theirs] = [groundTruth.slice(), prediction.slice()];
  let ignoredCount = 0;
  for (let pixel = first; pixel < ours.length; pixel++) {
    if (ours[pixel] !== ignoreIndex) continue;
    ours[pixel] = background;
    theirs[pixel] = background;
    ignoredCount++;
  }
  for (const [labels, argument] of [
    [ours, "groundTruth"],
    [theirs, "prediction"],
  ] as const) {
    if (labels[first] !== background) {
      throw contradiction(
        "ignoreIndex",
        `a background that ${argument}, a ${labels[Symbol.toStringTag]}, can hold`,
        String(background),
      );
    }
  }
  return { groundTruth: ours, prediction: theirs, ignoredCount };
}

/** @throws {RangeError} a component's label is no class */
function requireClasses(
  { labels, componentIds }: ConnectedComponents,
  side: "groundTruth" | "prediction",
  numClasses: number,
): void {
  const index = labels.findIndex((label) => label < 0 || label >= numClasses);
  if (index < 0) return;
  const label = labels[index] as number;
  const pixel = componentIds.indexOf(index + 1);
  throw labelOutOfRange({ side, label, pixel, numClasses }, MAX_COMPONENT_CLASSES);
}

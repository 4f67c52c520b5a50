import { outOfMemory } from "../errors/argument.js";
import { formatShape } from "../errors/describe.js";
import { readLabels } from "../reading/labels.js";
import { readInteger, readOptions } from "../reading/options.js";
import type { LabelArray, Labels } from "../types.js";
import { type Connectivity, stepsOf } from "./connectivity.js";
import { floodComponents } from "./floodComponents.js";
import type { ConnectedComponents } from "./foundComponents.js";
import { type Grid, readGrid, requireGridLength } from "./grid.js";
import { narrowLabels } from "./labelBits.js";
import { runComponents } from "./runComponents.js";
import { withVolumeKernels } from "./volumeEngine.js";

export interface ComponentOptions {
  /** [height, width] or [depth, height, width], the last axis fastest; together at most 2^31 - 1 pixels. */
  readonly shape: readonly number[];
  /**
   * Neighbours of a pixel: 4 or 8 of an image, 6, 18 or 26 of a volume. Default: all of them, 8 or 26, as BraTS and cc3d have
   * it; SciPy's default is 4 or 6.
   */
  readonly connectivity?: Connectivity | undefined;
  /** The label that is no component; any integer, default 0. */
  readonly background?: number | undefined;
}

/**
 * The connected components of a label map: pixels of one label that hang together. Where two labels touch, there are two
 * components.
 *
 * @param labelMap one label a pixel: an integer typed array, 64-bit ones as far as they fit 32 bits; row-major
 * @param options shape, connectivity, background
 * @returns arrays of the caller's own. Beside them, 16 bytes a run of equal labels in a row are needed, at most 4 GiB
 * @throws {TypeError} labelMap or an option is of the wrong kind, or the array's memory is gone
 * @throws {RangeError} labelMap is not of this shape, the connectivity is another shape's, an option is unknown or impossible,
 *   or there is no memory left
 * @see Rosenfeld and Pfaltz, "Sequential operations in digital picture processing" (1966)
 * @example connectedComponents(Uint8Array.of(1, 0, 2, 2), { shape: [2, 2] }).count // 2
 */
export function connectedComponents(labelMap: Labels, options: ComponentOptions): ConnectedComponents {
  const { labels, grid, background, steps } = readSearch(labelMap, options);
  return findComponents(labels, grid, background, steps, "labelMap");
}

/** What connectedComponents was asked for, checked; plain data, which can be searched elsewhere. */
export interface ComponentSearch {
  readonly labels: LabelArray;
  readonly grid: Grid;
  readonly background: number;
  readonly steps: number;
}

/** @throws {TypeError | RangeError} as connectedComponents */
export function readSearch(labelMap: unknown, options: unknown): ComponentSearch {
  const given = readOptions(options, ["shape", "connectivity", "background"], "options");
  const grid = readGrid(given.shape);
  const steps = stepsOf(given.connectivity, grid);
  const background = readBackground(given.background);
  return { labels: readGridLabels(labelMap, grid, "labelMap"), grid, background, steps };
}

/** The label of no component. */
export function readBackground(value: unknown): number {
  return readInteger(value ?? 0, "background", -(2 ** 31), 2 ** 32 - 1);
}

/** Labels of a grid in at most 32 bits. */
export function readGridLabels(value: unknown, grid: Grid, argument: string): LabelArray {
  const labels = readLabels(value, argument);
  requireGridLength(labels, grid, argument);
  return narrowLabels(labels, argument);
}

/** The same of checked arguments. */
export function findComponents(
  labels: LabelArray,
  grid: Grid,
  background: number,
  steps: number,
  argument: string,
): ConnectedComponents {
  const found = roomFor(argument, grid, () =>
    withVolumeKernels((kernels) =>
      kernels === undefined
        ? floodComponents(labels, grid, background, steps)
        : runComponents(kernels, labels, grid, background, steps),
    ),
  );
  return { count: found.areas.length, ...found };
}

/** Memory that does not grow, and arrays that there is no room for, are RangeErrors of the engine. */
function roomFor<T>(argument: string, { shape }: Grid, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw outOfMemory(
      argument,
      "a map whose runs of equal labels fit 4 GiB, and whose components fit memory",
      formatShape(shape),
      "look at parts of it",
      { cause },
    );
  }
}

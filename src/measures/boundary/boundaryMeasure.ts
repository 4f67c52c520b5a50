import { wrongType, wrongValue } from "../../errors/argument.js";
import { describe } from "../../errors/describe.js";
import { readOptions } from "../../reading/options.js";
import {
  addCounts,
  compactCounts,
  compareCounts,
  type CountsJson,
  countsFromJson,
  countsToJson,
  decodeCounts,
  encodeCounts,
  readWhole,
} from "../counts.js";
import type { Measure } from "../measure.js";
import { addRow, type BoundaryRow, CELLS, sumsAt, truthCounts } from "./boundaryRow.js";
import {
  type BoundarySettings,
  boundarySettingsDifference,
  boundarySettingsFromJson,
  isScored,
  labelCount,
} from "./boundarySettings.js";

/** A row as plain JSON. */
export interface BoundaryRowJson extends CountsJson {
  readonly pixelCount: number;
  readonly distances: readonly number[];
}

const ROW_KEYS = ["id", "weight", "pixelCount", "distances", "cells", "counts"] as const;

/** Boundary IoU: pixels near the borders of both sides. */
export const boundaryMeasure: Measure<BoundarySettings, BoundaryRow, BoundaryRowJson> = {
  name: "boundary",
  version: 1,
  isOfVersion1: false,
  settingsToJson: (settings) => settings,
  settingsFromJson: boundarySettingsFromJson,
  settingsDifference: boundarySettingsDifference,
  keepsImages: ({ perImage }) => perImage,

  empty: (settings) => ({
    ...compactCounts({ counts: new Float64Array(0), cells: new Uint32Array(0) }, cellCountOf(settings)),
    pixelCount: 0,
    distances: [0, 0],
  }),

  add: (a, b, settings) => ({
    ...addCounts(a, b, cellCountOf(settings)),
    pixelCount: a.pixelCount + b.pixelCount,
    distances: widened(a.distances, b.distances),
  }),

  pixelCount: (row) => row.pixelCount,

  compare: (a, b) =>
    a.pixelCount - b.pixelCount ||
    a.distances[0] - b.distances[0] ||
    a.distances[1] - b.distances[1] ||
    compareCounts(a, b),

  hasSameTruth: (a, b, settings) =>
    a.pixelCount === b.pixelCount &&
    a.distances[0] === b.distances[0] &&
    truthCounts(a, settings).every((count, label) => count === truthCounts(b, settings)[label]),

  layoutOf: () => 0,

  write(row, writer) {
    writer.integer(row.pixelCount);
    for (const distance of row.distances) writer.integer(distance);
    encodeCounts(row, writer);
  },

  read(reader, layout) {
    if (layout !== 0) throw new RangeError(`a row of an unknown layout, ${layout}`);
    const pixelCount = reader.integer();
    const distances = [reader.integer(), reader.integer()];
    return { pixelCount, distances, ...decodeCounts(reader) };
  },

  rowToJson: ({ pixelCount, distances, ...counts }) => ({
    pixelCount,
    distances: [...distances],
    ...countsToJson(counts),
  }),

  rowFromJson(saved, place, settings) {
    const { pixelCount, distances, cells, counts } = readOptions(saved, ROW_KEYS, place);
    const cellCount = cellCountOf(settings);
    const row: BoundaryRow = {
      ...compactCounts(
        countsFromJson(cells, counts, [`${place}.cells`, `${place}.counts`], cellCount),
        cellCount,
      ),
      pixelCount: readWhole(pixelCount, `${place}.pixelCount`),
      distances: readDistances(distances, `${place}.distances`),
    };
    requirePossible(row, place, settings);
    return row;
  },
};

function cellCountOf(settings: BoundarySettings): number {
  return labelCount(settings) * CELLS;
}

function widened(a: BoundaryRow["distances"], b: BoundaryRow["distances"]): BoundaryRow["distances"] {
  if (a[0] === 0) return b;
  if (b[0] === 0) return a;
  return [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
}

function readDistances(value: unknown, place: string): BoundaryRow["distances"] {
  if (!Array.isArray(value) || value.length !== 2) throw wrongType(place, "two numbers", describe(value));
  const [least, most] = value.map((distance, i) => readWhole(distance, `${place}[${i}]`)) as [number, number];
  return [least, most];
}

/** An image has room for its boundaries, and both sides for what is on both. */
function requirePossible(row: BoundaryRow, place: string, settings: BoundarySettings): void {
  const { pixelCount, distances } = row;
  const [least, most] = distances;
  const isOfNone = !settings.perImage && pixelCount === 0;
  const areDistances =
    (isOfNone ? most === 0 : least > 0 && least <= most) &&
    (isOfNone || settings.distance === null || (least === settings.distance && most === least)) &&
    (!settings.perImage || least === most);
  if (!areDistances || (settings.perImage && pixelCount === 0)) {
    throw wrongValue(
      `${place}.distances`,
      "the distances that such settings give",
      `${least} to ${most}, of ${pixelCount} pixels`,
    );
  }
  const sums = new Float64Array(cellCountOf(settings));
  addRow(row, 1, sums);
  const total = { groundTruth: 0, prediction: 0 };
  for (let label = 0; label < labelCount(settings); label++) {
    const { intersection, groundTruth, prediction } = sumsAt(sums, label);
    const isPossible = isScored(settings, label)
      ? intersection <= Math.min(groundTruth, prediction)
      : groundTruth + prediction + intersection === 0;
    if (!isPossible) {
      throw wrongValue(
        `${place}.counts`,
        "boundaries of classes that are scored, and no more on both sides than on either",
        `${intersection}, ${groundTruth} and ${prediction} pixels of class ${label}`,
      );
    }
    total.groundTruth += groundTruth;
    total.prediction += prediction;
  }
  const all = Math.max(total.groundTruth, total.prediction);
  if (!(all <= pixelCount)) {
    throw wrongValue(
      `${place}.pixelCount`,
      `at least ${all} pixels, those of its boundaries`,
      String(pixelCount),
    );
  }
}

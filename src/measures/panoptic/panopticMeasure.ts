import { wrongType, wrongValue } from "../../errors/argument.js";
import { describe } from "../../errors/describe.js";
import { entriesOf } from "../../counting/entries.js";
import { readOptions } from "../../reading/options.js";
import {
  addCounts,
  compareCounts,
  type CountsJson,
  countsFromJson,
  countsToJson,
  decodeCounts,
  decodeGroups,
  encodeCounts,
  encodeGroups,
  readWhole,
} from "../counts.js";
import type { Measure } from "../measure.js";
import { CATEGORY_CELLS, categoryCell, cellCountOf, ODD_CELLS, OVERLAP_NUMBERS } from "./panopticCells.js";
import { compactRow, type Overlaps, type PanopticRow } from "./panopticRow.js";
import { requirePossible } from "./panopticRowChecks.js";
import {
  type PanopticSettings,
  panopticSettingsDifference,
  panopticSettingsFromJson,
} from "./panopticSettings.js";
import {
  addSums,
  compareSums,
  readSums,
  type SumsJson,
  sumsFromJson,
  sumsOf,
  sumsToJson,
  writeSums,
} from "./panopticSums.js";

/** A row as plain JSON: overlaps of an image, or sums of many. */
export interface PanopticRowJson extends CountsJson {
  readonly pixelCount: number;
  readonly voidCount: number;
  readonly overlaps?: readonly [panopticapi: readonly number[], torchmetrics: readonly number[]];
  readonly sums?: SumsJson;
}

const ROW_KEYS = ["id", "weight", "pixelCount", "voidCount", "cells", "counts", "overlaps", "sums"] as const;

const NO_OVERLAPS: Overlaps = [new Float64Array(0), new Float64Array(0)];

/** Layouts of a row: an image's overlaps, or the sums of many. */
const [IMAGE, SUM] = [0, 1];

/** Panoptic segments, matched by panopticapi's rules and by torchmetrics'. */
export const panopticMeasure: Measure<PanopticSettings, PanopticRow, PanopticRowJson> = {
  name: "panoptic",
  version: 1,
  isOfVersion1: false,
  settingsToJson: (settings) => settings,
  settingsFromJson: panopticSettingsFromJson,
  settingsDifference: panopticSettingsDifference,
  keepsImages: ({ perImage }) => perImage,

  empty: () => ({
    pixelCount: 0,
    voidCount: 0,
    counts: new Float64Array(0),
    cells: new Uint32Array(0),
    overlaps: NO_OVERLAPS,
    sums: new Map(),
  }),

  add: (a, b, settings) => ({
    pixelCount: a.pixelCount + b.pixelCount,
    voidCount: a.voidCount + b.voidCount,
    ...addCounts(a, b, cellCountOf(settings)),
    overlaps: NO_OVERLAPS,
    sums: addSums(a.sums ?? sumsOf(a.overlaps), b.sums ?? sumsOf(b.overlaps)),
  }),

  pixelCount: (row) => row.pixelCount,

  compare: (a, b) =>
    a.pixelCount - b.pixelCount ||
    a.voidCount - b.voidCount ||
    compareCounts(a, b) ||
    compareArrays(a.overlaps[0], b.overlaps[0]) ||
    compareArrays(a.overlaps[1], b.overlaps[1]) ||
    compareSums(a.sums, b.sums),

  hasSameTruth: (a, b, settings) =>
    a.pixelCount === b.pixelCount &&
    a.voidCount === b.voidCount &&
    truthCounts(a, settings).every((count, i) => count === truthCounts(b, settings)[i]),

  layoutOf: (row) => (row.sums === undefined ? IMAGE : SUM),

  write(row, writer) {
    writer.integer(row.pixelCount);
    writer.integer(row.voidCount);
    encodeCounts(row, writer);
    if (row.sums !== undefined) {
      writeSums(row.sums, writer);
      return;
    }
    for (const overlaps of row.overlaps) encodeGroups(overlaps, OVERLAP_NUMBERS, writer);
  },

  read(reader, layout) {
    if (layout > SUM) throw new RangeError(`a row of an unknown layout, ${layout}`);
    const row = { pixelCount: reader.integer(), voidCount: reader.integer(), ...decodeCounts(reader) };
    return layout === SUM
      ? { ...row, sums: readSums(reader) }
      : { ...row, overlaps: [decodeGroups(reader, OVERLAP_NUMBERS), decodeGroups(reader, OVERLAP_NUMBERS)] };
  },

  rowToJson: ({ pixelCount, voidCount, overlaps, sums, ...counts }) => ({
    pixelCount,
    voidCount,
    ...countsToJson(counts),
    ...(sums === undefined
      ? { overlaps: [Array.from(overlaps[0]), Array.from(overlaps[1])] }
      : { sums: sumsToJson(sums) }),
  }),

  rowFromJson(saved, place, settings) {
    const given = readOptions(saved, ROW_KEYS, place);
    const isSum = given.sums !== undefined;
    if (isSum === settings.perImage || isSum === (given.overlaps !== undefined)) {
      throw wrongType(
        place,
        settings.perImage ? "the overlaps of an image" : "sums of images",
        isSum ? "sums" : "overlaps",
      );
    }
    const row = {
      ...countsFromJson(
        given.cells,
        given.counts,
        [`${place}.cells`, `${place}.counts`],
        cellCountOf(settings),
      ),
      pixelCount: readWhole(given.pixelCount, `${place}.pixelCount`),
      voidCount: readWhole(given.voidCount, `${place}.voidCount`),
      overlaps: isSum ? NO_OVERLAPS : readOverlapLists(given.overlaps, `${place}.overlaps`, settings),
      ...(isSum ? { sums: sumsFromJson(given.sums, `${place}.sums`, settings) } : {}),
    };
    if (row.voidCount > row.pixelCount) {
      throw wrongValue(`${place}.voidCount`, `at most ${row.pixelCount}`, String(row.voidCount));
    }
    const sparse = compactRow(row, settings);
    requirePossible(sparse, place, settings);
    return sparse;
  },
};

/** What the ground truth alone decides: its segments by category, and what was odd about them. */
function truthCounts(row: PanopticRow, { categories }: PanopticSettings): number[] {
  const segments = new Array<number>(categories.length).fill(0);
  const odd: number[] = ODD_CELLS.map(() => 0);
  const width = CATEGORY_CELLS.length;
  for (const [cell, count] of entriesOf(row)) {
    const category = Math.floor(cell / width);
    if (category >= categories.length) {
      const name = ODD_CELLS[cell - categories.length * width];
      if (name === "truthUnlisted" || name === "truthUnpainted" || name === "crowdTrue") {
        odd[ODD_CELLS.indexOf(name)] = count;
      }
    } else if (
      cell === categoryCell(category, "truePositives") ||
      cell === categoryCell(category, "falseNegatives")
    ) {
      segments[category] = (segments[category] as number) + count;
    }
  }
  return [...segments, ...odd];
}

function compareArrays(a: Float64Array, b: Float64Array): number {
  if (a.length !== b.length) return a.length - b.length;
  const differing = a.findIndex((value, i) => value !== b[i]);
  return differing < 0 ? 0 : (a[differing] as number) - (b[differing] as number);
}

function readOverlapLists(value: unknown, place: string, settings: PanopticSettings): Overlaps {
  if (!Array.isArray(value) || value.length !== 2) {
    throw wrongType(place, "two arrays, of panopticapi and of torchmetrics", describe(value));
  }
  const [ours, theirs] = value.map((list: unknown, rule) => {
    if (!Array.isArray(list) || list.length % OVERLAP_NUMBERS !== 0) {
      throw wrongType(`${place}[${rule}]`, "categories, intersections and unions", describe(list));
    }
    return Float64Array.from(list, (number, i) => {
      const at = `${place}[${rule}][${i}]`;
      const read =
        i % OVERLAP_NUMBERS === 0
          ? readWhole(number, at, settings.categories.length - 1)
          : readWhole(number, at);
      if (read === 0 && i % OVERLAP_NUMBERS !== 0) throw wrongValue(at, "pixels above 0", "0");
      return read;
    });
  });
  return [ours as Float64Array, theirs as Float64Array];
}

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
import type { Counts } from "../../counting/entries.js";
import type { Measure } from "../measure.js";
import {
  type ThresholdSettings,
  thresholdSettingsDifference,
  thresholdSettingsFromJson,
} from "./thresholdSettings.js";
import { readOptions } from "../../reading/options.js";
import { cellCountOf, truthAreas } from "./thresholdCells.js";

/** One image's probabilities by class, bin and truth: a cell is (class * (bins + 1) + bin) * 2, + 1 of foreground. */
export interface ThresholdRow extends Counts {
  /** Values whose truth is ignoreIndex. */
  readonly ignoredCount: number;
}

/** A row as plain JSON. */
export interface ThresholdRowJson extends CountsJson {
  readonly ignoredCount: number;
}

const ROW_KEYS = ["id", "weight", "ignoredCount", "cells", "counts"] as const;

/** Histograms of probabilities, of foreground and background apart: binary overlap at every threshold k / bins. */
export const thresholdMeasure: Measure<ThresholdSettings, ThresholdRow, ThresholdRowJson> = {
  name: "thresholds",
  version: 1,
  isOfVersion1: false,
  settingsToJson: (settings) => settings,
  settingsFromJson: thresholdSettingsFromJson,
  settingsDifference: thresholdSettingsDifference,
  keepsImages: ({ perImage }) => perImage,
  empty: (settings) =>
    compactRow({ counts: new Float64Array(0), cells: new Uint32Array(0), ignoredCount: 0 }, settings),

  add: (a, b, settings) => ({
    ...addCounts(a, b, cellCountOf(settings)),
    ignoredCount: a.ignoredCount + b.ignoredCount,
  }),

  pixelCount: (row) => row.counts.reduce((sum, count) => sum + count, row.ignoredCount),

  compare: (a, b) => a.ignoredCount - b.ignoredCount || compareCounts(a, b),

  hasSameTruth(a, b, settings) {
    const [ours, theirs] = [truthAreas(a, settings), truthAreas(b, settings)];
    return a.ignoredCount === b.ignoredCount && ours.every((area, i) => area === theirs[i]);
  },

  layoutOf: () => 0,

  write(row, writer) {
    writer.integer(row.ignoredCount);
    encodeCounts(row, writer);
  },

  read(reader, layout) {
    if (layout !== 0) throw new RangeError(`a row of an unknown layout, ${layout}`);
    return { ignoredCount: reader.integer(), ...decodeCounts(reader) };
  },

  rowToJson: (row) => ({ ignoredCount: row.ignoredCount, ...countsToJson(row) }),

  rowFromJson(saved, place, settings) {
    const { ignoredCount, cells, counts } = readOptions(saved, ROW_KEYS, place);
    return compactRow(
      {
        ...countsFromJson(cells, counts, [`${place}.cells`, `${place}.counts`], cellCountOf(settings)),
        ignoredCount: readWhole(ignoredCount, `${place}.ignoredCount`),
      },
      settings,
    );
  },
};

/** The same row in whichever form takes less memory. */
export function compactRow(row: ThresholdRow, settings: ThresholdSettings): ThresholdRow {
  return { ...compactCounts(row, cellCountOf(settings)), ignoredCount: row.ignoredCount };
}

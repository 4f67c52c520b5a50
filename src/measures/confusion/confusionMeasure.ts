import { addConfusionMatrices, emptyMatrix } from "../../counting/addConfusion.js";
import { entriesOf, pixelsIn } from "../../counting/entries.js";
import { wrongValue } from "../../errors/argument.js";
import { describe } from "../../errors/describe.js";
import { readOptions } from "../../reading/options.js";
import type { ConfusionMatrix } from "../../types.js";
import {
  compareCounts,
  type CountsJson,
  countsFromJson,
  countsToJson,
  decodeCounts,
  encodeCounts,
  readWhole,
} from "../counts.js";
import type { Measure } from "../measure.js";
import { compact } from "./countedRows.js";
import { type ScorerSettings, settingsDifference, settingsFromJson, settingsToJson } from "./settings.js";

/** An image's counts as plain JSON; a cell is groundTruth * numClasses + prediction. */
export interface ConfusionRowJson extends CountsJson {
  /** Pixels. */
  readonly ignoredCount: number;
  /** Pixels predicted void that count as missed, by their true class (cells); left out where there are none. */
  readonly voidPredictions?: CountsJson;
}

const ROW_KEYS = ["id", "weight", "ignoredCount", "cells", "counts", "voidPredictions"] as const;

/** A row with void predictions has them behind its cells. */
const WITH_VOID = 1;

/** How often each ground-truth class met each predicted one: what every convention is scored from. */
export const confusionMeasure: Measure<ScorerSettings, ConfusionMatrix, ConfusionRowJson> = {
  name: "confusion",
  version: 1,
  isOfVersion1: true,
  settingsToJson,
  settingsFromJson,
  settingsDifference,
  keepsImages: ({ perImage }) => perImage,
  empty: ({ numClasses }) => compact(emptyMatrix(numClasses)),
  add: addConfusionMatrices,
  pixelCount: (row) => pixelsIn(row),

  compare(a, b) {
    if (a.ignoredCount !== b.ignoredCount) return a.ignoredCount - b.ignoredCount;
    return compareCounts(a, b) || compareCounts(voidOf(a), voidOf(b));
  },

  hasSameTruth(a, b) {
    const [ours, theirs] = [truthAreas(a), truthAreas(b)];
    return ours.every((area, c) => area === theirs[c]);
  },

  layoutOf: ({ voidPredictions }) => (voidPredictions === undefined ? 0 : WITH_VOID),

  write(row, writer) {
    writer.integer(row.ignoredCount);
    encodeCounts(row, writer);
    if (row.voidPredictions !== undefined) encodeCounts(voidOf(row), writer);
  },

  read(reader, layout) {
    const row = { ignoredCount: reader.integer(), ...decodeCounts(reader) };
    if (layout === 0) return row;
    if (layout !== WITH_VOID) throw new RangeError(`a row of an unknown layout, ${layout}`);
    return { ...row, voidPredictions: decodeCounts(reader) };
  },

  rowToJson(row) {
    const json = { ignoredCount: row.ignoredCount, ...countsToJson(row) };
    return row.voidPredictions === undefined ? json : { ...json, voidPredictions: countsToJson(voidOf(row)) };
  },

  rowFromJson(saved, place, { numClasses }) {
    const { ignoredCount, cells, counts, voidPredictions } = readOptions(saved, ROW_KEYS, place);
    const matrix = {
      numClasses,
      ...countsFromJson(cells, counts, [`${place}.cells`, `${place}.counts`], numClasses * numClasses),
      ignoredCount: readWhole(ignoredCount, `${place}.ignoredCount`),
    };
    return compact(
      voidPredictions === undefined
        ? matrix
        : {
            ...matrix,
            voidPredictions: voidFromJson(voidPredictions, `${place}.voidPredictions`, numClasses),
          },
    );
  },
};

/** Pixels of each class, whatever was predicted. */
function truthAreas(matrix: ConfusionMatrix): Float64Array {
  const { numClasses, voidPredictions } = matrix;
  const areas = voidPredictions?.slice() ?? new Float64Array(numClasses);
  for (const [cell, count] of entriesOf(matrix)) {
    const c = Math.floor(cell / numClasses);
    areas[c] = (areas[c] as number) + count;
  }
  return areas;
}

const NO_COUNTS = new Float64Array(0);

function voidOf({ voidPredictions }: ConfusionMatrix): { readonly counts: Float64Array } {
  return { counts: voidPredictions ?? NO_COUNTS };
}

function voidFromJson(value: unknown, place: string, numClasses: number): Float64Array {
  const { cells, counts } = readOptions(value, ["cells", "counts"], place);
  const read = countsFromJson(cells, counts, [`${place}.cells`, `${place}.counts`], numClasses);
  // A row without any has another layout.
  if (read.counts.length === 0) throw wrongValue(place, "at least 1 class", describe(value));
  const dense = new Float64Array(numClasses);
  read.cells.forEach((c, i) => {
    dense[c] = read.counts[i] as number;
  });
  return dense;
}

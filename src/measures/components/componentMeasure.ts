import { contradiction, wrongType, wrongValue } from "../../errors/argument.js";
import { describe } from "../../errors/describe.js";
import { readBoolean, readOptions } from "../../reading/options.js";
import { entriesOf } from "../../counting/entries.js";
import {
  addCounts,
  compactCounts,
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
import { compareNumbers } from "../numberLists.js";
import {
  type ComponentRow,
  LEFT_OUT_GROUND_TRUTH,
  MATCH_LENGTH,
  matchAt,
  mergePairs,
  comparePairs,
  pairsOf,
  MISSED,
  TALLIES,
  truthTallies,
} from "./componentRow.js";
import { iouOf } from "./componentScores.js";
import {
  type ComponentSettings,
  componentSettingsDifference,
  componentSettingsFromJson,
} from "./componentSettings.js";
import { PIXELS } from "../surfaces/lengthUnit.js";
import { readPairSurfaces } from "./instanceSurfaces.js";

/** A row as plain JSON; the numbers of all matched pairs in one list. */
export interface ComponentRowJson extends CountsJson {
  readonly pixelCount: number;
  readonly ignoredCount: number;
  readonly matches: readonly number[];
  /** Of each pair, in their order, what its surfaces' scores follow from; left out where they are not measured. */
  readonly surfaces?: readonly number[];
  /** Whether these are lengths by a spacing that was told; left out where there is none. */
  readonly isSpaced?: boolean;
}

/** The layout of rows with surfaces. */
const WITH_SURFACES = 1;

const ROW_KEYS = [
  "id",
  "weight",
  "pixelCount",
  "ignoredCount",
  "cells",
  "counts",
  "matches",
  "surfaces",
  "isSpaced",
] as const;

/** As isSpaced is written: undefined, false, true. */
const SPACED = [undefined, false, true] as const;

/** Connected components, matched one to one: lesion-wise scores. */
export const componentMeasure: Measure<ComponentSettings, ComponentRow, ComponentRowJson> = {
  name: "components",
  version: 1,
  isOfVersion1: false,
  settingsToJson: (settings) => settings,
  settingsFromJson: componentSettingsFromJson,
  settingsDifference: componentSettingsDifference,
  keepsImages: ({ perImage }) => perImage,

  empty: (settings) => ({
    ...(settings.surfaces && { surfaces: new Float64Array(0) }),
    ...compactCounts({ counts: new Float64Array(0), cells: new Uint32Array(0) }, cellCountOf(settings)),
    pixelCount: 0,
    ignoredCount: 0,
    matches: new Float64Array(0),
  }),

  add: (a, b, settings) => ({
    ...addCounts(a, b, cellCountOf(settings)),
    pixelCount: a.pixelCount + b.pixelCount,
    ignoredCount: a.ignoredCount + b.ignoredCount,
    ...mergePairs(a, b),
    ...isSpacedOf(a.isSpaced ?? b.isSpaced),
  }),

  pixelCount: (row) => row.pixelCount,

  compare: (a, b) =>
    a.pixelCount - b.pixelCount ||
    a.ignoredCount - b.ignoredCount ||
    compareCounts(a, b) ||
    compareNumbers(a.matches, b.matches) ||
    compareNumbers(a.surfaces ?? [], b.surfaces ?? []) ||
    SPACED.indexOf(a.isSpaced) - SPACED.indexOf(b.isSpaced),

  hasSameTruth: (a, b, { numClasses }) =>
    a.pixelCount === b.pixelCount &&
    a.ignoredCount === b.ignoredCount &&
    compareNumbers(truthTallies(a, numClasses), truthTallies(b, numClasses)) === 0,

  layoutOf: ({ surfaces }) => (surfaces === undefined ? 0 : WITH_SURFACES),

  write(row, writer) {
    writer.integer(row.pixelCount);
    writer.integer(row.ignoredCount);
    encodeCounts(row, writer);
    encodeGroups(row.matches, MATCH_LENGTH, writer);
    if (row.surfaces === undefined) return;
    writer.integer(SPACED.indexOf(row.isSpaced));
    writer.integer(row.surfaces.length);
    for (const number of row.surfaces) writer.float(number);
  },

  read(reader, layout) {
    if (layout > WITH_SURFACES) throw new RangeError(`a row of an unknown layout, ${layout}`);
    const [pixelCount, ignoredCount] = [reader.integer(), reader.integer()];
    const counts = decodeCounts(reader);
    const row = { pixelCount, ignoredCount, ...counts, matches: decodeGroups(reader, MATCH_LENGTH) };
    if (layout === 0) return row;
    const spaced = reader.integer();
    if (spaced >= SPACED.length) throw new RangeError(`a spacing that is told ${spaced} times`);
    const length = reader.integer();
    if (length > reader.bytesLeft) throw new RangeError("it ends too early");
    const surfaces = Array.from({ length }, () => reader.float());
    return { ...row, surfaces, ...isSpacedOf(SPACED[spaced]) };
  },

  rowToJson: (row) => ({
    pixelCount: row.pixelCount,
    ignoredCount: row.ignoredCount,
    ...countsToJson(row),
    matches: [...row.matches],
    ...(row.surfaces && { surfaces: [...row.surfaces] }),
    ...isSpacedOf(row.isSpaced),
  }),

  rowFromJson(saved, place, settings) {
    const { pixelCount, ignoredCount, cells, counts, isSpaced, ...pairs } = readOptions(
      saved,
      ROW_KEYS,
      place,
    );
    const cellCount = cellCountOf(settings);
    const row: ComponentRow = {
      ...compactCounts(
        countsFromJson(cells, counts, [`${place}.cells`, `${place}.counts`], cellCount),
        cellCount,
      ),
      pixelCount: readWhole(pixelCount, `${place}.pixelCount`),
      ignoredCount: readWhole(ignoredCount, `${place}.ignoredCount`),
      ...readPairs(pairs, place, settings),
      ...isSpacedOf(readIsSpaced(isSpaced, `${place}.isSpaced`, pixelCount === 0, settings)),
    };
    requirePossible(row, place, settings);
    return row;
  },
};

function isSpacedOf(isSpaced: boolean | undefined): { readonly isSpaced?: boolean } {
  return isSpaced === undefined ? {} : { isSpaced };
}

/** @param isEmpty of no image, which has no spacing */
function readIsSpaced(
  value: unknown,
  place: string,
  isEmpty: boolean,
  { surfaces, unit }: ComponentSettings,
): boolean | undefined {
  if (surfaces === undefined || isEmpty) {
    if (value === undefined) return undefined;
    throw contradiction(place, "nothing, as no surfaces are measured", describe(value));
  }
  const isSpaced = readBoolean(value, place);
  if (unit !== undefined && isSpaced === (unit === PIXELS)) {
    throw wrongValue(place, `what lengths in ${unit} have`, String(isSpaced));
  }
  return isSpaced;
}

function cellCountOf({ numClasses }: ComponentSettings): number {
  return numClasses * TALLIES;
}

/** Pairs that such settings match and measure, in their order. */
function readPairs(
  saved: { readonly matches?: unknown; readonly surfaces?: unknown },
  place: string,
  settings: ComponentSettings,
): Pick<ComponentRow, "matches" | "surfaces"> {
  const matches = readMatches(saved.matches, `${place}.matches`, settings);
  const surfaces = readPairSurfaces(saved.surfaces, `${place}.surfaces`, pairsOf(matches), settings.surfaces);
  const pairs = { matches, ...(surfaces && { surfaces }) };
  for (let pair = 1; pair < matches.length / MATCH_LENGTH; pair++) {
    if (comparePairs(pairs, pair - 1, pairs, pair) > 0) {
      throw wrongValue(`${place}.matches`, "pairs in ascending order", `a lower one at ${pair}`);
    }
  }
  return pairs;
}

function readMatches(value: unknown, place: string, settings: ComponentSettings): Float64Array {
  if (!Array.isArray(value) || value.length % MATCH_LENGTH !== 0) {
    throw wrongType(place, `an array of ${MATCH_LENGTH} numbers a pair`, describe(value));
  }
  const matches = Float64Array.from({ length: value.length }, (_, i) =>
    readWhole((value as unknown[])[i], `${place}[${i}]`),
  );
  for (let i = 0; i < matches.length; i += MATCH_LENGTH) {
    const [label, ...areas] = matchAt(matches, i) as unknown as [number, number, number, number];
    const [intersection, groundTruthArea, predictionArea] = areas;
    const smaller = Math.min(groundTruthArea, predictionArea);
    const isPair =
      label < settings.numClasses &&
      label !== settings.background &&
      intersection > 0 &&
      intersection <= smaller &&
      smaller >= settings.minPixels &&
      (settings.iouThreshold === null || iouOf(...areas) > settings.iouThreshold);
    if (!isPair) {
      throw wrongValue(place, "pairs that are matched with these settings", describe([label, ...areas]));
    }
  }
  return matches;
}

/** Components have pixels, and an image has room for them. */
function requirePossible(row: ComponentRow, place: string, settings: ComponentSettings): void {
  const pixels = new Map(entriesOf(row));
  const totals = { groundTruth: row.ignoredCount, prediction: row.ignoredCount };
  const cells = new Set([...pixels.keys()].map((cell) => cell - (cell % 2)));
  for (const cell of cells) {
    const tally = cell % TALLIES;
    const [count, area] = [pixels.get(cell) ?? 0, pixels.get(cell + 1) ?? 0];
    const least = tally < LEFT_OUT_GROUND_TRUTH ? settings.minPixels : 1;
    if (count === 0 || area < count * least || Math.floor(cell / TALLIES) === settings.background) {
      throw wrongValue(`${place}.counts`, "components with their pixels", `${area} pixels in ${count}`);
    }
    totals[tally === MISSED || tally === LEFT_OUT_GROUND_TRUTH ? "groundTruth" : "prediction"] += area;
  }
  for (let i = 0; i < row.matches.length; i += MATCH_LENGTH) {
    totals.groundTruth += row.matches[i + 2] as number;
    totals.prediction += row.matches[i + 3] as number;
  }
  const most = Math.max(totals.groundTruth, totals.prediction);
  if (!(most <= row.pixelCount)) {
    throw wrongValue(
      `${place}.pixelCount`,
      `at least ${most} pixels, those of its components`,
      String(row.pixelCount),
    );
  }
}

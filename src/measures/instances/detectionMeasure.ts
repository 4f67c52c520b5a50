import { needsImages } from "../../errors/runs.js";
import type { Measure, RowReader, RowWriter } from "../measure.js";
import type { DetectionRow } from "./detectionRow.js";
import { detectionRowFromJson, DETECTION_COLUMNS, type DetectionRowJson } from "./detectionRowChecks.js";
import {
  type DetectionSettings,
  detectionSettingsDifference,
  detectionSettingsFromJson,
} from "./detectionSettings.js";

/** Scores and matches of detections. */
export const detectionMeasure: Measure<DetectionSettings, DetectionRow, DetectionRowJson> = {
  name: "detections",
  version: 1,
  isOfVersion1: false,
  settingsToJson: (settings) => settings,
  settingsFromJson: detectionSettingsFromJson,
  settingsDifference: detectionSettingsDifference,
  // Average precision needs every score: there is no sum of images that says as much.
  keepsImages: () => true,

  empty: () => ({
    pixelCount: 0,
    unlistedTruths: 0,
    unlistedDetections: 0,
    zeroIds: 0,
    groups: new Uint32Array(0),
    truthCounts: new Uint32Array(0),
    detectionCounts: new Uint32Array(0),
    truthRanges: new Uint32Array(0),
    scores: new Float64Array(0),
    matched: new Uint32Array(0),
    ignored: new Uint32Array(0),
    taken: new Uint32Array(0),
    nearest: new Uint32Array(0),
    nearestIous: new Float64Array(0),
    others: new Uint32Array(0),
    otherIous: new Float64Array(0),
  }),

  add: () => {
    throw needsImages("average precision");
  },

  pixelCount: (row) => row.pixelCount,

  compare: (a, b) =>
    NUMBERS.reduce((order, name) => order || a[name] - b[name], 0) ||
    DETECTION_COLUMNS.reduce((order, name) => order || compareArrays(a[name], b[name]), 0),

  hasSameTruth: (a, b, settings) => {
    const [ours, theirs] = [truthsOf(a), truthsOf(b)];
    return (
      a.pixelCount === b.pixelCount &&
      a.unlistedTruths === b.unlistedTruths &&
      ours.length === theirs.length &&
      ours.every((value, i) => value === theirs[i]) &&
      settings.areaRanges.length > 0
    );
  },

  layoutOf: () => 0,

  write(row, writer) {
    for (const name of NUMBERS) writer.integer(row[name]);
    writer.integer(row.groups.length);
    writer.integer(row.truthRanges.length);
    writer.integer(row.scores.length);
    writer.integer(row.matched.length);
    for (const name of DETECTION_COLUMNS) {
      const column = row[name];
      if (name === "nearestIous" || name === "otherIous") writeIous(column, writer);
      else if (column instanceof Float64Array) for (const value of column) writer.float(value);
      else for (const value of column) writer.integer(value);
    }
  },

  read(reader, layout) {
    if (layout > 0) throw new RangeError(`a row of an unknown layout, ${layout}`);
    const numbers = NUMBERS.map(() => reader.integer()) as [number, number, number, number];
    const [groups, truths, detections, cells] = [0, 0, 0, 0].map(() => reader.integer()) as [
      number,
      number,
      number,
      number,
    ];
    const integers = (count: number): number[] => readMany(reader, count, () => reader.integer());
    const read = {
      pixelCount: numbers[0],
      unlistedTruths: numbers[1],
      unlistedDetections: numbers[2],
      zeroIds: numbers[3],
      groups: integers(groups),
      truthCounts: integers(groups),
      detectionCounts: integers(groups),
      truthRanges: integers(truths),
      scores: readMany(reader, detections, () => reader.float()),
      matched: integers(cells),
      ignored: integers(cells),
      taken: integers(detections),
      nearest: integers(detections),
    };
    const nearestIous = readIous(read.nearest, reader);
    const others = integers(detections);
    return { ...read, nearestIous, others, otherIous: readIous(others, reader) };
  },

  rowToJson: (row) =>
    ({
      ...Object.fromEntries(NUMBERS.map((name) => [name, row[name]])),
      ...Object.fromEntries(DETECTION_COLUMNS.map((name) => [name, Array.from(row[name])])),
    }) as unknown as DetectionRowJson,

  rowFromJson: detectionRowFromJson,
};

const NUMBERS = ["pixelCount", "unlistedTruths", "unlistedDetections", "zeroIds"] as const;

/** The objects of each category, and in which ranges of sizes they count. */
function truthsOf({ groups, truthCounts, truthRanges }: DetectionRow): number[] {
  const counts = Array.from(truthCounts, (count, g) => [groups[g] as number, count] as const);
  return [...counts.filter(([, count]) => count > 0).flat(), ...truthRanges];
}

/** Those above 0 only: it is where there is an object. */
function writeIous(column: ArrayLike<number>, writer: RowWriter): void {
  for (let i = 0; i < column.length; i++) if (column[i] !== 0) writer.float(column[i] as number);
}

function readIous(places: readonly number[], reader: RowReader): number[] {
  return places.map((place) => (place === 0 ? 0 : reader.float()));
}

function readMany(reader: RowReader, count: number, read: () => number): number[] {
  if (count > reader.bytesLeft) throw new RangeError(`a list of ${count} numbers that is not there`);
  return Array.from({ length: count }, read);
}

function compareArrays(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return a.length - b.length;
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) return (a[i] as number) - (b[i] as number);
  }
  return 0;
}

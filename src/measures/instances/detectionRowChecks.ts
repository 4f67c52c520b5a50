import { wrongLength, wrongType, wrongValue } from "../../errors/argument.js";
import { describe } from "../../errors/describe.js";
import { readInteger, readOptions } from "../../reading/options.js";
import { allThresholds, type DetectionRow } from "./detectionRow.js";
import { standings } from "./rowGroups.js";
import type { DetectionSettings } from "./detectionSettings.js";

/** Columns of a row, in the order in which they are written. */
export const DETECTION_COLUMNS = [
  "groups",
  "truthCounts",
  "detectionCounts",
  "truthRanges",
  "scores",
  "matched",
  "ignored",
  "taken",
  "nearest",
  "nearestIous",
  "others",
  "otherIous",
] as const;

type Column = (typeof DETECTION_COLUMNS)[number];

/** A row as plain JSON. */
export type DetectionRowJson = Readonly<Record<Column, readonly number[]>> & {
  readonly pixelCount: number;
  readonly unlistedTruths: number;
  readonly unlistedDetections: number;
  readonly zeroIds: number;
};

const ROW_KEYS = [
  "id",
  "weight",
  "pixelCount",
  "unlistedTruths",
  "unlistedDetections",
  "zeroIds",
  ...DETECTION_COLUMNS,
] as const;

const MOST = 2 ** 32 - 1;

/** @throws {TypeError | RangeError} it is no row of these settings */
export function detectionRowFromJson(
  saved: Readonly<Record<string, unknown>>,
  place: string,
  settings: DetectionSettings,
): DetectionRow {
  const given = readOptions(saved, ROW_KEYS, place);
  const whole = (name: "pixelCount" | "unlistedTruths" | "unlistedDetections" | "zeroIds"): number =>
    readInteger(given[name], `${place}.${name}`, 0, Number.MAX_SAFE_INTEGER);
  const integers = (name: Column, most: number, length?: number): Uint32Array => {
    const list = listOf(given[name], `${place}.${name}`, length);
    return Uint32Array.from(list, (value, i) => readInteger(value, `${place}.${name}[${i}]`, 0, most));
  };
  const floats = (name: Column, most: number, length?: number): Float64Array => {
    const list = listOf(given[name], `${place}.${name}`, length);
    return Float64Array.from(list, (value, i) => {
      if (typeof value === "number" && Math.abs(value) <= most) return value + 0;
      throw wrongValue(`${place}.${name}[${i}]`, "a finite number", describe(value));
    });
  };
  const ranges = settings.areaRanges.length;
  const all = allThresholds(settings.iouThresholds.length);
  const groupCount = settings.perCategory ? settings.categories.length : 1;
  const groups = integers("groups", groupCount - 1);
  const truthCounts = integers("truthCounts", MOST, groups.length);
  const detectionCounts = integers("detectionCounts", MOST, groups.length);
  const truthRanges = integers("truthRanges", 2 ** ranges - 1);
  const scores = floats("scores", Number.MAX_VALUE);
  const count = scores.length;
  const row: DetectionRow = {
    pixelCount: whole("pixelCount"),
    unlistedTruths: whole("unlistedTruths"),
    unlistedDetections: whole("unlistedDetections"),
    zeroIds: whole("zeroIds"),
    groups,
    truthCounts,
    detectionCounts,
    truthRanges,
    scores,
    matched: integers("matched", all, count * ranges),
    ignored: integers("ignored", all, count * ranges),
    taken: integers("taken", truthRanges.length, count),
    nearest: integers("nearest", truthRanges.length, count),
    nearestIous: floats("nearestIous", 1, count),
    others: integers("others", truthRanges.length, count),
    otherIous: floats("otherIous", 1, count),
  };
  requirePossible(row, place, settings);
  return row;
}

function listOf(value: unknown, argument: string, length: number | undefined): readonly unknown[] {
  if (!Array.isArray(value)) throw wrongType(argument, "an array of numbers", describe(value));
  if (length !== undefined && value.length !== length) {
    throw wrongLength(argument, `${length} numbers`, String(value.length));
  }
  return value as unknown[];
}

/** What no image could have left. */
function requirePossible(row: DetectionRow, place: string, settings: DetectionSettings): void {
  const { groups, truthCounts, detectionCounts, scores, truthRanges } = row;
  const refuse = (column: string, expected: string, got: unknown): never => {
    throw wrongValue(`${place}.${column}`, expected, String(got), "the state is damaged");
  };
  const limit = settings.maxDetections[settings.maxDetections.length - 1] as number;
  groups.forEach((group, g) => {
    if (g > 0 && group <= (groups[g - 1] as number)) refuse(`groups[${g}]`, "rising categories", group);
    if (truthCounts[g] === 0 && detectionCounts[g] === 0) refuse(`groups[${g}]`, "no empty category", group);
    if ((detectionCounts[g] as number) > limit) {
      refuse(`detectionCounts[${g}]`, `at most ${limit}`, detectionCounts[g]);
    }
  });
  if (sumOf(truthCounts) !== truthRanges.length) {
    refuse("truthCounts", `${truthRanges.length} objects`, sumOf(truthCounts));
  }
  if (sumOf(detectionCounts) !== scores.length) {
    refuse("detectionCounts", `${scores.length} detections`, sumOf(detectionCounts));
  }
  const standing = standings(settings)(row);
  let [truth, detection] = [0, 0];
  groups.forEach((_, g) => {
    const end = detection + (detectionCounts[g] as number);
    const truthEnd = truth + (truthCounts[g] as number);
    for (let d = detection; d < end; d++) {
      if (d > detection && (scores[d] as number) > (scores[d - 1] as number)) {
        refuse(`scores[${d}]`, "falling scores", scores[d]);
      }
      if (standing.isRight(d) && row.taken[d] === 0) refuse(`taken[${d}]`, "the object that it takes", 0);
      for (const name of ["taken", "nearest"] as const) {
        const object = row[name][d] as number;
        if (object !== 0 && (object <= truth || object > truthEnd)) {
          refuse(`${name}[${d}]`, "an object of its category", object);
        }
      }
      const other = row.others[d] as number;
      if (other > truth && other <= truthEnd) refuse(`others[${d}]`, "an object of another category", other);
      for (const [places, ious] of [
        ["nearest", "nearestIous"],
        ["others", "otherIous"],
      ] as const) {
        const iou = row[ious][d] as number;
        if (iou < 0 || iou > 0 !== (row[places][d] as number) > 0) {
          refuse(`${ious}[${d}]`, "an IoU where there is an object, else 0", iou);
        }
      }
    }
    requireEnough(row, settings, truth, truthEnd, detection, end, refuse);
    truth = truthEnd;
    detection = end;
  });
}

/** No more objects are taken than there are. */
function requireEnough(
  { matched, ignored, truthRanges }: DetectionRow,
  settings: DetectionSettings,
  truth: number,
  truthEnd: number,
  detection: number,
  end: number,
  refuse: (column: string, expected: string, got: unknown) => never,
): void {
  const ranges = settings.areaRanges.length;
  for (let r = 0; r < ranges; r++) {
    let objects = 0;
    for (let t = truth; t < truthEnd; t++) objects += ((truthRanges[t] as number) >>> r) & 1;
    settings.iouThresholds.forEach((_, threshold) => {
      let taken = 0;
      for (let d = detection; d < end; d++) {
        const cell = d * ranges + r;
        taken += (((matched[cell] as number) & ~(ignored[cell] as number)) >>> threshold) & 1;
      }
      if (taken > objects) {
        refuse("matched", `at most ${objects} objects taken of ${settings.areaRanges[r]?.name}`, taken);
      }
    });
  }
}

function sumOf(counts: Uint32Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

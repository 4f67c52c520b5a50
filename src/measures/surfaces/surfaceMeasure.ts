import { wrongType } from "../../errors/argument.js";
import { describe } from "../../errors/describe.js";
import { readOptions } from "../../reading/options.js";
import type { Measure, RowReader } from "../measure.js";
import { readCase } from "./surfaceRowChecks.js";
import {
  compareCases,
  compareGrids,
  type SurfaceCase,
  type SurfaceRow,
  voxelsOf,
  WHOLE,
} from "./surfaceRow.js";
import {
  type SurfaceSettings,
  surfaceSettingsDifference,
  surfaceSettingsFromJson,
} from "./surfaceSettings.js";

/** A row as plain JSON; of each class its label, then its numbers. */
export interface SurfaceRowJson {
  readonly cases: readonly {
    readonly shape: readonly number[];
    readonly spacing: readonly number[] | null;
    readonly classes: readonly (readonly number[])[];
  }[];
}

/** Surface distances, case by case. */
export const surfaceMeasure: Measure<SurfaceSettings, SurfaceRow, SurfaceRowJson> = {
  name: "surfaces",
  version: 1,
  isOfVersion1: false,
  settingsToJson: (settings) => settings,
  settingsFromJson: surfaceSettingsFromJson,
  settingsDifference: surfaceSettingsDifference,
  // Means over cases take every case.
  keepsImages: () => true,

  empty: () => ({ cases: [] }),
  add: (a, b) => ({ cases: [...a.cases, ...b.cases].sort(compareCases) }),
  pixelCount: ({ cases }) => cases.reduce((sum, one) => sum + voxelsOf(one), 0),

  compare: (a, b) =>
    a.cases.length - b.cases.length ||
    (a.cases.map((one, i) => compareCases(one, b.cases[i] as SurfaceCase)).find((order) => order !== 0) ?? 0),

  hasSameTruth: (a, b) =>
    a.cases.length === b.cases.length &&
    a.cases.every((one, i) => {
      const other = b.cases[i] as SurfaceCase;
      return compareGrids(one, other) === 0 && truthText(one) === truthText(other);
    }),

  layoutOf: () => 0,

  write({ cases }, writer) {
    writer.integer(cases.length);
    for (const { shape, spacing, classes } of cases) {
      writer.integer(shape.length);
      for (const length of shape) writer.integer(length);
      writer.integer(spacing === null ? 0 : 1);
      for (const step of spacing ?? []) writer.float(step);
      writer.integer(classes.length);
      for (const numbers of classes) {
        writer.integer(numbers.length);
        numbers.forEach((number, i) => {
          if (i < WHOLE) writer.integer(number);
          else writer.float(number);
        });
      }
    }
  },

  read(reader, layout) {
    if (layout !== 0) throw new RangeError(`a row of an unknown layout, ${layout}`);
    return { cases: listOf(reader, () => readSaved(reader)) };
  },

  rowToJson: ({ cases }) => ({
    cases: cases.map(({ shape, spacing, classes }) => ({
      shape: [...shape],
      spacing: spacing && [...spacing],
      classes: classes.map((numbers) => [...numbers]),
    })),
  }),

  rowFromJson(saved, place, settings) {
    const { cases } = readOptions(saved, ["id", "weight", "cases"], place);
    if (!Array.isArray(cases) || cases.length !== 1) {
      throw wrongType(`${place}.cases`, "an array of one case", describe(cases));
    }
    return { cases: [readCase(cases[0], `${place}.cases[0]`, settings)] };
  },
};

/** Volume and edge of each class of the ground truth, whatever was predicted. */
function truthText({ classes }: SurfaceCase): string {
  return classes
    .filter(([, volume]) => volume !== 0)
    .map(([label, volume, , , edge]) => `${label} ${volume} ${edge}`)
    .join();
}

function readSaved(reader: RowReader): SurfaceRowJson["cases"][0] {
  const shape = listOf(reader, () => reader.integer());
  const told = reader.integer();
  if (told > 1) throw new RangeError(`a spacing that is told ${told} times`);
  const spacing = told === 0 ? null : shape.map(() => reader.float());
  const classes = listOf(reader, () => {
    let place = 0;
    return listOf(reader, () => (place++ < WHOLE ? reader.integer() : reader.float()));
  });
  return { shape, spacing, classes };
}

/** How many there are, and each: none takes less than a byte. */
function listOf<T>(reader: RowReader, read: () => T): T[] {
  const length = reader.integer();
  if (length > reader.bytesLeft) throw new RangeError("it ends too early");
  return Array.from({ length }, read);
}

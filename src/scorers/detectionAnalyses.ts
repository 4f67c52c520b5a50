import { wrongType, wrongValue } from "../errors/argument.js";
import { describe, listNames } from "../errors/describe.js";
import { bestThresholds } from "../measures/instances/detectionCurves.js";
import { type DetectionRow, referenceThreshold } from "../measures/instances/detectionRow.js";
import { type DetectionScores, detectionScores } from "../measures/instances/detectionScores.js";
import { ALL_AREAS, type DetectionSettings } from "../measures/instances/detectionSettings.js";
import type { MeasuredImage } from "../measures/measure.js";
import { readChoice, readFiniteNumber, readInteger, readOptions } from "../reading/options.js";

type Images = readonly MeasuredImage<DetectionRow>[];

export interface CurveOptions {
  /** Name of a range of sizes; default "all". */
  readonly areaRange?: string | undefined;
  /** One of maxDetections; default the last. */
  readonly maxDetections?: number | undefined;
}

export function readCurveOptions(
  options: unknown,
  { areaRanges, maxDetections }: DetectionSettings,
): { readonly range: number; readonly limit: number } {
  const given = readOptions(options, ["areaRange", "maxDetections"], "options");
  const names = areaRanges.map(({ name }) => name);
  const range = names.indexOf(readChoice(given.areaRange ?? ALL_AREAS, names, "areaRange"));
  const limit = given.maxDetections ?? maxDetections[maxDetections.length - 1];
  return { range, limit: oneOf(limit, maxDetections, "maxDetections") };
}

export interface IouThresholdOptions {
  /** One of iouThresholds; default .5, or where that is none of them the first. */
  readonly iouThreshold?: number | undefined;
}

/** The place of an IoU threshold. */
export function readIouThreshold(options: unknown, { iouThresholds }: DetectionSettings): number {
  const { iouThreshold } = readOptions(options, ["iouThreshold"], "options");
  if (iouThreshold === undefined) return referenceThreshold(iouThresholds);
  return iouThresholds.indexOf(oneOf(iouThreshold, iouThresholds, "iouThreshold"));
}

export interface ScoreThresholdOptions {
  /** Detections of this score and above count; "best" (default): the one of the highest F1 of all together. */
  readonly scoreThreshold?: number | "best" | undefined;
}

export function readScoreThreshold(options: unknown, settings: DetectionSettings, images: Images): number {
  const { scoreThreshold = "best" } = readOptions(options, ["scoreThreshold"], "options");
  if (typeof scoreThreshold === "string") {
    readChoice(scoreThreshold, ["best"], "scoreThreshold");
    const best = bestThresholds(settings, images, referenceThreshold(settings.iouThresholds));
    // Where no detection is right, none is kept.
    return Number.isNaN(best.all.scoreThreshold) ? Infinity : best.all.scoreThreshold;
  }
  return readFiniteNumber(scoreThreshold, "scoreThreshold");
}

export interface CalibrationOptions {
  /** Bins of equal width; default 10. */
  readonly bins?: number | undefined;
}

export function readBins(options: unknown): number {
  return readInteger(readOptions(options, ["bins"], "options").bins ?? 10, "bins", 1, 10_000);
}

/** Each slice's images, matched already, scored by themselves. */
export function detectionSlices(
  settings: DetectionSettings,
  images: Images,
  slices: unknown,
): Readonly<Record<string, DetectionScores>> {
  if (typeof slices !== "object" || slices === null || Array.isArray(slices)) {
    throw wrongType("slices", "{ name: [ids of images], ... }", describe(slices));
  }
  const known = new Set(images.map(({ id }) => id));
  return Object.fromEntries(
    Object.entries(slices).map(([name, ids]) => {
      const argument = `slices.${name}`;
      if (!Array.isArray(ids) && !(ids instanceof Set)) {
        throw wrongType(argument, "a list or a Set of ids of images", describe(ids));
      }
      const wanted = new Set(Array.from(ids as Iterable<unknown>, String));
      const unknown = [...wanted].filter((id) => !known.has(id));
      if (unknown.length > 0)
        throw wrongValue(argument, "ids of images that were scored", listNames(unknown));
      return [
        name,
        detectionScores(
          settings,
          images.filter(({ id }) => id !== undefined && wanted.has(id)),
        ),
      ];
    }),
  );
}

export interface SuspectOptions<Scorer> {
  /** Detections of this score and above are believed; default 0.5. */
  readonly minScore?: number | undefined;
  /** Other models over the same images: a suspect's votes are then the models that agree. */
  readonly others?: readonly Scorer[] | undefined;
}

function oneOf(value: unknown, choices: readonly number[], argument: string): number {
  if (typeof value !== "number") throw wrongType(argument, "a number", describe(value));
  if (!choices.includes(value)) {
    throw wrongValue(argument, `one that was matched: ${choices.join(", ")}`, describe(value));
  }
  return value;
}

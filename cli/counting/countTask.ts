import { countPair, type NamedMask } from "../../app/job/countPair.js";
import { DatasetError } from "../../app/job/datasetError.js";
import { maskRefusal } from "../../app/job/maskRefusal.js";
import type { UnknownLabelTexts } from "../../app/presets/presets.js";
import { decodeMask, type DecodeOptions } from "../../app/formats/decodeMask.js";
import { FormatError } from "../../app/formats/formatError.js";
import type { ScorerSettings } from "../../src/measures/confusion/settings.js";
import type { ConfusionMatrix } from "../../src/types.js";
import { DataError } from "../exitCodes.js";
import type { ImageFiles } from "../inputs/pairing.js";
import { readRegularFile } from "../inputs/readBytes.js";
import { inflateByNode } from "./inflateByNode.js";

/** How every image of a run is counted: plain data, which can be sent to a worker. */
export interface CountJob {
  readonly settings: ScorerSettings;
  readonly decode: Pick<DecodeOptions, "layout" | "colours">;
  /** What is said of labels that the data set does not have. */
  readonly unknownLabel: UnknownLabelTexts | undefined;
}

/** An image that cannot be scored; the message names the file. */
export interface Failure {
  readonly file: string;
  readonly message: string;
  /** The reason, as a word. */
  readonly code: string;
}

/** What came of one model's prediction for an image. */
export type Outcome =
  { readonly counts: ConfusionMatrix; readonly notNumbers?: NotNumbers } | { readonly failure: Failure };

/** Scores that are NaN: in so many pixels of a file. */
export interface NotNumbers {
  readonly file: string;
  readonly pixels: number;
}

/** Reads an image's truth, once, and its predictions, and counts each model's. */
export function countTask(
  { settings, decode, unknownLabel }: CountJob,
  { groundTruth, predictions }: ImageFiles,
): Outcome[] {
  let truth: NamedMask;
  try {
    truth = readMask(groundTruth, decode);
  } catch (error) {
    const failure = failureOf(error, groundTruth);
    return predictions.map(() => ({ failure }));
  }
  // One after the other: two masks are in memory, however many models there are.
  return predictions.map((path): Outcome => {
    let notNumbers: NotNumbers | undefined;
    const onNotNumbers = (file: string, pixels: number): void => {
      notNumbers ??= { file, pixels };
    };
    try {
      const pair = { groundTruth: truth, prediction: readMask(path, decode) };
      const counts = countPair(settings, pair, { unknownLabel, onNotNumbers });
      return notNumbers === undefined ? { counts } : { counts, notNumbers };
    } catch (error) {
      return { failure: failureOf(error, path) };
    }
  });
}

/** @throws {DataError} the file cannot be read or is no mask */
export function readMask(path: string, options: DecodeOptions): NamedMask {
  const bytes = readRegularFile(path);
  try {
    return { name: path, mask: decodeMask(bytes, { ...options, inflate: inflateByNode }) };
  } catch (cause) {
    if (cause instanceof FormatError) throw new DataError(`${path}: ${maskRefusal(cause)}`, { cause });
    // More pixels than an array can hold.
    if (cause instanceof RangeError) throw new DataError(`${path}: ${cause.message}`, { cause });
    throw cause;
  }
}

/** Errors of data become failures; anything else is a fault of ours and goes on its way. */
function failureOf(error: unknown, file: string): Failure {
  if (error instanceof DataError || error instanceof DatasetError)
    return { file, message: error.message, code: codeOf(error) };
  throw error;
}

/** The code of an error, or of what caused it. */
function codeOf(error: Error): string {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    const { code } = each as { readonly code?: unknown };
    if (typeof code === "string") return code;
  }
  return "unscored";
}

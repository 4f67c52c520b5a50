import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { countPair, type NamedMask } from "../../dataset/countPair.js";
import { DatasetError } from "../../dataset/datasetError.js";
import { decodeMask, type DecodeOptions } from "../../formats/decodeMask.js";
import { inflateByFflate } from "../../formats/inflate.js";
import { FormatError } from "../../formats/formatError.js";
import type { ScorerSettings } from "../../scorer/settings.js";
import type { ConfusionMatrix } from "../../types.js";
import { DataError } from "../exitCodes.js";
import type { ImageFiles } from "../inputs/pairing.js";
import { reasonOf } from "../inputs/readBytes.js";

/** How every image of a run is counted: plain data, which can be sent to a worker. */
export interface CountJob {
  readonly settings: ScorerSettings;
  readonly decode: Pick<DecodeOptions, "layout" | "colours">;
}

/** An image that cannot be scored; the message names the file. */
export interface Failure {
  readonly file: string;
  readonly message: string;
}

/** What came of one model's prediction for an image. */
export type Outcome = { readonly counts: ConfusionMatrix } | { readonly failure: Failure };

/** Reads an image's truth, once, and its predictions, and counts each model's. */
export async function countTask(
  { settings, decode }: CountJob,
  { groundTruth, predictions }: ImageFiles,
): Promise<Outcome[]> {
  let truth: NamedMask;
  try {
    truth = await readMask(groundTruth, decode);
  } catch (error) {
    const failure = failureOf(error, groundTruth);
    return predictions.map(() => ({ failure }));
  }
  const outcomes: Outcome[] = [];
  // One after the other: two masks are in memory, however many models there are.
  for (const path of predictions) {
    try {
      const prediction = await readMask(path, decode);
      outcomes.push({ counts: countPair(settings, { groundTruth: truth, prediction }) });
    } catch (error) {
      outcomes.push({ failure: failureOf(error, path) });
    }
  }
  return outcomes;
}

/** @throws {DataError} the file cannot be read or is no mask */
export async function readMask(path: string, options: DecodeOptions): Promise<NamedMask> {
  let bytes;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new DataError(`${path}: ${reasonOf(cause)}`, { cause });
  }
  try {
    return { name: path, mask: await decodeMask(bytes, { ...options, inflate }) };
  } catch (cause) {
    // A RangeError: more pixels than an array can hold.
    if (cause instanceof FormatError || cause instanceof RangeError) {
      throw new DataError(`${path}: ${cause.message}`, { cause });
    }
    throw cause;
  }
}

/** Node's own inflate, several times as fast as one in JavaScript; one piece of memory for all of the output. */
function inflate(compressed: Uint8Array, maxBytes: number): Uint8Array {
  try {
    return inflateSync(compressed, { chunkSize: Math.max(64, maxBytes), maxOutputLength: maxBytes });
  } catch (error) {
    // A stream that holds more is cut off.
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") {
      return inflateByFflate(compressed, maxBytes);
    }
    throw error;
  }
}

/** Errors of data become failures; anything else is a fault of ours and goes on its way. */
function failureOf(error: unknown, file: string): Failure {
  if (error instanceof DataError || error instanceof DatasetError) return { file, message: error.message };
  throw error;
}

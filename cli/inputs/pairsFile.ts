import { dirname, isAbsolute, join } from "node:path";
import { DataError } from "../exitCodes.js";
import { describe, shorten } from "../../src/errors/describe.js";
import { nameOf } from "../../app/pairing/maskNames.js";
import type { ImageFiles } from "./pairing.js";
import { readJson } from "./readBytes.js";
import { nameAsText } from "./undecodedName.js";

/** Of a pair that is none. */
const SHOWN_ITEM = 100;

/**
 * Reads a --pairs file: a JSON list of { truth, prediction, id } objects or [truth, prediction, id] lists. Paths are
 * relative to the file; an id that is left out is the truth's path without its ending.
 *
 * @throws {DataError} not such a list, or an id stands twice
 */
export async function readPairsFile(path: string): Promise<ImageFiles[]> {
  const content = await readJson(path);
  if (!Array.isArray(content)) throw new DataError(`${path}: expected a JSON list of pairs`);
  if (content.length === 0) throw new DataError(`${path}: the list of pairs is empty`);
  const seen = new Map<string, number>();
  return content.map((item: unknown, i): ImageFiles => {
    const { truth, prediction, id: given } = pairOf(item);
    if (typeof truth !== "string" || typeof prediction !== "string" || !isOptionalText(given)) {
      throw new DataError(
        `${path}: pair ${i} expected { "truth": path, "prediction": path, "id": name } or a list of these, got ${shorten(JSON.stringify(item), SHOWN_ITEM)}`,
      );
    }
    const id = given ?? nameAsText(nameOf(truth, []));
    if (/\p{Cs}/u.test(id)) {
      throw new DataError(`${path}: pair ${i} has half a character in its id, ${describe(id)}`);
    }
    const twin = seen.get(id);
    if (twin !== undefined) {
      throw new DataError(`${path}: pairs ${twin} and ${i} have one id, ${describe(id)}`);
    }
    seen.set(id, i);
    const resolve = (file: string): string => (isAbsolute(file) ? file : join(dirname(path), file));
    return { id, groundTruth: resolve(truth), predictions: [resolve(prediction)] };
  });
}

function pairOf(item: unknown): { truth?: unknown; prediction?: unknown; id?: unknown } {
  if (Array.isArray(item)) {
    const [truth, prediction, id] = item as unknown[];
    return item.length > 3 ? {} : { truth, prediction, id };
  }
  return typeof item === "object" && item !== null ? item : {};
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === "string";
}

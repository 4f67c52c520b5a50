import { dirname, isAbsolute, join } from "node:path";
import { DataError } from "../exitCodes.js";
import { unknownKeyText } from "../../app/classes/nearestKey.js";
import { nameOf } from "../../app/pairing/maskNames.js";
import type { ImageFiles } from "./pairing.js";
import { readJson } from "./readBytes.js";

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
    const unknown = unknownKey(item);
    if (unknown !== undefined) throw new DataError(`${path}: pair ${i}: ${unknown}`);
    const { truth, prediction, id: given } = pairOf(item);
    if (typeof truth !== "string" || typeof prediction !== "string" || !isOptionalText(given)) {
      throw new DataError(
        `${path}: pair ${i} expected { "truth": path, "prediction": path, "id": name } or a list of these, got ${JSON.stringify(item).slice(0, 100)}`,
      );
    }
    const id = given ?? nameOf(truth, []);
    const twin = seen.get(id);
    if (twin !== undefined) {
      throw new DataError(`${path}: pairs ${twin} and ${i} have one id, ${JSON.stringify(id)}`);
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

const KEYS = ["truth", "prediction", "id"] as const;

/** What else people call them, without what spellings differ by. */
const OTHER_NAMES: Readonly<Record<string, (typeof KEYS)[number]>> = {
  groundtruth: "truth",
  gt: "truth",
  target: "truth",
  pred: "prediction",
  predicted: "prediction",
  output: "prediction",
  name: "id",
};

/** A key that is dropped might have been meant: a weight, or another spelling. */
function unknownKey(item: unknown): string | undefined {
  if (typeof item !== "object" || item === null || Array.isArray(item)) return undefined;
  const unknown = Object.keys(item).find((key) => !(KEYS as readonly string[]).includes(key));
  return unknown === undefined ? undefined : unknownKeyText(unknown, KEYS, OTHER_NAMES);
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === "string";
}

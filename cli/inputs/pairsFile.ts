import { dirname, isAbsolute, join } from "node:path";
import { DataError } from "../exitCodes.js";
import { unknownKeyText } from "../../app/classes/nearestKey.js";
import { describe, shorten } from "../../src/errors/describe.js";
import { decodeText } from "../../app/json/decodeText.js";
import { parseJson } from "../../app/json/parseJson.js";
import { nameOf } from "../../app/pairing/maskNames.js";
import type { ImageFiles } from "./pairing.js";
import { readPairsTable } from "./pairsTable.js";
import { isRemote } from "../sources/remote/address.js";
import { readBytes } from "./readBytes.js";
import { nameAsText } from "./undecodedName.js";

/** Of a pair that is none. */
const SHOWN_ITEM = 100;

/** A pair as a file names it. */
interface NamedPair {
  /** Where it stands: "pair 3", "line 3". */
  readonly place: string;
  readonly truth: string;
  readonly prediction: string;
  readonly id: string | undefined;
}

/**
 * Reads a --pairs file: a JSON list of { truth, prediction, id } objects or [truth, prediction, id] lists, or a table (see
 * readPairsTable). Paths are relative to the file; an id that is left out is the truth's path without its ending.
 *
 * @throws {DataError} not such a list, or an id stands twice
 */
export async function readPairsFile(path: string): Promise<ImageFiles[]> {
  const bytes = await readBytes(path);
  const text = decodeText(bytes, false) ?? "";
  const pairs = /^\s*[[{]/.test(text) ? pairsOfJson(path, parseJson(bytes, path)) : pairsOfTable(path, text);
  const seen = new Map<string, string>();
  return pairs.map(({ place, truth, prediction, id: given }): ImageFiles => {
    const id = given ?? nameAsText(nameOf(truth, []));
    if (/\p{Cs}/u.test(id)) {
      throw new DataError(`${path}: ${place} has half a character in its id, ${describe(id)}`);
    }
    const twin = seen.get(id);
    if (twin !== undefined) {
      throw new DataError(
        `${path}: ${twin} and ${place} have one id, ${describe(id)}${given === undefined ? ": give each an id of its own" : ""}`,
      );
    }
    seen.set(id, place);
    const resolve = (file: string): string =>
      isAbsolute(file) || isRemote(file) ? file : join(dirname(path), file);
    return { id, groundTruth: resolve(truth), predictions: [resolve(prediction)] };
  });
}

function pairsOfTable(path: string, text: string): NamedPair[] {
  return readPairsTable(path, text).map(({ line, ...pair }) => ({ ...pair, place: `line ${line}` }));
}

function pairsOfJson(path: string, content: unknown): NamedPair[] {
  if (!Array.isArray(content)) throw new DataError(`${path}: expected a JSON list of pairs`);
  if (content.length === 0) throw new DataError(`${path}: the list of pairs is empty`);
  return content.map((item: unknown, i): NamedPair => {
    const unknown = unknownKey(item);
    if (unknown !== undefined) throw new DataError(`${path}: pair ${i}: ${unknown}`);
    const { truth, prediction, id } = pairOf(item);
    if (typeof truth !== "string" || typeof prediction !== "string" || !isOptionalText(id)) {
      throw new DataError(
        `${path}: pair ${i} expected { "truth": path, "prediction": path, "id": name } or a list of these, got ${shorten(JSON.stringify(item), SHOWN_ITEM)}`,
      );
    }
    return { place: `pair ${i}`, truth, prediction, id };
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

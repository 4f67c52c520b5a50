import { dirname, isAbsolute, join } from "node:path";
import { DataError } from "../exitCodes.js";
import { nameOf } from "../../app/pairing/maskNames.js";
import type { ImageFiles } from "./pairing.js";
import { readPairsTable } from "./pairsTable.js";
import { parseJsonBytes, readBytes } from "./readBytes.js";

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
  const text = new TextDecoder().decode(bytes);
  const pairs = /^\s*[[{]/.test(text)
    ? pairsOfJson(path, parseJsonBytes(bytes, path))
    : pairsOfTable(path, text);
  const seen = new Map<string, string>();
  return pairs.map(({ place, truth, prediction, id: given }): ImageFiles => {
    const id = given ?? nameOf(truth, []);
    const twin = seen.get(id);
    if (twin !== undefined) {
      throw new DataError(
        `${path}: ${twin} and ${place} have one id, ${JSON.stringify(id)}${given === undefined ? ": give each an id of its own" : ""}`,
      );
    }
    seen.set(id, place);
    const resolve = (file: string): string => (isAbsolute(file) ? file : join(dirname(path), file));
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
    const { truth, prediction, id } = pairOf(item);
    if (typeof truth !== "string" || typeof prediction !== "string" || !isOptionalText(id)) {
      throw new DataError(
        `${path}: pair ${i} expected { "truth": path, "prediction": path, "id": name } or a list of these, got ${JSON.stringify(item).slice(0, 100)}`,
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

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === "string";
}

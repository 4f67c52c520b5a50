import { dirname, isAbsolute, join } from "node:path";
import { DatasetError } from "../../app/errors/problem.js";
import { commandWords } from "../commandWords.js";
import { DataError } from "../exitCodes.js";
import { unknownKeyText } from "../../app/classes/nearestKey.js";
import { describe, shorten } from "../../src/errors/describe.js";
import { decodeText } from "../../app/json/decodeText.js";
import { parseJson } from "../../app/json/parseJson.js";
import { nameOf } from "../../app/pairing/maskNames.js";
import type { ImageFiles } from "./pairing.js";
import { readPairsTable } from "./pairsTable.js";
import { isRemote } from "../sources/remote/address.js";
import { beginPieces, linesOf } from "./pairsLines.js";
import { allBytes, piecesOf } from "./readBytes.js";
import { inputName, STANDARD_INPUT } from "./standardInput.js";
import { nameAsText } from "./undecodedName.js";

/** Of a pair that is none. */
const SHOWN_ITEM = 100;

/** A pair as a file names it. */
interface NamedPair {
  /** Where it stands: of lines from 1, of a list's items from 0. */
  readonly at: number;
  readonly truth: string;
  readonly prediction: string;
  readonly id?: string | undefined;
  readonly cluster?: string | undefined;
}

/** Pairs as they are named, and what places in their file are called. */
interface NamedPairs {
  readonly place: "line" | "pair";
  readonly pairs: Iterable<NamedPair> | AsyncIterable<NamedPair>;
}

/**
 * Reads --pairs: a JSON list of { truth, prediction, id, cluster } objects or [truth, prediction, id] lists, such objects as
 * JSON lines, or a table (see readPairsTable); "-" is standard input. Paths are relative to the file, or to the folder that the
 * command was started in; an id that is left out is the truth's path without its ending. Of JSON lines one is held at a time.
 *
 * @throws {DataError} not such a list, an id stands twice, or some pairs have a cluster and others have none
 */
export async function readPairsFile(path: string): Promise<ImageFiles[]> {
  const file = inputName(path);
  const folder = path === STANDARD_INPUT ? "" : dirname(path);
  const { place, pairs } = await namedPairs(path);
  const images: ImageFiles[] = [];
  /** Ids, and where they stand. */
  const seen = new Map<string, number>();
  let areClustered: boolean | undefined;
  const resolve = (named: string): string =>
    isAbsolute(named) || isRemote(named) ? named : inOnePiece(join(folder, named));
  for await (const { at, truth, prediction, id: given, cluster } of pairs) {
    const id = given ?? nameAsText(nameOf(truth, []));
    if (/\p{Cs}/u.test(id)) {
      throw new DataError(`${file}: ${place} ${at} has half a character in its id, ${describe(id)}`);
    }
    const twin = seen.get(id);
    if (twin !== undefined) {
      throw new DataError(
        `${file}: ${place} ${twin} and ${place} ${at} have one id, ${describe(id)}${given === undefined ? ": give each an id of its own" : ""}`,
      );
    }
    areClustered ??= cluster !== undefined;
    if (areClustered !== (cluster !== undefined)) {
      throw new DataError(
        `${file}: ${place} ${at} has ${areClustered ? "no" : "a"} cluster, and the one before has ${areClustered ? "one" : "none"}: give one to every pair or to none`,
      );
    }
    seen.set(id, at);
    const files = { id, groundTruth: resolve(truth), predictions: [resolve(prediction)] };
    images.push(cluster === undefined ? files : { ...files, cluster });
  }
  if (images.length === 0) throw new DataError(`${file}: the list of pairs is empty`);
  return images;
}

/** What path functions put together holds on to all of its pieces until somebody looks into it: a third of all memory here. */
function inOnePiece(text: string): string {
  text.charCodeAt(0);
  return text;
}

async function namedPairs(path: string): Promise<NamedPairs> {
  const file = inputName(path);
  const { isObjectFirst, pieces } = await beginPieces(piecesOf(path));
  if (isObjectFirst) return { place: "line", pairs: pairsOfLines(file, pieces) };
  const bytes = await allBytes(path, pieces);
  const text = decodeText(bytes, false) ?? "";
  if (/^\s*[[{]/.test(text)) return { place: "pair", pairs: pairsOfJson(file, parseJson(bytes, file)) };
  const rows = readPairsTable(file, text).map(({ line, ...row }) => ({ ...row, at: line }));
  return { place: "line", pairs: rows };
}

async function* pairsOfLines(file: string, pieces: AsyncIterable<Uint8Array>): AsyncGenerator<NamedPair> {
  for await (const { line, bytes } of linesOf(pieces)) {
    yield pairOfItem(`${file}: line ${line}`, line, pairOfLine(`${file}: line ${line}`, bytes));
  }
}

function pairOfLine(place: string, bytes: Uint8Array): unknown {
  try {
    return parseJson(bytes, place);
  } catch (cause) {
    if (!(cause instanceof DatasetError)) throw cause;
    throw new DataError(
      `${commandWords(cause)}; where a file begins with an object, each line is one pair, and else it is a list in [ ]`,
      { cause },
    );
  }
}

function pairsOfJson(file: string, content: unknown): NamedPair[] {
  if (!Array.isArray(content)) {
    throw new DataError(`${file}: expected a JSON list of pairs, or JSON lines in UTF-8`);
  }
  return content.map((item: unknown, i) => pairOfItem(`${file}: pair ${i}`, i, item));
}

function pairOfItem(place: string, at: number, item: unknown): NamedPair {
  const unknown = unknownKey(item);
  if (unknown !== undefined) throw new DataError(`${place}: ${unknown}`);
  const { truth, prediction, id, cluster } = pairOf(item);
  const isPair = typeof truth === "string" && typeof prediction === "string";
  if (!isPair || !isOptionalText(id) || !isOptionalText(cluster) || cluster === "") {
    throw new DataError(
      `${place} expected { "truth": path, "prediction": path, "id": name, "cluster": name } (the last two may be left out) or a list of the first three, got ${shorten(JSON.stringify(item), SHOWN_ITEM)}`,
    );
  }
  return { at, truth, prediction, id, cluster };
}

function pairOf(item: unknown): Partial<Record<(typeof KEYS)[number], unknown>> {
  if (Array.isArray(item)) {
    const [truth, prediction, id] = item as unknown[];
    return item.length > 3 ? {} : { truth, prediction, id };
  }
  return typeof item === "object" && item !== null ? item : {};
}

const KEYS = ["truth", "prediction", "id", "cluster"] as const;

/** What else people call them, without what spellings differ by. */
const OTHER_NAMES: Readonly<Record<string, (typeof KEYS)[number]>> = {
  groundtruth: "truth",
  gt: "truth",
  target: "truth",
  pred: "prediction",
  predicted: "prediction",
  output: "prediction",
  name: "id",
  group: "cluster",
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

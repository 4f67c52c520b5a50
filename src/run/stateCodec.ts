import { entriesOf } from "../counting/entries.js";
import { sha256 } from "./sha256.js";
import { notAState, stateVersion, wrongType, wrongValue } from "../errors/argument.js";
import { describe } from "../errors/words.js";
import { isMaskscoreError } from "../errors/problem.js";
import { stateDamaged } from "../errors/runs.js";
import { typedArrayName } from "../reading/typedArray.js";
import { ByteReader, ByteWriter } from "./byteStream.js";
import { compact, type ImageRow } from "../measures/confusion/imageRows.js";
import { optionsOf, readSettings, type ScorerSettings } from "../measures/confusion/settings.js";

/** Everything a scorer knows. Rows in canonical order; without perImage one row, without id, that is the total. */
export interface ScorerState {
  readonly settings: ScorerSettings;
  readonly rows: readonly ImageRow[];
  /** Images counted. */
  readonly imageCount: number;
}

/** A state as plain JSON. */
export interface StateJson {
  readonly format: "maskscore-state";
  readonly version: number;
  readonly settings: ScorerSettings;
  readonly imageCount: number;
  readonly images: readonly ImageJson[];
  /** SHA-256, in hex, of the binary form: equal states have equal digests. */
  readonly digest: string;
}

export interface ImageJson {
  readonly id: string | null;
  readonly weight: number;
  /** Pixels. */
  readonly ignoredCount: number;
  /** groundTruth * numClasses + prediction of each cell that is not 0, ascending, and its pixels. */
  readonly cells: readonly number[];
  readonly counts: readonly number[];
}

const FORMAT = "maskscore-state";
const VERSION = 1;
const DIGEST_BYTES = 32;

/**
 * The binary form: "maskscore-state", the version, the settings as JSON, the images, and the SHA-256 of all that. Numbers
 * as in ByteWriter; cells by their distance from the one before. Equal states give equal bytes.
 */
export function stateToBytes({ settings, rows, imageCount }: ScorerState): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  writer.text(FORMAT);
  writer.integer(VERSION);
  writer.text(JSON.stringify(settings));
  writer.integer(imageCount);
  writer.integer(rows.length);
  for (const { id, weight, matrix } of rows) {
    writer.integer(id === undefined ? 0 : 1);
    if (id !== undefined) writer.text(id);
    writer.float(weight);
    writer.integer(matrix.ignoredCount);
    const entries = [...entriesOf(matrix)];
    writer.integer(entries.length);
    let before = 0;
    for (const [cell, count] of entries) {
      writer.integer(cell - before);
      writer.integer(count);
      before = cell;
    }
  }
  writer.raw(sha256(writer.bytes()));
  return writer.bytes();
}

/** @throws {TypeError | Error} not a state, one of a later version, truncated, or changed since it was written */
export function stateFromBytes(bytes: unknown): ScorerState {
  if (typedArrayName(bytes) !== "Uint8Array") {
    throw wrongType("bytes", "a Uint8Array", describe(bytes));
  }
  const all = bytes as Uint8Array;
  const body = all.subarray(0, Math.max(0, all.length - DIGEST_BYTES));
  const reader = new ByteReader(body);
  try {
    if (reader.text() !== FORMAT) throw new Error();
    requireVersion(reader.integer());
  } catch (cause) {
    if (isMaskscoreError(cause)) throw cause;
    throw notAState("bytes", "the state of a scorer", "something else, or its first bytes only", undefined, {
      cause,
    });
  }
  requireDigest(hex(sha256(body)), hex(all.subarray(body.length)), "bytes");
  // What the digest vouches for was written by stateToBytes: from here on only a bug can fail.
  const settings = JSON.parse(reader.text()) as ScorerSettings;
  const imageCount = reader.integer();
  const rows = Array.from({ length: reader.integer() }, () => readRow(reader, settings.numClasses));
  return { settings, rows, imageCount };
}

function readRow(reader: ByteReader, numClasses: number): ImageRow {
  const id = reader.integer() === 0 ? undefined : reader.text();
  const weight = reader.float();
  const ignoredCount = reader.integer();
  const length = reader.integer();
  const cells = new Uint32Array(length);
  const counts = new Float64Array(length);
  let cell = 0;
  for (let i = 0; i < length; i++) {
    cell += reader.integer();
    cells[i] = cell;
    counts[i] = reader.integer();
  }
  return { id, weight, matrix: compact({ numClasses, counts, cells, ignoredCount }) };
}

export function stateToJson(state: ScorerState): StateJson {
  return {
    format: FORMAT,
    version: VERSION,
    settings: state.settings,
    imageCount: state.imageCount,
    images: state.rows.map(({ id, weight, matrix }) => {
      const entries = [...entriesOf(matrix)];
      return {
        id: id ?? null,
        weight,
        ignoredCount: matrix.ignoredCount,
        cells: entries.map(([cell]) => cell),
        counts: entries.map(([, count]) => count),
      };
    }),
    digest: digestOf(state),
  };
}

/** SHA-256, in hex, of a state's binary form. */
export function digestOf(state: ScorerState): string {
  return hex(stateToBytes(state).subarray(-DIGEST_BYTES));
}

/** @throws {TypeError | RangeError | Error} not a state, one of a later version, incomplete, impossible, or changed since it was written */
export function stateFromJson(value: unknown): ScorerState {
  const json = parse(value);
  if (json.format !== FORMAT) {
    throw notAState("state.format", `"${FORMAT}"`, describe(json.format));
  }
  requireVersion(json.version);
  const settings = readSavedSettings(json.settings);
  if (!Array.isArray(json.images)) {
    throw wrongType("state.images", "an array", describe(json.images), "the state is incomplete");
  }
  const rows = json.images.map((image, i) => rowFromJson(image, `state.images[${i}]`, settings));
  const state = { settings, rows, imageCount: wholeNumber(json.imageCount, "state.imageCount") };
  requireDigest(digestOf(state), json.digest, "state");
  return state;
}

function parse(value: unknown): Partial<Record<keyof StateJson, unknown>> {
  let json = value;
  if (typeof value === "string") {
    try {
      json = JSON.parse(value);
    } catch (cause) {
      throw notAState(
        "state",
        "JSON",
        `text that is none: ${(cause as Error).message}`,
        "it may be truncated",
        { cause },
      );
    }
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw wrongType("state", "what toJSON() gave, or its text", describe(json));
  }
  return json;
}

/** Saved settings are checked as options are; what is saved is what comes out of that, so they must be equal. */
function readSavedSettings(saved: unknown): ScorerSettings {
  if (typeof saved !== "object" || saved === null) {
    throw wrongType("state.settings", "an object", describe(saved), "the state is incomplete");
  }
  return readSettings(optionsOf(saved as ScorerSettings));
}

function rowFromJson(value: unknown, place: string, { numClasses }: ScorerSettings): ImageRow {
  const { id, weight, ignoredCount, cells, counts } = (value ?? {}) as Partial<
    Record<keyof ImageJson, unknown>
  >;
  if (id !== null && typeof id !== "string") {
    throw wrongType(`${place}.id`, "a string or null", describe(id));
  }
  if (typeof weight !== "number" || !(weight > 0) || weight === Infinity) {
    throw wrongValue(`${place}.weight`, "a number above 0", describe(weight));
  }
  if (!Array.isArray(cells) || !Array.isArray(counts) || cells.length !== counts.length) {
    throw wrongType(`${place}.cells`, "an array as long as counts", describe(cells));
  }
  cells.forEach((cell, i) => {
    wholeNumber(cell, `${place}.cells[${i}]`, numClasses * numClasses - 1);
    if (i > 0 && !(cell > cells[i - 1])) {
      throw wrongValue(`${place}.cells`, "ascending cells", `${cell as number} at ${i}`);
    }
    if (wholeNumber(counts[i], `${place}.counts[${i}]`) === 0) {
      throw wrongValue(`${place}.counts`, "counts above 0", `0 at ${i}`);
    }
  });
  return {
    id: id ?? undefined,
    weight,
    matrix: compact({
      numClasses,
      counts: Float64Array.from(counts as number[]),
      cells: Uint32Array.from(cells as number[]),
      ignoredCount: wholeNumber(ignoredCount, `${place}.ignoredCount`),
    }),
  };
}

function wholeNumber(value: unknown, place: string, most = Number.MAX_SAFE_INTEGER): number {
  if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > most) {
    throw wrongValue(place, `a whole number from 0 to ${most}`, describe(value));
  }
  return value as number;
}

function requireVersion(version: unknown): void {
  if (version !== VERSION) {
    throw stateVersion(
      "state.version",
      String(VERSION),
      describe(version),
      "read it with the version of maskscore that wrote it, or a later one",
    );
  }
}

function requireDigest(got: string, claimed: unknown, argument: string): void {
  if (got !== claimed) {
    throw stateDamaged(argument);
  }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

import { ByteWriter } from "../../src/run/byteStream.js";
import { sha256 } from "../../src/run/sha256.js";

/** A state's JSON, as anyone may have changed it. */
export interface ForgedJson {
  format: string;
  version: number;
  measure: unknown;
  settings: unknown;
  provenance: unknown;
  imageCount: number;
  images: ForgedImage[];
}

export interface ForgedImage {
  id: string | null;
  weight: number;
  ignoredCount: number;
  cells: number[];
  counts: number[];
  voidPredictions?: { cells: number[]; counts: number[] };
}

/**
 * What toBytes would have written of a JSON, whatever it says, with a digest that is right; `more` comes before it, and
 * `header` in the place of what the JSON says before its images.
 */
export function forgedBytes(
  json: ForgedJson,
  more: Uint8Array = new Uint8Array(0),
  header?: string,
): Uint8Array {
  const writer = new ByteWriter();
  writer.text(json.format);
  writer.integer(json.version);
  const { measure, settings, provenance } = json;
  writer.text(header ?? JSON.stringify(json.version === 1 ? settings : { measure, settings, provenance }));
  writer.integer(json.imageCount);
  writer.integer(json.images.length);
  for (const image of json.images) {
    const record = new ByteWriter();
    record.integer((image.id === null ? 0 : 1) + (image.voidPredictions === undefined ? 0 : 2));
    if (image.id !== null) record.text(image.id);
    record.float(image.weight);
    record.integer(image.ignoredCount);
    writeCounts(record, image);
    if (image.voidPredictions !== undefined) writeCounts(record, image.voidPredictions);
    if (json.version === 1) writer.raw(record.written);
    else writer.block(record.written);
  }
  writer.raw(more);
  return sealed(writer);
}

/** A JSON with the digest and the seal that are right for what it says. */
export function forgedJson(json: ForgedJson): object {
  const seal = (version: number): string =>
    Array.from(forgedBytes({ ...json, version }).subarray(-32), (byte) =>
      byte.toString(16).padStart(2, "0"),
    ).join("");
  return { ...json, digest: seal(1), seal: seal(2) };
}

/** Anything, with its right digest behind it. */
export function sealed(writer: ByteWriter): Uint8Array {
  writer.raw(sha256(writer.bytes()));
  return writer.bytes();
}

function writeCounts(writer: ByteWriter, { cells, counts }: Pick<ForgedImage, "cells" | "counts">): void {
  writer.integer(cells.length);
  let before = 0;
  cells.forEach((cell, i) => {
    writer.integer(cell - before);
    writer.integer(counts[i] as number);
    before = cell;
  });
}

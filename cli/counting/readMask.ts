import { decodedBytesAtMost } from "../../app/formats/decodedBytes.js";
import type { DecodeJpeg } from "../../app/formats/jpeg.js";
import { loadJpeg } from "../../app/formats/loadJpeg.js";
import { LARGE_BYTES } from "../../app/formats/elements.js";
import { allOf } from "../../app/formats/fileBytes.js";
import type { MaskFile } from "../../app/formats/decodeMask.js";
import type { NamedMask } from "../../app/job/maskPair.js";
import { maskOfBytes } from "../../app/job/maskOfBytes.js";
import type { SideDecode } from "../../app/job/runDecode.js";
import { readMaskFile } from "../inputs/readMaskFile.js";
import { inflateByNode } from "./inflateByNode.js";
import { TakesLong, type WorkBudget } from "./workBudget.js";

let jpeg: DecodeJpeg | undefined;

/** Loads what only some masks need. To be waited for before masks are read. */
export async function loadDecoders({ takesValues }: Pick<SideDecode, "takesValues">): Promise<void> {
  if (takesValues === true) jpeg ??= await loadJpeg();
}

/**
 * @param budget undefined where the thread may take its time
 * @throws {DatasetError} the file cannot be read or is no mask
 * @throws {TakesLong} it is too large for the budget
 */
export function readMask(
  path: string,
  decode: SideDecode,
  budget: WorkBudget | undefined,
): MaskFile & { readonly bytes: number } {
  const options = { ...decode, inflate: inflateByNode, jpeg };
  if (budget !== undefined) {
    const bytes = readWithin(budget, path, decodedBytesAtMost);
    return { ...maskOfBytes(path, bytes, options), bytes: bytes.length };
  }
  return readMaskFile(path, (file) => {
    const mask = file.length > LARGE_BYTES ? file : allOf(file);
    return { ...maskOfBytes(path, mask, options), bytes: file.length };
  });
}

/** The same of one side of a pair. */
export function readSide(path: string, decode: SideDecode, budget: WorkBudget | undefined): NamedMask {
  return { name: path, mask: readMask(path, decode, budget).raster };
}

/**
 * The bytes of a file, if what is to be done with them fits a budget.
 *
 * @param costOf how much it is, in bytes that are decoded
 */
export function readWithin(
  budget: WorkBudget | undefined,
  path: string,
  costOf: (bytes: Uint8Array) => number,
): Uint8Array {
  return readMaskFile(path, (file) => {
    if (budget !== undefined && file.length > budget.left) throw new TakesLong();
    const bytes = allOf(file);
    budget?.spend(costOf(bytes));
    return bytes;
  });
}

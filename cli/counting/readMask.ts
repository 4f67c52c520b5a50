import { decodedBytesAtMost } from "../../app/formats/decodedBytes.js";
import type { DecodeJpeg } from "../../app/formats/jpeg.js";
import { loadJpeg } from "../../app/formats/loadJpeg.js";
import type { MaskFile } from "../../app/formats/decodeMask.js";
import type { CountJob } from "../../app/job/countImage.js";
import type { NamedMask } from "../../app/job/maskPair.js";
import { maskOfBytes } from "../../app/job/maskOfBytes.js";
import { readRegularFile } from "../inputs/readBytes.js";
import { inflateByNode } from "./inflateByNode.js";
import { TakesLong, type WorkBudget } from "./workBudget.js";

let jpeg: DecodeJpeg | undefined;

/** Loads what only some masks need. To be waited for before masks are read. */
export async function loadDecoders({ takesValues }: CountJob["decode"]): Promise<void> {
  if (takesValues === true) jpeg ??= await loadJpeg();
}

/**
 * @param budget undefined where the thread may take its time
 * @throws {DatasetError} the file cannot be read or is no mask
 * @throws {TakesLong} it is too large for the budget
 */
export function readMask(
  path: string,
  decode: CountJob["decode"],
  budget: WorkBudget | undefined,
): MaskFile & { readonly bytes: number } {
  const bytes = readWithin(budget, path, decodedBytesAtMost);
  const mask = maskOfBytes(path, bytes, { ...decode, inflate: inflateByNode, jpeg });
  return { ...mask, bytes: bytes.length };
}

/** The same of one side of a pair. */
export function readSide(
  path: string,
  decode: CountJob["decode"],
  budget: WorkBudget | undefined,
): NamedMask {
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
  const bytes = readRegularFile(path, budget?.left);
  if (bytes === undefined) throw new TakesLong();
  budget?.spend(costOf(bytes));
  return bytes;
}

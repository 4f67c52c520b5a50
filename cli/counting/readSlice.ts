import { statSync } from "node:fs";
import type { DecodeOptions, MaskFile } from "../../app/formats/decodeMask.js";
import { allOf } from "../../app/formats/fileBytes.js";
import { signsOfStack } from "../../app/formats/stackSigns.js";
import { isTiff } from "../../app/formats/tiffDirectory.js";
import { maskOfBytes } from "../../app/job/maskOfBytes.js";
import { readMaskFile } from "../inputs/readMaskFile.js";
import { systemPath } from "../inputs/undecodedName.js";
import type { WorkBudget } from "./workBudget.js";

/** Files that are read label map by label map, as they were read last; of each thread. */
const MAX_KEPT_BYTES = 2 ** 27;
const MAX_KEPT_FILES = 2;

const kept = new Map<string, { readonly stamp: string; readonly bytes: Uint8Array }>();

/**
 * One label map of a stack; of a row-major .npy file no other is read.
 *
 * @throws {DatasetError} as readMask
 */
export function readSlice(
  path: string,
  options: DecodeOptions,
  budget: WorkBudget | undefined,
): MaskFile & { readonly bytes: number } {
  return readMaskFile(path, (file) => {
    budget?.spend(file.length);
    const mask = isTiff(file.read(0, TIFF_START)) ? readKept(path, () => allOf(file)) : file;
    return { ...maskOfBytes(path, mask, options), bytes: file.length };
  });
}

const TIFF_START = 4;

/** The bytes of a file of which label maps are read one after the other: kept for the next, unless they are many. */
function readKept(path: string, read: () => Uint8Array): Uint8Array {
  const stats = statSync(systemPath(path), { bigint: true, throwIfNoEntry: false });
  if (stats === undefined) return read();
  const stamp = [stats.dev, stats.ino, stats.size, stats.mtimeNs].join(" ");
  const known = kept.get(path);
  if (known?.stamp === stamp) return known.bytes;
  const bytes = read();
  if (bytes.length > MAX_KEPT_BYTES) return bytes;
  kept.delete(path);
  kept.set(path, { stamp, bytes });
  for (const oldest of kept.keys()) {
    if (kept.size <= MAX_KEPT_FILES) break;
    kept.delete(oldest);
  }
  return bytes;
}

/** Whether a file may be a stack of label maps, by a look at parts of it; of one that is far away once it was brought. */
export function mayBeStack(path: string): boolean {
  try {
    return readMaskFile(path, (file) => {
      const signs = signsOfStack();
      for (let next = signs.next(); ;) {
        if (next.done === true) return next.value;
        const { start, bytes } = next.value;
        // What a damaged file asks for need not be there.
        next = signs.next(file.read(Math.min(start, file.length), Math.min(start + bytes, file.length)));
      }
    });
  } catch {
    // Reading all of it will say why.
    return false;
  }
}

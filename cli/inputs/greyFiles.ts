import { closeSync, fstatSync, readSync } from "node:fs";
import { greyBitsOf, PNG_START_BYTES } from "../../app/formats/greyBits.js";
import { isPng } from "../../app/formats/png.js";
import { isTiff } from "../../app/formats/tiffDirectory.js";
import { type GreyFile, hasMixedBits } from "../../app/job/undecidedBits.js";
import type { ImageFiles } from "./pairing.js";
import { openAtOnce, readRegularFile } from "./readBytes.js";

/** Files of a run whose greys differ in their number of bits: one of each, and no more than two. Looks at their beginnings. */
export function greyFilesOf(images: readonly ImageFiles[]): GreyFile[] {
  const greys: GreyFile[] = [];
  for (const { groundTruth, predictions } of images) {
    for (const path of [groundTruth, ...predictions]) {
      if (hasMixedBits(greys, path, bitsOf(path))) return greys;
    }
  }
  return greys;
}

/** What cannot be read has none: counting says why. */
function bitsOf(path: string): number | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openAtOnce(path);
    if (!fstatSync(descriptor).isFile()) return undefined;
    const start = new Uint8Array(PNG_START_BYTES);
    const bytes = start.subarray(0, readSync(descriptor, start, 0, start.length, 0));
    if (isPng(bytes)) return greyBitsOf(bytes);
    // Its fields may stand anywhere.
    const whole = isTiff(bytes) ? readRegularFile(path) : undefined;
    return whole === undefined ? undefined : greyBitsOf(whole);
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

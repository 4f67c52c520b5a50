import { closeSync, fstatSync, readSync } from "node:fs";
import { greyBitsOf, PNG_START_BYTES } from "../../app/formats/greyBits.js";
import { allOf } from "../../app/formats/fileBytes.js";
import { isPng } from "../../app/formats/png.js";
import { isTiff } from "../../app/formats/tiffDirectory.js";
import type { Outcome } from "../../app/job/countImage.js";
import { type GreyFile, hasMixedBits, mixedBits } from "../../app/job/undecidedBits.js";
import type { ImageFiles } from "./pairing.js";
import { openAtOnce } from "./readBytes.js";
import { readMaskFile } from "./readMaskFile.js";

/** Files of a run whose greys differ in their number of bits: one of each, and no more than two. Looks at their beginnings. */
function greyFilesOf(images: readonly ImageFiles[]): GreyFile[] {
  const greys: GreyFile[] = [];
  for (const { groundTruth, predictions, slice = 0 } of images) {
    // Of a stack one look at its file is enough.
    if (slice > 0) continue;
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
    const whole = isTiff(bytes) ? readMaskFile(path, allOf) : undefined;
    return whole === undefined ? undefined : greyBitsOf(whole);
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Whether the greys of all files have one number of bits: looked at where greys of few are taken as they are stored. */
export class BitsOfRun {
  readonly #images: readonly ImageFiles[];
  #greys: readonly GreyFile[] | undefined;

  constructor(images: readonly ImageFiles[]) {
    this.#images = images;
  }

  judged(outcome: Outcome): Outcome {
    if ("failure" in outcome || outcome.asStored.length === 0) return outcome;
    this.#greys ??= greyFilesOf(this.#images);
    const problem = mixedBits(outcome.asStored, this.#greys);
    return problem === undefined ? outcome : { failure: { file: problem.file, problem } };
  }
}

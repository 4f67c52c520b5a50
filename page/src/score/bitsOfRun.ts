import { greyBitsOf, PNG_START_BYTES } from "../../../app/formats/greyBits.js";
import { isTiff } from "../../../app/formats/tiffDirectory.js";
import type { Outcome } from "../../../app/job/countImage.js";
import { type GreyFile, hasMixedBits, mixedBits } from "../../../app/job/undecidedBits.js";
import type { ImageFiles, NamedFile } from "../counting/protocol.js";

/** Files of a run whose greys differ in their number of bits: one of each, and no more than two. */
async function greyFilesOf(images: readonly ImageFiles[]): Promise<GreyFile[]> {
  const greys: GreyFile[] = [];
  for (const { groundTruth, predictions } of images) {
    for (const side of [groundTruth, ...predictions]) {
      if (hasMixedBits(greys, side.shown, await bitsOf(side))) return greys;
    }
  }
  return greys;
}

/** What cannot be read has none: counting says why. */
async function bitsOf({ file }: NamedFile): Promise<number | undefined> {
  try {
    const start = new Uint8Array(await file.slice(0, PNG_START_BYTES).arrayBuffer());
    // The fields of a TIFF may stand anywhere.
    return greyBitsOf(isTiff(start) ? new Uint8Array(await file.arrayBuffer()) : start);
  } catch {
    return undefined;
  }
}

/** Whether the greys of all files have one number of bits: looked at where greys of few are taken as they are stored. */
export class BitsOfRun {
  readonly #images: readonly ImageFiles[];
  #greys: Promise<readonly GreyFile[]> | undefined;

  constructor(images: readonly ImageFiles[]) {
    this.#images = images;
  }

  async judged(outcome: Outcome): Promise<Outcome> {
    if ("failure" in outcome || outcome.asStored.length === 0) return outcome;
    this.#greys ??= greyFilesOf(this.#images);
    const problem = mixedBits(outcome.asStored, await this.#greys);
    return problem === undefined ? outcome : { failure: { file: problem.file, problem } };
  }
}

import { greyBitsOf, PNG_START_BYTES } from "../../app/formats/greyBits.js";
import { allOf } from "../../app/formats/fileBytes.js";
import { isPng } from "../../app/formats/png.js";
import { isTiff } from "../../app/formats/tiffDirectory.js";
import type { Outcome } from "../../app/job/countImage.js";
import { type GreyFile, hasMixedBits, mixedBits } from "../../app/job/undecidedBits.js";
import { filesOf } from "../counting/filesOf.js";
import { letSignalsIn } from "../interruption.js";
import { withFiles } from "../sources/heldFiles.js";
import type { ImageFiles } from "./pairing.js";
import { readMaskFile } from "./readMaskFile.js";

/** Files of a run whose greys differ in their number of bits: one of each, and no more than two. Looks at their beginnings. */
async function greyFilesOf(images: readonly ImageFiles[]): Promise<GreyFile[]> {
  const greys: GreyFile[] = [];
  for (const [i, image] of images.entries()) {
    if (i % PAUSE_EVERY === 0) await letSignalsIn();
    // Of a stack one look at its file is enough.
    if ((image.slice ?? 0) > 0) continue;
    const files = filesOf(image);
    const isMixed = await withFiles(files, () =>
      files.some((path) => hasMixedBits(greys, path, bitsOf(path))),
    );
    if (isMixed) return greys;
  }
  return greys;
}

/** Files that are looked at between two pauses. */
const PAUSE_EVERY = 200;

/** What cannot be read has none: counting says why. */
function bitsOf(path: string): number | undefined {
  try {
    return readMaskFile(path, (file) => {
      const start = file.read(0, Math.min(PNG_START_BYTES, file.length));
      if (isPng(start)) return greyBitsOf(start);
      // Its fields may stand anywhere.
      return isTiff(start) ? greyBitsOf(allOf(file)) : undefined;
    });
  } catch {
    return undefined;
  }
}

/** Whether the greys of all files have one number of bits: looked at where greys of few are taken as they are stored. */
export class BitsOfRun {
  readonly #images: readonly ImageFiles[];
  #greys: Promise<readonly GreyFile[]> | undefined;
  #known: readonly GreyFile[] | undefined;

  constructor(images: readonly ImageFiles[]) {
    this.#images = images;
  }

  /** To be waited for before what came of an image is judged. */
  async look(outcomes: readonly Outcome[]): Promise<void> {
    if (!outcomes.some((outcome) => "asStored" in outcome && outcome.asStored.length > 0)) return;
    this.#greys ??= greyFilesOf(this.#images);
    this.#known = await this.#greys;
  }

  judged(outcome: Outcome): Outcome {
    if ("failure" in outcome || outcome.asStored.length === 0) return outcome;
    const problem = mixedBits(outcome.asStored, this.#known as readonly GreyFile[]);
    return problem === undefined ? outcome : { failure: { file: problem.file, problem } };
  }
}

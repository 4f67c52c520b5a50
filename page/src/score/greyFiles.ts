import { greyBitsOf, PNG_START_BYTES } from "../../../app/formats/greyBits.js";
import { isTiff } from "../../../app/formats/tiffDirectory.js";
import { type GreyFile, hasMixedBits } from "../../../app/job/undecidedBits.js";
import type { NamedFile, PairFiles } from "../counting/protocol.js";

/** Files of a run whose greys differ in their number of bits: one of each, and no more than two. */
export async function greyFilesOf(images: readonly PairFiles[]): Promise<GreyFile[]> {
  const greys: GreyFile[] = [];
  for (const { groundTruth, prediction } of images) {
    for (const side of [groundTruth, prediction]) {
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

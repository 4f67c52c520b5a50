import { type FileLooks, samenessOf } from "../../../app/job/sameFiles.js";
import type { RunFinding } from "../../../app/view/runFindings.js";
import { sameAsTruth } from "../../../app/view/sameFilesFinding.js";
import { Cancelled } from "../counting/workers.js";
import type { ImagePair } from "./pairs.js";

/** Read at once of each of two files. */
const PIECE = 2 ** 22;

/** What is to be known of predictions that are the truth's files. */
export async function sameFilesFindings(
  images: readonly ImagePair[],
  signal: AbortSignal,
): Promise<RunFinding[]> {
  const looks: FileLooks<File> = {
    isOne: (a, b) => a === b,
    pause: () => Promise.resolve(),
    async haveSameBytes(a, b) {
      if (a.size !== b.size) return false;
      for (let start = 0; start < a.size; start += PIECE) {
        if (signal.aborted) throw new Cancelled("cancelled");
        if (!(await haveSamePiece(a, b, start))) return false;
      }
      return true;
    },
  };
  const pairs = images.map(({ groundTruth, prediction }) => [groundTruth.file, prediction.file] as const);
  const sameness = await samenessOf(pairs, looks);
  return sameness === undefined
    ? []
    : [
        sameAsTruth(
          sameness,
          images.map(({ id }) => id),
        ),
      ];
}

/** What cannot be read is like nothing: counting says why. */
async function haveSamePiece(a: File, b: File, start: number): Promise<boolean> {
  try {
    const [first, second] = await Promise.all(
      [a, b].map(async (file) => new Uint8Array(await file.slice(start, start + PIECE).arrayBuffer())),
    );
    return first?.every((byte, i) => byte === second?.[i]) === true;
  } catch {
    return false;
  }
}

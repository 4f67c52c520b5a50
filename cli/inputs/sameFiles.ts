import { closeSync, openSync, readSync, statSync } from "node:fs";
import { type FileLooks, samenessOf } from "../../app/job/sameFiles.js";
import type { RunFinding } from "../../app/view/runFindings.js";
import { sameAsModel, sameAsTruth } from "../../app/view/sameFilesFinding.js";
import { letSignalsIn } from "../interruption.js";
import type { ImageFiles } from "./pairing.js";
import { systemPath } from "./undecodedName.js";

/** What is to be known of each model whose predictions are the truth's files, or those of a model before it. */
export async function sameFilesFindings(
  images: readonly ImageFiles[],
  models: readonly string[],
): Promise<RunFinding[][]> {
  const ids = images.map(({ id }) => id);
  const filesOf = (model: number): string[] => images.map(({ predictions }) => predictions[model] as string);
  const truth = images.map(({ groundTruth }) => groundTruth);
  const findings: RunFinding[][] = [];
  for (const model of models.keys()) {
    const own: RunFinding[] = [];
    const files = filesOf(model);
    const sameness = await samenessOf(pairsOf(truth, files), LOOKS);
    if (sameness !== undefined) own.push(sameAsTruth(sameness, ids));
    for (let other = 0; other < model; other++) {
      const found = await samenessOf(pairsOf(filesOf(other), files), LOOKS);
      if (found !== undefined) own.push(sameAsModel(found, ids, models[other] as string));
    }
    findings.push(own);
  }
  return findings;
}

function pairsOf(a: readonly string[], b: readonly string[]): (readonly [string, string])[] {
  return a.map((file, i) => [file, b[i] as string] as const);
}

const LOOKS: FileLooks<string> = {
  isOne(a, b) {
    const [first, second] = [lookAt(a), lookAt(b)];
    return first !== undefined && first.dev === second?.dev && first.ino === second.ino;
  },
  pause: letSignalsIn,
  async haveSameBytes(a, b) {
    const [first, second] = [lookAt(a), lookAt(b)];
    return first !== undefined && first.size === second?.size && (await haveSameContent(a, b));
  },
};

/** Undefined of what is no file. */
function lookAt(
  path: string,
): { readonly dev: bigint; readonly ino: bigint; readonly size: bigint } | undefined {
  const stats = statSync(systemPath(path), { bigint: true, throwIfNoEntry: false });
  return stats?.isFile() === true ? stats : undefined;
}

/** Files may be larger than memory. */
const PIECE = 2 ** 20;

/** Taken once, however many files there are: they are compared one pair after the other. */
let pieces: readonly [Buffer, Buffer] | undefined;

async function haveSameContent(a: string, b: string): Promise<boolean> {
  const descriptors: number[] = [];
  pieces ??= [Buffer.allocUnsafe(PIECE), Buffer.allocUnsafe(PIECE)];
  try {
    for (const path of [a, b]) descriptors.push(openSync(systemPath(path), "r"));
    const [first, second] = descriptors as [number, number];
    for (;;) {
      const lengths = [readFully(first, pieces[0]), readFully(second, pieces[1])] as const;
      const [length] = lengths;
      if (length !== lengths[1]) return false;
      if (!pieces[0].subarray(0, length).equals(pieces[1].subarray(0, length))) return false;
      if (length < PIECE) return true;
      await letSignalsIn();
    }
  } catch {
    return false;
  } finally {
    for (const descriptor of descriptors) closeSync(descriptor);
  }
}

/** As much as there is, up to the piece's length. */
function readFully(descriptor: number, piece: Buffer): number {
  let length = 0;
  for (;;) {
    const got = readSync(descriptor, piece, length, PIECE - length, null);
    length += got;
    if (got === 0 || length === PIECE) return length;
  }
}

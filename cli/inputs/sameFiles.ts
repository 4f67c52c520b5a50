import { closeSync, openSync, readSync, statSync } from "node:fs";
import { type FileLooks, samenessOf } from "../../app/job/sameFiles.js";
import type { RunFinding } from "../../app/view/runFindings.js";
import { sameAsModel, sameAsTruth } from "../../app/view/sameFilesFinding.js";
import { letSignalsIn } from "../interruption.js";
import { withFiles } from "../sources/heldFiles.js";
import { findInSources, type Found } from "../sources/registry.js";
import { isRemote } from "../sources/remote/address.js";
import { allOf } from "../../app/formats/fileBytes.js";
import { readMaskFile } from "./readMaskFile.js";
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
    if (a === b) return true;
    const [first, second] = [findInSources(a), findInSources(b)];
    if (first !== undefined || second !== undefined) return isOneEntry(first, second);
    const [left, right] = [lookAt(a), lookAt(b)];
    return left !== undefined && left.dev === right?.dev && left.ino === right.ino;
  },
  pause: letSignalsIn,
  async haveSameBytes(a, b) {
    if (isElsewhere(a) || isElsewhere(b)) return haveSameContentElsewhere(a, b);
    const [first, second] = [lookAt(a), lookAt(b)];
    return first !== undefined && first.size === second?.size && (await haveSameContent(a, b));
  },
};

/** Whether a file does not lie on the disk by itself. */
function isElsewhere(path: string): boolean {
  return findInSources(path) !== undefined || isRemote(path);
}

/** Two names of an archive may be one file, by a link. */
function isOneEntry(a: Found | undefined, b: Found | undefined): boolean {
  if (a?.entry === undefined || b?.entry === undefined) return false;
  const isOneArchive = a.source.at === b.source.at && a.source.column === b.source.column;
  return isOneArchive && a.entry.start === b.entry.start && a.entry.end === b.entry.end;
}

/** Undefined where only reading tells. */
function sizeOf(path: string): number | undefined {
  const size = findInSources(path)?.entry?.size ?? Number(isRemote(path) ? Number.NaN : lookAt(path)?.size);
  return Number.isNaN(size) ? undefined : size;
}

async function haveSameContentElsewhere(a: string, b: string): Promise<boolean> {
  await letSignalsIn();
  const [first, second] = [sizeOf(a), sizeOf(b)];
  if (first !== undefined && second !== undefined && first !== second) return false;
  const read = (path: string): Uint8Array => readMaskFile(path, allOf);
  try {
    return await withFiles([a, b], () => Buffer.compare(read(a), read(b)) === 0);
  } catch {
    return false;
  }
}

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

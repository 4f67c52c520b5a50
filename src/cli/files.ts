import { readdir, readFile, stat } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import type { MaskPair, NamedMask } from "../dataset/scoreDataset.js";
import { listNames } from "../errors.js";
import { decodeMask } from "../formats/decodeMask.js";
import { FormatError } from "../formats/formatError.js";
import { DataError, UsageError } from "./exitCodes.js";

/** Endings of the files of a folder that are masks; everything else in it is listed in a note. */
const MASK_ENDINGS: readonly string[] = [".png", ".npy"];

export interface FilePair {
  /** The stem that both share; of two files, the truth's. */
  readonly id: string;
  readonly groundTruth: string;
  readonly prediction: string;
}

export interface FilePairs {
  readonly pairs: readonly FilePair[];
  /** What was seen in the folders and is not scored. */
  readonly notes: readonly string[];
}

/**
 * Pairs two files, or the masks of two folders by their stem (the name without .png or .npy), in name order.
 *
 * @throws {UsageError} one is a file and the other a folder
 * @throws {DataError} a path does not exist, or a mask has no partner
 */
export async function pairFiles(truthPath: string, predictionPath: string): Promise<FilePairs> {
  const [truthIsFolder, predictionIsFolder] = await Promise.all([
    isFolder(truthPath),
    isFolder(predictionPath),
  ]);
  if (truthIsFolder !== predictionIsFolder) {
    const kind = (folder: boolean): string => (folder ? "a folder" : "a file");
    throw new UsageError(
      `TRUTH and PREDICTION must be two files or two folders; ${truthPath} is ${kind(truthIsFolder)}, ${predictionPath} is ${kind(predictionIsFolder)}`,
    );
  }
  if (!truthIsFolder) {
    const id = basename(truthPath, extname(truthPath));
    return { pairs: [{ id, groundTruth: truthPath, prediction: predictionPath }], notes: [] };
  }
  const [truth, prediction] = await Promise.all([masksOf(truthPath), masksOf(predictionPath)]);
  requirePartners(truth, truthPath, prediction, predictionPath);
  requirePartners(prediction, predictionPath, truth, truthPath);
  const stems = [...truth.files.keys()].sort();
  return {
    pairs: stems.map((stem) => ({
      id: stem,
      groundTruth: truth.files.get(stem) as string,
      prediction: prediction.files.get(stem) as string,
    })),
    notes: [...truth.notes, ...prediction.notes],
  };
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw new DataError(`${path}: ${reasonOf(cause)}`, { cause });
  }
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    throw new DataError(`${folder}: ${reasonOf(cause)}`, { cause });
  }
}

interface MaskFolder {
  /** Stem to path. */
  readonly files: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
}

async function masksOf(folder: string): Promise<MaskFolder> {
  const files = new Map<string, string>();
  const others: string[] = [];
  for (const entry of (await listFolder(folder)).sort()) {
    // Hidden files are the file system's or an editor's own.
    if (entry.startsWith(".")) continue;
    const ending = extname(entry);
    const path = join(folder, entry);
    if (!MASK_ENDINGS.includes(ending.toLowerCase()) || (await isFolder(path))) {
      others.push(entry);
      continue;
    }
    const stem = basename(entry, ending);
    const twin = files.get(stem);
    if (twin !== undefined) {
      throw new DataError(
        `${twin} and ${path} have one stem, "${stem}": which of them is the mask cannot be told`,
      );
    }
    files.set(stem, path);
  }
  if (files.size === 0) throw new DataError(`${folder}: holds no .png and no .npy file`);
  const notes =
    others.length === 0 ? [] : [`${folder}: left out, not a .png or .npy file: ${listNames(others)}`];
  return { files, notes };
}

function requirePartners(from: MaskFolder, fromPath: string, to: MaskFolder, toPath: string): void {
  const alone = [...from.files.keys()].filter((stem) => !to.files.has(stem));
  if (alone.length > 0) {
    const names = alone.map((stem) => from.files.get(stem) as string);
    throw new DataError(
      `${toPath} has no mask for ${alone.length} of the ${from.files.size} in ${fromPath}: ${listNames(names)}`,
    );
  }
}

/** Reads and decodes pairs one at a time, as they are asked for. */
export async function* readPairs(pairs: readonly FilePair[]): AsyncGenerator<MaskPair> {
  for (const { id, groundTruth, prediction } of pairs) {
    const [truthMask, predictedMask] = await Promise.all([readMask(groundTruth), readMask(prediction)]);
    yield { id, groundTruth: truthMask, prediction: predictedMask };
  }
}

/** @throws {DataError} the file cannot be read or is no mask */
async function readMask(path: string): Promise<NamedMask> {
  try {
    return { name: path, mask: decodeMask(await readBytes(path)) };
  } catch (cause) {
    // A RangeError: more pixels than an array can hold.
    if (cause instanceof FormatError || cause instanceof RangeError) {
      throw new DataError(`${path}: ${cause.message}`, { cause });
    }
    throw cause;
  }
}

/** @throws {DataError} the file cannot be read */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new DataError(`${path}: ${reasonOf(cause)}`, { cause });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  EACCES: "may not be read",
  EISDIR: "is a folder",
};

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ""] ?? message;
}

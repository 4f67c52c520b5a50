import { basename } from "node:path";
import type { MaskChoice } from "../../app/pairing/chooseMasks.js";
import { MASK_ENDINGS_TEXT, nameOf } from "../../app/pairing/maskNames.js";
import { type MaskFolder, matchNames } from "../../app/pairing/matchNames.js";
import { describe, listNames } from "../../src/errors/describe.js";
import { DataError, UsageError } from "../exitCodes.js";
import { findMasks, inFolder, isFolder, repeatedWords } from "./folderFiles.js";
import { nameAsText } from "./undecodedName.js";

/** One image: its truth, and what each model predicted for it. */
export interface ImageFiles {
  /** The truth's path in its folder, without ending: the same image has the same id whatever the model. */
  readonly id: string;
  readonly groundTruth: string;
  /** One a model. */
  readonly predictions: readonly string[];
}

export interface PairingOptions {
  readonly truthGlob?: string | undefined;
  /** Where the truth has a folder of this name, only what lies in such folders is a mask. */
  readonly maskFolder?: string | undefined;
  readonly predictionGlob?: string | undefined;
  readonly strip?: readonly string[] | undefined;
  readonly allowMissing?: boolean | undefined;
}

/**
 * Pairs two files, or the masks of folders: by their paths in the folders, or, where these leave some alone, by their
 * stems (names without folders), if each is there once.
 *
 * @param note told what was seen in the folders and is not scored
 * @throws {UsageError} one is a file and the other a folder
 * @throws {DataError} a path does not exist, or a mask has no partner
 */
export async function pairFiles(
  truthPath: string,
  predictionPaths: readonly string[],
  options: PairingOptions,
  note: (line: string) => void = () => undefined,
): Promise<readonly ImageFiles[]> {
  const paths = [truthPath, ...predictionPaths];
  const folders = await Promise.all(paths.map(isFolder));
  const odd = folders.findIndex((folder) => folder !== folders[0]);
  if (odd >= 0) {
    const kind = (folder: boolean | undefined): string => (folder === true ? "a folder" : "a file");
    throw new UsageError(
      `TRUTH and PREDICTION must be files or folders alike; ${truthPath} is ${kind(folders[0])}, ${paths[odd] as string} is ${kind(folders[odd])}`,
    );
  }
  if (folders[0] !== true) {
    const id = nameOf(basename(truthPath), options.strip ?? []);
    return [{ id, groundTruth: truthPath, predictions: predictionPaths }];
  }
  const strip = options.strip ?? [];
  const truth = await masksOf(
    truthPath,
    { glob: options.truthGlob, maskFolder: options.maskFolder },
    strip,
    note,
  );
  const partners: ReadonlyMap<string, string>[] = [];
  for (const path of predictionPaths) {
    const prediction = await masksOf(path, { glob: options.predictionGlob }, strip, note);
    const matched = matchNames(truth, prediction, options.allowMissing === true);
    partners.push(matched.partners);
    for (const line of matched.notes) note(line);
  }
  const images = [...truth.files].map(([id, groundTruth]) => ({
    id,
    groundTruth,
    predictions: partners.map((byId) => byId.get(id)).filter((path) => path !== undefined),
  }));
  // Models are only comparable over the same images.
  const complete = images.filter(({ predictions }) => predictions.length === partners.length);
  if (complete.length === 0) throw new DataError("there is no image for which every model has a prediction");
  const partial = images.filter(({ predictions }) => predictions.length > 0).length - complete.length;
  if (partial > 0) note(`not scored, as some model has no prediction: ${partial} images`);
  return complete;
}

async function masksOf(
  path: string,
  choice: MaskChoice,
  strip: readonly string[],
  note: (line: string) => void,
): Promise<MaskFolder> {
  const { files: found, leftOut, glob, repeated } = await findMasks(path, choice);
  if (repeated.length > 0) note(repeatedWords(path, repeated));
  const files = new Map<string, string>();
  for (const relative of found) {
    const name = nameAsText(nameOf(relative, strip));
    const twin = files.get(name);
    const file = inFolder(path, relative);
    if (twin !== undefined) {
      throw new DataError(
        `${twin} and ${file} have one stem, ${describe(name)}: which of them is the mask cannot be told; choose with --truth-glob or --prediction-glob`,
      );
    }
    files.set(name, file);
  }
  if (files.size === 0) {
    throw new DataError(
      glob === undefined
        ? `${path}: holds no file that ends in ${MASK_ENDINGS_TEXT}`
        : `${path}: holds no file that fits ${describe(glob)}${leftOut.length > 0 ? `; it has ${listNames(leftOut)}` : ""}`,
    );
  }
  if (glob === undefined && leftOut.length > 0) {
    note(`${path}: left out, not a ${MASK_ENDINGS_TEXT} file: ${listNames(leftOut)}`);
  }
  return { path, files };
}

import { basename } from "node:path";
import type { MaskChoice } from "../../app/pairing/chooseMasks.js";
import { mayBeStack } from "../counting/readSlice.js";
import { leftOutEndings, nameOf } from "../../app/pairing/maskNames.js";
import { type MaskFolder, matchNames } from "../../app/pairing/matchNames.js";
import type { NameRule, NameRuleWord } from "../../app/pairing/nameRule.js";
import { describe, listNames } from "../../src/errors/describe.js";
import { wordsOfRemedies } from "../../app/errors/words.js";
import { COMMAND } from "../commandWords.js";
import { DataError, UsageError } from "../exitCodes.js";
import { listedMasks } from "./listedMasks.js";
import { findMasks, isFolder, repeatedWords } from "./listFiles.js";
import { noMasksText } from "./noMasks.js";
import { isRemote } from "../sources/remote/address.js";
import { nameAsText } from "./undecodedName.js";

/** One image: its truth, and what each model predicted for it. */
export interface ImageFiles {
  /** The truth's path in its folder, without ending: the same image has the same id whatever the model. */
  readonly id: string;
  readonly groundTruth: string;
  /** One a model. */
  readonly predictions: readonly string[];
  /** Where the files are stacks of label maps: which of them. */
  readonly slice?: number | undefined;
  /** What is drawn as one with it, where the list of pairs says so. */
  readonly cluster?: string | undefined;
}

export interface PairingOptions {
  readonly truthGlob?: string | undefined;
  /** Where the truth has a folder of this name, only what lies in such folders is a mask. */
  readonly maskFolder?: string | undefined;
  readonly predictionGlob?: string | undefined;
  /** Where a folder has JPEGs only, they are masks. */
  readonly takesJpeg?: boolean | undefined;
  readonly strip?: readonly string[] | undefined;
  readonly match?: readonly NameRuleWord[] | undefined;
  /** A file of names: of the truth's masks only these are scored. */
  readonly list?: string | undefined;
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
  // One after the other: archives are opened for it, and one may be named twice.
  const folders: boolean[] = [];
  for (const path of paths) folders.push(await isFolder(path));
  const odd = folders.findIndex((folder) => folder !== folders[0]);
  if (odd >= 0) {
    const kind = (folder: boolean | undefined): string => (folder === true ? "a folder" : "a file");
    const file = paths.find((path, i) => folders[i] !== true) as string;
    const cure = mayBeStack(file)
      ? `; save each label map of ${file} as a file of its own in a folder, called as its partner`
      : "";
    throw new UsageError(
      `TRUTH and PREDICTION must be files or folders alike; ${truthPath} is ${kind(folders[0])}, ${paths[odd] as string} is ${kind(folders[odd])}${cure}`,
    );
  }
  const { strip = [], match = [], list, takesJpeg, allowMissing = false } = options;
  if (folders[0] !== true) {
    if (list !== undefined) throw new UsageError("--list chooses among the masks of folders; leave it out");
    return [
      {
        id: nameOf(basename(withoutQuery(truthPath)), strip),
        groundTruth: truthPath,
        predictions: predictionPaths,
      },
    ];
  }
  const rule: NameRule = { match, strip };
  const { truthGlob: glob, maskFolder } = options;
  const all = await masksOf(truthPath, { glob, maskFolder, takesJpeg }, note);
  const truth = list === undefined ? all : await listedMasks(list, all, { ...rule, allowMissing }, note);
  const partners: ReadonlyMap<string, string>[] = [];
  for (const path of predictionPaths) {
    const prediction = await masksOf(path, { glob: options.predictionGlob, takesJpeg }, note);
    const matching = { ...rule, allowMissing, isPartOfPredictions: list !== undefined };
    const { pairs, notes, cure } = matchNames(truth, prediction, matching);
    partners.push(new Map(pairs.map((pair) => [pair.id, pair.prediction.path])));
    for (const line of notes) note(line);
    if (cure.length > 0) note(`more would have partners: ${wordsOfRemedies(cure, COMMAND)}`);
  }
  const images = truth.masks.map(({ relative, path }) => {
    const id = nameOf(relative, strip);
    const predictions = partners.map((byId) => byId.get(id)).filter((found) => found !== undefined);
    return { id, groundTruth: path, predictions };
  });
  // Models are only comparable over the same images.
  const complete = images.filter(({ predictions }) => predictions.length === partners.length);
  if (complete.length === 0) throw new DataError("there is no image for which every model has a prediction");
  const partial = images.filter(({ predictions }) => predictions.length > 0).length - complete.length;
  if (partial > 0) note(`not scored, as some model has no prediction: ${partial} images`);
  return complete;
}

/** What a server is asked beside a file's name is no part of it. */
function withoutQuery(path: string): string {
  return isRemote(path) ? path.replace(/[?#].*$/s, "") : path;
}

async function masksOf(path: string, choice: MaskChoice, note: (line: string) => void): Promise<MaskFolder> {
  const { files, leftOut, glob, repeated, pathOf } = await findMasks(path, choice);
  if (repeated.length > 0) note(repeatedWords(path, repeated));
  if (files.length === 0) {
    throw new DataError(
      glob === undefined
        ? noMasksText(path, leftOut, pathOf)
        : `${path}: holds no file that fits ${describe(glob)}${leftOut.length > 0 ? `; it has ${listNames(leftOut)}` : ""}`,
    );
  }
  if (glob === undefined && leftOut.length > 0) {
    note(`${path}: left out, not a ${leftOutEndings(files)} file: ${listNames(leftOut)}`);
  }
  return {
    path,
    masks: files.map((relative) => ({ relative: nameAsText(relative), path: pathOf(relative) })),
  };
}

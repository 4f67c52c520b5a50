import { basename } from "node:path";
import { listNames } from "../../errors.js";
import { DataError, UsageError } from "../exitCodes.js";
import { findMasks, inFolder, isFolder, MASK_ENDINGS_TEXT, nameOf, stemOf } from "./maskFiles.js";

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
  readonly predictionGlob?: string | undefined;
  readonly strip?: readonly string[] | undefined;
  readonly allowMissing?: boolean | undefined;
}

export interface PairedFiles {
  readonly images: readonly ImageFiles[];
  /** What was seen in the folders and is not scored. */
  readonly notes: readonly string[];
}

/**
 * Pairs two files, or the masks of folders: by their paths in the folders, or, where these leave some alone, by their
 * stems (names without folders), if each is there once.
 *
 * @throws {UsageError} one is a file and the other a folder
 * @throws {DataError} a path does not exist, or a mask has no partner
 */
export async function pairFiles(
  truthPath: string,
  predictionPaths: readonly string[],
  options: PairingOptions,
): Promise<PairedFiles> {
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
    return { images: [{ id, groundTruth: truthPath, predictions: predictionPaths }], notes: [] };
  }
  const notes: string[] = [];
  const strip = options.strip ?? [];
  const truth = await masksOf(truthPath, options.truthGlob, strip, notes);
  const partners: Map<string, string>[] = [];
  for (const path of predictionPaths) {
    const prediction = await masksOf(path, options.predictionGlob, strip, notes);
    partners.push(matchNames(truth, prediction, options.allowMissing === true, notes));
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
  if (partial > 0) notes.push(`not scored, as some model has no prediction: ${partial} images`);
  return { images: complete, notes };
}

interface MaskFolder {
  readonly path: string;
  /** Name to path. */
  readonly files: ReadonlyMap<string, string>;
}

async function masksOf(
  path: string,
  glob: string | undefined,
  strip: readonly string[],
  notes: string[],
): Promise<MaskFolder> {
  const { files: found, leftOut } = await findMasks(path, glob);
  const files = new Map<string, string>();
  for (const relative of found) {
    const name = nameOf(relative, strip);
    const twin = files.get(name);
    const file = inFolder(path, relative);
    if (twin !== undefined) {
      throw new DataError(
        `${twin} and ${file} have one stem, ${JSON.stringify(name)}: which of them is the mask cannot be told; choose with --truth-glob or --prediction-glob`,
      );
    }
    files.set(name, file);
  }
  if (files.size === 0) {
    throw new DataError(
      glob === undefined
        ? `${path}: holds no file that ends in ${MASK_ENDINGS_TEXT}`
        : `${path}: holds no file that fits ${JSON.stringify(glob)}${leftOut.length > 0 ? `; it has ${listNames(leftOut)}` : ""}`,
    );
  }
  if (glob === undefined && leftOut.length > 0) {
    notes.push(`${path}: left out, not a ${MASK_ENDINGS_TEXT} file: ${listNames(leftOut)}`);
  }
  return { path, files };
}

/** Each truth's partner. */
function matchNames(
  truth: MaskFolder,
  prediction: MaskFolder,
  allowMissing: boolean,
  notes: string[],
): Map<string, string> {
  const byPath = new Map([...truth.files.keys()].map((name) => [name, prediction.files.get(name)] as const));
  const byStem = matchStems(truth, prediction);
  const matched = (partners: ReadonlyMap<string, string | undefined>): number =>
    [...partners.values()].filter((path) => path !== undefined).length;
  const partners = byStem !== undefined && matched(byStem) > matched(byPath) ? byStem : byPath;
  const used = new Set(partners.values());
  const lonelyTruth = [...truth.files].filter(([name]) => partners.get(name) === undefined);
  const lonelyPredictions = [...prediction.files].filter(([, path]) => !used.has(path));
  for (const [alone, from, to] of [
    [lonelyTruth, truth, prediction],
    [lonelyPredictions, prediction, truth],
  ] as const) {
    if (alone.length === 0) continue;
    const message = `${to.path} has no mask for ${alone.length} of the ${from.files.size} in ${from.path}: ${listNames(alone.map(([, path]) => path))}`;
    if (!allowMissing) throw new DataError(`${message}${cureFor(lonelyTruth, lonelyPredictions)}`);
    notes.push(`not scored: ${message}`);
  }
  if (matched(partners) === 0) {
    throw new DataError(`${truth.path} and ${prediction.path} have no two files of one name`);
  }
  return new Map([...partners].filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** By names without folders; undefined where one stands twice on a side. */
function matchStems(truth: MaskFolder, prediction: MaskFolder): Map<string, string | undefined> | undefined {
  const stems = new Map([...prediction.files].map(([name, path]) => [stemOf(name), path]));
  const truthStems = new Set([...truth.files.keys()].map(stemOf));
  if (stems.size < prediction.files.size || truthStems.size < truth.files.size) return undefined;
  return new Map([...truth.files.keys()].map((name) => [name, stems.get(stemOf(name))]));
}

/** Where names differ by the same ending, --strip mends it; otherwise the missing may be meant. */
function cureFor(
  truth: readonly (readonly [string, string])[],
  predictions: readonly (readonly [string, string])[],
): string {
  const [first] = truth;
  const stem = stemOf(first?.[0] ?? "");
  for (const [name] of predictions) {
    const other = stemOf(name);
    const [shorter, longer] = stem.length < other.length ? [stem, other] : [other, stem];
    if (first !== undefined && shorter !== "" && longer.startsWith(shorter)) {
      return `; if the names differ by an ending, pass --strip ${longer.slice(shorter.length)}`;
    }
  }
  return "; pass --allow-missing to score the others";
}

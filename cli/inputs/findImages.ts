import type { PresetName } from "../../app/presets/presets.js";
import { PRESETS } from "../../app/presets/presets.js";
import type { SideThresholds } from "../../src/labels/threshold.js";
import { DataError, UsageError } from "../exitCodes.js";
import type { FileDecode } from "../../app/job/runDecode.js";
import type { Terminal } from "../terminal.js";
import { filesOf } from "../counting/filesOf.js";
import { openArchive } from "../sources/openSource.js";
import { modelNames } from "./modelNames.js";
import { expandStacks } from "./expandStacks.js";
import { type ImageFiles, pairFiles, type PairingOptions } from "./pairing.js";
import { readPairsFile } from "./pairsFile.js";
import { readShard, type Shard, sliceOf, unusedJobIndex } from "./shard.js";

export interface FindOptions extends PairingOptions {
  readonly pairs?: string | undefined;
  readonly shard?: string | undefined;
  readonly dataset?: PresetName | undefined;
  readonly threshold?: number | SideThresholds | undefined;
  readonly state?: string | undefined;
  readonly resume?: string | undefined;
}

export interface FoundImages {
  /** None where a shard has none and keeps a state: an array job may have more tasks than images. */
  readonly images: readonly ImageFiles[];
  /** Those of all shards. */
  readonly all: readonly ImageFiles[];
  /** What each model is called. */
  readonly models: readonly string[];
  /** Which share of all images these are; undefined: all of them. */
  readonly shard: Shard | undefined;
}

/**
 * The images of a run: paired, in their order, and of them this shard's.
 *
 * @throws {UsageError | DataError} arguments are missing or too many, a file has no partner
 */
export async function findImages(
  truth: string | undefined,
  predictions: readonly string[],
  options: FindOptions,
  decode: FileDecode,
  terminal: Terminal,
): Promise<FoundImages> {
  const { images: files, models } =
    options.pairs === undefined
      ? await findPaired(truth, predictions, options, terminal)
      : await findListed(truth, options.pairs, options);
  const images = await expandStacks(files, decode);
  if (options.shard === undefined) {
    const index = unusedJobIndex(process.env);
    if (index !== undefined) {
      terminal.note(`${index} is set, but all images are scored; for this task's share pass --shard auto`);
    }
    return { images, all: images, models, shard: undefined };
  }
  const shard = readShard(options.shard, process.env);
  const slice = sliceOf(images, shard);
  if (slice.length === 0) {
    const none = `--shard ${options.shard}: there are only ${images.length} images, and none for this shard`;
    if ((options.state ?? options.resume) === undefined) throw new DataError(none);
    terminal.note(`${none}: its state is empty, and there is no report`);
  }
  return { images: slice, all: images, models, shard };
}

async function findPaired(
  truth: string | undefined,
  predictions: readonly string[],
  options: FindOptions,
  terminal: Terminal,
): Promise<Pick<FoundImages, "images" | "models">> {
  if (truth === undefined) throw new UsageError("missing required argument 'TRUTH'");
  if (predictions.length === 0) throw new UsageError("missing required argument 'PREDICTION'");
  const twin = predictions.find((path, i) => predictions.indexOf(path) !== i);
  if (twin !== undefined) throw new UsageError(`${twin} is named twice`);
  const preset = options.dataset === undefined ? undefined : PRESETS.get(options.dataset);
  const pairing = {
    truthGlob: options.truthGlob ?? preset?.truthGlob,
    maskFolder: preset?.maskFolder,
    predictionGlob: options.predictionGlob,
    strip: [...(options.strip ?? []), ...(preset?.strip ?? [])],
    match: options.match,
    list: options.list,
    allowMissing: options.allowMissing,
    takesJpeg: options.threshold !== undefined,
  };
  const images = await pairFiles(truth, predictions, pairing, (line) => {
    terminal.note(line);
  });
  return { images, models: modelNames(predictions) };
}

/** Options that look for pairs, by what they are called. */
const PAIRING = {
  truthGlob: "--truth-glob",
  predictionGlob: "--prediction-glob",
  strip: "--strip",
  match: "--match",
  list: "--list",
  allowMissing: "--allow-missing",
} as const;

async function findListed(
  truth: string | undefined,
  pairs: string,
  options: PairingOptions,
): Promise<Pick<FoundImages, "images" | "models">> {
  const idle = (Object.keys(PAIRING) as (keyof typeof PAIRING)[]).find((name) => options[name] !== undefined);
  if (idle !== undefined) {
    throw new UsageError(
      `--pairs names every pair: leave ${PAIRING[idle]} out, which looks for them in folders`,
    );
  }
  if (truth !== undefined) {
    throw new UsageError(`--pairs names the files; leave TRUTH and PREDICTION out (got ${truth})`);
  }
  const images = await readPairsFile(pairs);
  // Pairs may be files of archives.
  for (const path of images.flatMap(filesOf)) await openArchive(path);
  return { images, models: modelNames([pairs]) };
}

import type { CocoFile, CocoImage } from "../../app/detections/cocoFile.js";
import { type ImagePair, imagePairs, requireTruth } from "../../app/detections/imagePairs.js";
import { DatasetError } from "../../app/errors/problem.js";
import { isMaskscoreError } from "../../src/errors/problem.js";
import { imageSetOf } from "../../src/run/imageSet.js";
import type { RunPartOptions } from "../../src/run/provenance.js";
import { DetectionScorer } from "../../src/scorers/detectionScorer.js";
import type { DetectionScorerOptions } from "../../src/scorers/detectionOptions.js";
import { Checkpoint } from "../checkpoint.js";
import { DataError, UsageError } from "../exitCodes.js";
import { modelNames } from "../inputs/modelNames.js";
import { readCocoFile } from "../inputs/readCocoFile.js";
import { readShard, sliceOf } from "../inputs/shard.js";
import { letSignalsIn, onInterruption } from "../interruption.js";
import { startProgress } from "../progress.js";
import { StateFile } from "../stateFile.js";
import type { Terminal } from "../terminal.js";
import { boxesKind, masksKind } from "./detections.js";
import { goOnFrom } from "./resumeTask.js";
import { requireTaskThresholds } from "./taskGates.js";
import type { DetectionTaskName, TaskOptions } from "./taskOptions.js";
import type { TaskRunResult } from "./taskRunResult.js";

/** Matched between two looks whether a signal has come. */
const IMAGES_AT_ONCE = 64;

/**
 * Detections of models, each against the truth.
 *
 * @returns undefined where a shard has no image
 */
export async function scoreDetections(
  task: DetectionTaskName,
  truthPath: string | undefined,
  predictionPaths: readonly string[],
  options: TaskOptions,
  terminal: Terminal,
): Promise<TaskRunResult | undefined> {
  if (truthPath === undefined) throw new UsageError("missing required argument 'TRUTH', COCO's annotations");
  if (predictionPaths.length === 0) {
    throw new UsageError("missing required argument 'PREDICTION', COCO's results");
  }
  const kind = task === "boxes" ? boxesKind : masksKind;
  const reading = { masks: task === "masks" };
  const truth = await readCocoFile(truthPath, reading);
  requireTruth(truth);
  const settings = settingsOf(truth, task, options);
  requireTaskThresholds(
    options.failUnder,
    kind.keys,
    settings.categories.map(({ id, name }) => name ?? `category ${id}`),
  );
  const shard = options.shard === undefined ? undefined : readShard(options.shard, process.env);
  const images = shard === undefined ? truth.images : sliceOf(truth.images, shard);
  if (images.length === 0 && shard !== undefined) {
    const none = `--shard ${options.shard ?? ""}: there are only ${truth.images.length} images, and none for this shard`;
    if ((options.state ?? options.resume) === undefined) throw new DataError(none);
    terminal.note(`${none}: its state is empty, and there is no report`);
  }
  const names = modelNames(predictionPaths);
  const dataset = imageSetOf(truth.images.map(({ id }) => String(id)));
  const models: { readonly name: string; readonly scorer: DetectionScorer }[] = [];
  for (const [i, path] of predictionPaths.entries()) {
    const scorer = new DetectionScorer(settings);
    const found = await readCocoFile(path, reading);
    const files = { truth: truthPath, found: path };
    const statePath = options.state ?? options.resume;
    // Made before the state to go on from is read.
    const kept = statePath === undefined ? undefined : new StateFile(statePath);
    const pairsOf = (wanted: readonly CocoImage[]): Iterable<ImagePair> =>
      imagePairs(truth, found, task, new Set(wanted));
    if (options.resume !== undefined) {
      const byId = new Map(images.map((image) => [String(image.id), image]));
      const measure = (id: string): unknown => {
        const one = new DetectionScorer(settings);
        for (const pair of pairsOf([byId.get(id) as CocoImage])) match(pair, one, files);
        return one.measuredImages[0]?.row;
      };
      await goOnFrom(options.resume, { kind, scorer, ids: new Set(byId.keys()), measure }, terminal);
    }
    const known = new Set(options.resume === undefined ? [] : scorer.measuredImages.map(({ id }) => id));
    const left = images.filter(({ id }) => !known.has(String(id)));
    await matchAll(
      pairsOf(left),
      images.length,
      scorer,
      { model: names[i], shard, dataset },
      files,
      kept,
      options,
    );
    models.push({ name: names[i] as string, scorer });
  }
  return images.length === 0 ? undefined : { kind, models, classNames: undefined, failures: [] };
}

/** @throws {DataError} the file's categories are none */
function settingsOf(
  { file, categories }: CocoFile,
  task: DetectionTaskName,
  { convention, iouThresholds, maxDetections }: TaskOptions,
): DetectionScorer["settings"] {
  const options = {
    task,
    categories: categories.map(({ id, name, frequency }) => ({
      id,
      ...(name === undefined ? {} : { name }),
      ...(frequency === undefined ? {} : { frequency }),
    })),
    convention: convention as DetectionScorerOptions["convention"],
    iouThresholds,
    maxDetections,
  };
  return told(
    () => file,
    () => new DetectionScorer(options).settings,
  );
}

/** Matches every image. Where a signal ends the command meanwhile, the state, if one is kept, is written. */
async function matchAll(
  pairs: Iterable<ImagePair>,
  total: number,
  scorer: DetectionScorer,
  part: RunPartOptions,
  files: MatchedFiles,
  kept: StateFile | undefined,
  { quiet }: TaskOptions,
): Promise<void> {
  const progress = startProgress("matching", total, quiet === true);
  const checkpoint = new Checkpoint(kept, scorer, (isComplete) => ({ ...part, expected: total, isComplete }));
  let done = scorer.imageCount;
  onInterruption(() => {
    progress.end();
    return `interrupted after ${done} of ${total} images: ${checkpoint.farewell()}`;
  });
  try {
    for (const pair of pairs) {
      match(pair, scorer, files);
      if (++done % IMAGES_AT_ONCE === 0) {
        await letSignalsIn();
        if (!checkpoint.take()) break;
      }
      progress.advance(done);
    }
  } finally {
    progress.end();
    checkpoint.end(done === total);
  }
  // The report says whose share it is.
  if (kept === undefined) scorer.provenance = [{ ...part, expected: total, isComplete: true }];
  onInterruption(() => "interrupted before the reports were made");
}

/** The files of a model. */
interface MatchedFiles {
  readonly truth: string;
  readonly found: string;
}

/** @throws {DataError} what the library finds wrong with an image */
function match(
  { image, groundTruths, detections }: ImagePair,
  scorer: DetectionScorer,
  { truth, found }: MatchedFiles,
): void {
  const place = (problem: string): string =>
    `${problem.startsWith('"groundTruths') ? truth : found}: image ${JSON.stringify(image.id)}`;
  told(place, () =>
    scorer.update(groundTruths, detections, {
      id: image.id,
      width: image.width,
      height: image.height,
      negativeCategories: image.negativeCategoryIds,
      notExhaustiveCategories: image.notExhaustiveCategoryIds,
    }),
  );
}

/**
 * @param place what it is wrong of, by the message
 * @throws {DataError} what the library finds wrong
 */
function told<T>(place: (problem: string) => string, use: () => T): T {
  try {
    return use();
  } catch (cause) {
    if (!isMaskscoreError(cause) || cause instanceof DatasetError) throw cause;
    throw new DataError(`${place(cause.message)}: ${cause.message}`, { cause });
  }
}

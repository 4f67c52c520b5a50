import type { CocoFile } from "../../app/detections/cocoFile.js";
import { type ImagePair, imagePairs, requireTruth } from "../../app/detections/imagePairs.js";
import { DatasetError } from "../../app/errors/problem.js";
import { isMaskscoreError } from "../../src/errors/problem.js";
import type { RunPartOptions } from "../../src/run/provenance.js";
import { DetectionScorer } from "../../src/scorers/detectionScorer.js";
import type { DetectionScorerOptions } from "../../src/scorers/detectionOptions.js";
import { Checkpoint } from "../checkpoint.js";
import { DataError, UsageError } from "../exitCodes.js";
import { type ClusterOf, readClusterRule } from "../inputs/clusterRule.js";
import { modelNames } from "../inputs/modelNames.js";
import { readCocoFile } from "../inputs/readCocoFile.js";
import { readShard, sliceOf } from "../inputs/shard.js";
import { letSignalsIn, onInterruption } from "../interruption.js";
import { startProgress } from "../progress.js";
import { StateFile } from "../stateFile.js";
import type { Terminal } from "../terminal.js";
import { boxesKind, masksKind } from "./detections.js";
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
    if (options.state === undefined) throw new DataError(none);
    terminal.note(`${none}: its state is empty, and there is no report`);
  }
  const names = modelNames(predictionPaths);
  const clusterOf = await readClusterRule(options);
  const models: { readonly name: string; readonly scorer: DetectionScorer }[] = [];
  for (const [i, path] of predictionPaths.entries()) {
    const scorer = new DetectionScorer(settings);
    const found = await readCocoFile(path, reading);
    const pairs = imagePairs(truth, found, task, new Set(images));
    await matchAll(pairs, images.length, scorer, { model: names[i], shard }, path, { ...options, clusterOf });
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
  return told(file, () => new DetectionScorer(options).settings);
}

/** Matches every image. Where a signal ends the command meanwhile, the state, if one is kept, is written. */
async function matchAll(
  pairs: Iterable<ImagePair>,
  total: number,
  scorer: DetectionScorer,
  part: RunPartOptions,
  file: string,
  { state, quiet, clusterOf }: TaskOptions & { readonly clusterOf: ClusterOf | undefined },
): Promise<void> {
  const progress = startProgress("matching", total, quiet === true);
  const kept = state === undefined ? undefined : new StateFile(state);
  const checkpoint = new Checkpoint(kept, scorer, (isComplete) => ({ ...part, expected: total, isComplete }));
  let done = 0;
  onInterruption(() => {
    progress.end();
    return `interrupted after ${done} of ${total} images: ${checkpoint.farewell()}`;
  });
  try {
    for (const { image, groundTruths, detections } of pairs) {
      told(`${file}: image ${JSON.stringify(image.id)}`, () =>
        scorer.update(groundTruths, detections, {
          id: image.id,
          cluster: clusterOf?.(String(image.id)),
          width: image.width,
          height: image.height,
          negativeCategories: image.negativeCategoryIds,
          notExhaustiveCategories: image.notExhaustiveCategoryIds,
        }),
      );
      if (++done % IMAGES_AT_ONCE === 0) {
        await letSignalsIn();
        if (!checkpoint.take()) break;
      }
      progress.advance(done);
    }
  } finally {
    progress.end();
    await checkpoint.end(done === total);
  }
  onInterruption(() => "interrupted before the reports were made");
}

/** @throws {DataError} what the library finds wrong, with what it is wrong of */
function told<T>(place: string, use: () => T): T {
  try {
    return use();
  } catch (cause) {
    if (!isMaskscoreError(cause) || cause instanceof DatasetError) throw cause;
    throw new DataError(`${place}: ${cause.message}`, { cause });
  }
}

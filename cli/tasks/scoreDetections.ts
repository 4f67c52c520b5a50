import type { CocoFile, CocoImage } from "../../app/detections/cocoFile.js";
import { type ImagePair, imagePairs } from "../../app/detections/imagePairs.js";
import {
  type DetectionChoices,
  imageFactsOf,
  scorerOptionsOf,
} from "../../app/detections/scoredDetections.js";
import { conventionOfTruth } from "../../app/detections/truthConvention.js";
import { DatasetError } from "../../app/errors/problem.js";
import { isMaskscoreError } from "../../src/errors/problem.js";
import { imageSetOf } from "../../src/run/imageSet.js";
import type { RunPartOptions } from "../../src/run/provenance.js";
import { DetectionScorer } from "../../src/scorers/detectionScorer.js";
import { Checkpoint } from "../checkpoint.js";
import { DataError, UsageError } from "../exitCodes.js";
import { assignClusters, type ClusterRule, readClusterRule } from "../inputs/clusterRule.js";
import { modelNames } from "../inputs/modelNames.js";
import type { Look } from "../page/writeTaskPage.js";
import { readShard, sliceOf } from "../inputs/shard.js";
import { letSignalsIn, onInterruption } from "../interruption.js";
import { startProgress } from "../progress.js";
import { stateOutput, type StateOutput } from "../stateFile.js";
import type { Terminal } from "../terminal.js";
import { boxesKind, masksKind } from "./detections.js";
import { lookAtDetections } from "./lookAtDetections.js";
import { openDetections } from "./openDetections.js";
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
  if (truthPath === undefined) {
    throw new UsageError("missing required argument 'TRUTH', COCO's annotations or a folder of YOLO labels");
  }
  if (predictionPaths.length === 0) {
    throw new UsageError("missing required argument 'PREDICTION', COCO's results or a folder of YOLO labels");
  }
  const kind = task === "boxes" ? boxesKind : masksKind;
  const { truth, photos, readFound } = await openDetections(task, truthPath, options, terminal);
  const settings = settingsOf(truth, task, {
    ...options,
    convention: conventionOf(truth, options, terminal),
  });
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
  const clusters = await readClusterRule(options);
  const models: { readonly name: string; readonly scorer: DetectionScorer }[] = [];
  let look: Look | undefined;
  for (const [i, path] of predictionPaths.entries()) {
    const scorer = new DetectionScorer(settings);
    const found = await readFound(path);
    const files = { truth: truthPath, found: path };
    const statePath = options.state ?? options.resume;
    // Made before the state to go on from is read.
    const kept = statePath === undefined ? undefined : stateOutput(statePath);
    const pairsOf = (wanted: readonly CocoImage[]): Iterable<ImagePair> =>
      imagePairs(truth, found, task, new Set(wanted));
    if (options.resume !== undefined) {
      const byId = new Map(images.map((image) => [String(image.id), image]));
      const measure = (id: string): unknown => {
        const one = new DetectionScorer(settings);
        for (const pair of pairsOf([byId.get(id) as CocoImage])) match(pair, one, files, clusters);
        return one.measuredImages[0]?.row;
      };
      await goOnFrom(options.resume, { kind, scorer, ids: new Set(byId.keys()), measure }, terminal);
      if (clusters !== undefined) assignClusters([scorer], clusters);
    }
    const known = new Set(options.resume === undefined ? [] : scorer.measuredImages.map(({ id }) => id));
    const left = images.filter(({ id }) => !known.has(String(id)));
    await matchAll(pairsOf(left), images.length, scorer, { model: names[i], shard, dataset }, files, kept, {
      ...options,
      clusters,
    });
    models.push({ name: names[i] as string, scorer });
    // The page is of one model; others' files are let go.
    if (options.html !== undefined) {
      look = await lookAtDetections(truth, found, task, scorer, options.images ?? photos);
    }
  }
  return images.length === 0 ? undefined : { kind, models, classNames: undefined, failures: [], look };
}

/** Whose rules: those that are asked for, or those of the data set that the truth tells it is of. */
function conventionOf(
  truth: CocoFile,
  { convention }: TaskOptions,
  terminal: Terminal,
): TaskOptions["convention"] {
  if (convention !== undefined) return convention;
  const { name, because } = conventionOfTruth(truth);
  if (because !== undefined) terminal.note(because + "; --convention coco scores by COCO's");
  return name;
}

/** @throws {DataError} the file's categories are none */
function settingsOf(
  truth: CocoFile,
  task: DetectionTaskName,
  { convention, iouThresholds, maxDetections }: TaskOptions,
): DetectionScorer["settings"] {
  const choices = { convention, iouThresholds, maxDetections } as DetectionChoices;
  return told(
    () => truth.file,
    () => new DetectionScorer(scorerOptionsOf(truth, task, choices)).settings,
  );
}

/** Matches every image. Where a signal ends the command meanwhile, the state, if one is kept, is written. */
async function matchAll(
  pairs: Iterable<ImagePair>,
  total: number,
  scorer: DetectionScorer,
  part: RunPartOptions,
  files: MatchedFiles,
  kept: StateOutput | undefined,
  { quiet, clusters }: TaskOptions & { readonly clusters: ClusterRule | undefined },
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
      match(pair, scorer, files, clusters);
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
  clusters: ClusterRule | undefined,
): void {
  const place = (problem: string): string =>
    `${problem.startsWith('"groundTruths') ? truth : found}: image ${JSON.stringify(image.id)}`;
  told(place, () =>
    scorer.update(groundTruths, detections, {
      id: image.id,
      cluster: clusters?.clusterOf(String(image.id)),
      ...imageFactsOf(image, scorer.settings.convention),
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

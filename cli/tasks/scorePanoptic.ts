import { imageSetOf } from "../../src/run/imageSet.js";
import type { PanopticConventionName } from "../../src/measures/panoptic/panopticConventions.js";
import { PanopticScorer } from "../../src/scorers/panopticScorer.js";
import { DataError, UsageError } from "../exitCodes.js";
import { modelNames } from "../inputs/modelNames.js";
import { readShard, sliceOf } from "../inputs/shard.js";
import type { Terminal } from "../terminal.js";
import { readCityscapesSide, requireLabelIds } from "./cityscapesFolder.js";
import { lookAtPanoptic } from "./lookAtMasks.js";
import type { PanopticJob } from "./measuring/measureJob.js";
import { panopticKind, panopticOptions } from "./panoptic.js";
import { pairAnnotations, type PanopticFile, readPanopticFile } from "./panopticFiles.js";
import { runTask } from "./runTask.js";
import { requireTaskThresholds } from "./taskGates.js";
import type { TaskOptions } from "./taskOptions.js";
import type { TaskRunResult } from "./taskRunResult.js";

/**
 * Panoptic segments of models, each against the truth.
 *
 * @returns undefined where a shard has no image
 */
export async function scorePanoptic(
  truthPath: string | undefined,
  predictionPaths: readonly string[],
  options: TaskOptions,
  terminal: Terminal,
): Promise<TaskRunResult | undefined> {
  if (truthPath === undefined)
    throw new UsageError("missing required argument 'TRUTH', a panoptic JSON of COCO");
  if (predictionPaths.length === 0) throw new UsageError("missing required argument 'PREDICTION', as TRUTH");
  const { truth, predictions } = await readSides(truthPath, predictionPaths, options);
  const settings = panopticOptions(truth, options);
  requireTaskThresholds(
    options.failUnder,
    panopticKind.keys,
    settings.categories.map(({ id, name }) => name ?? `category ${id}`),
  );
  const all = pairAnnotations(truth, predictions, options.allowMissing === true, (line) => {
    terminal.note(line);
  });
  const shard = options.shard === undefined ? undefined : readShard(options.shard, process.env);
  const images = shard === undefined ? all : sliceOf(all, shard);
  if (images.length === 0) {
    const none = `--shard ${options.shard ?? ""}: there are only ${all.length} images, and none for this shard`;
    if ((options.state ?? options.resume) === undefined) throw new DataError(none);
    terminal.note(`${none}: its state is empty, and there is no report`);
  }
  const names = modelNames(predictionPaths);
  const scorers = names.map(() => new PanopticScorer(settings));
  const kind = panopticKind;
  const job: PanopticJob = { kind: "panoptic", options: settings, maxPixels: options.maxPixels };
  const failures = await runTask(
    {
      job,
      images,
      measures: [{ kind, scorers }],
      fileOf: ({ predictions: [first] }) => first?.png ?? "",
      part: { model: names[0], shard, dataset: imageSetOf(all.map(({ id }) => id)) },
    },
    options,
    terminal,
  );
  if (images.length === 0) return undefined;
  const models = scorers.map((scorer, i) => ({ name: names[i] as string, scorer }));
  const convention = options.convention as PanopticConventionName | undefined;
  const look = lookAtPanoptic(job, images, (scorers[0] as PanopticScorer).settings, convention);
  return { kind, models, classNames: undefined, failures, look };
}

async function readSides(
  truthPath: string,
  predictionPaths: readonly string[],
  { truthPngs, predictionPngs = [], dataset }: TaskOptions,
): Promise<{ readonly truth: PanopticFile; readonly predictions: readonly PanopticFile[] }> {
  if (predictionPngs.length > 0 && predictionPngs.length !== predictionPaths.length) {
    throw new UsageError(
      `--prediction-pngs: expected one folder a prediction, ${predictionPaths.length}, each with a --prediction-pngs of its own, got ${predictionPngs.length}`,
    );
  }
  if (dataset !== undefined && dataset !== "cityscapes") {
    throw new UsageError(`--dataset ${dataset}: --task panoptic knows the folders of cityscapes only`);
  }
  const read = dataset === undefined ? readPanopticFile : readCityscapesSide;
  const truth = await read(truthPath, truthPngs, "--truth-pngs");
  const predictions: PanopticFile[] = [];
  for (const [i, path] of predictionPaths.entries()) {
    const prediction = await read(path, predictionPngs[i], "--prediction-pngs");
    requireLabelIds(truth, prediction);
    predictions.push(prediction);
  }
  return { truth, predictions };
}

import { panopticReport } from "../../app/view/tasks/panopticReport.js";
import { describe } from "../../src/errors/describe.js";
import { isMaskscoreError } from "../../src/errors/problem.js";
import type { PanopticImage } from "../../src/measures/panoptic/panopticSide.js";
import { PanopticScorer } from "../../src/scorers/panopticScorer.js";
import { readMask } from "../counting/readMask.js";
import { DataError, EXIT_SCORED, UsageError } from "../exitCodes.js";
import { modelNames } from "../inputs/modelNames.js";
import { readShard, sliceOf } from "../inputs/shard.js";
import type { Terminal } from "../terminal.js";
import {
  type Annotation,
  pairAnnotations,
  type PanopticFile,
  type PanopticPair,
  readPanopticFile,
} from "./panopticFiles.js";
import { runImages } from "./runImages.js";
import type { TaskOptions } from "./taskOptions.js";
import { writeTaskReport } from "./taskReport.js";

/** maskscore score TRUTH.json PREDICTION.json --task panoptic */
export async function scorePanoptic(
  truthPath: string | undefined,
  predictionPath: string | undefined,
  options: TaskOptions,
  terminal: Terminal,
): Promise<number> {
  if (truthPath === undefined)
    throw new UsageError("missing required argument 'TRUTH', a panoptic JSON of COCO");
  if (predictionPath === undefined) throw new UsageError("missing required argument 'PREDICTION', as TRUTH");
  const truth = await readPanopticFile(truthPath, options.truthPngs, "--truth-pngs");
  const prediction = await readPanopticFile(predictionPath, options.predictionPngs, "--prediction-pngs");
  const scorer = scorerOf(truth, options);
  const all = pairAnnotations(truth, prediction, options.allowMissing === true, (line) => {
    terminal.note(line);
  });
  const shard = options.shard === undefined ? undefined : readShard(options.shard, process.env);
  const images = shard === undefined ? all : sliceOf(all, shard);
  if (images.length === 0) {
    const none = `--shard ${options.shard ?? ""}: there are only ${all.length} images, and none for this shard`;
    if (options.state === undefined) throw new DataError(none);
    terminal.note(`${none}: its state is empty, and there is no report`);
  }
  const [model] = modelNames([predictionPath]) as [string];
  const failures = await runImages<PanopticPair>(
    {
      images,
      fileOf: ({ prediction: { png } }) => png,
      measure(pair) {
        scorer.update(...readPair(pair, options.maxPixels), { id: pair.id });
      },
      scorer,
      part: { model, shard },
    },
    options,
  );
  if (images.length === 0) return EXIT_SCORED;
  const exitCode = await writeTaskReport(panopticReport(scorer, model, options), failures, options, terminal);
  if (options.html !== undefined) {
    const { writeTaskPage } = await import("../page/writeTaskPage.js");
    const { panopticView } = await import("../../app/view/tasks/panopticView.js");
    const { panopticMaps } = await import("../../app/view/tasks/panopticPicture.js");
    const byId = new Map(images.map((pair) => [pair.id, pair]));
    await writeTaskPage(options.html, panopticView(scorer, model, options), failures, (id) => {
      const pair = byId.get(id);
      return pair && panopticMaps(scorer.settings, ...readPair(pair, options.maxPixels));
    });
  }
  return exitCode;
}

function scorerOf({ path, categories }: PanopticFile, { areas }: TaskOptions): PanopticScorer {
  if (categories === undefined) {
    throw new DataError(`${path}: expected categories, a list of { id, name, isthing }, got nothing`);
  }
  try {
    return new PanopticScorer({ categories, areas });
  } catch (error) {
    if (!isMaskscoreError(error)) throw error;
    throw new DataError(`${path}: ${error.message}`, { cause: error });
  }
}

function readPair(
  { groundTruth, prediction }: PanopticPair,
  maxPixels: number | undefined,
): [PanopticImage, PanopticImage] {
  return [readSegments(groundTruth, maxPixels), readSegments(prediction, maxPixels)];
}

function readSegments({ png, segments }: Annotation, maxPixels: number | undefined): PanopticImage {
  const { raster } = readMask(png, { colours: "ids", maxPixels }, undefined);
  const [depth, height, width] = raster.size;
  if (raster.kind !== "labels" || depth !== 1) {
    throw new DataError(`${png}: expected a PNG of ids (R + 256 G + 65536 B), got ${describe(raster.kind)}`);
  }
  return { map: raster.data as PanopticImage["map"], width, height, segments };
}

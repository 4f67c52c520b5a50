import { DatasetError } from "../../../app/errors/problem.js";
import { classPairOf } from "../../../app/job/classPair.js";
import type { CountJob } from "../../../app/job/countImage.js";
import type { MaskPair } from "../../../app/job/maskPair.js";
import { componentMaps } from "../../../app/view/tasks/componentPicture.js";
import type { LabelledImage } from "../../../app/view/tasks/labelledImage.js";
import { panopticMaps } from "../../../app/view/tasks/panopticPicture.js";
import { segmentPicture } from "../../../app/view/tasks/segmentPicture.js";
import type { TaskPicture } from "../../../app/view/tasks/taskPicture.js";
import { isMaskscoreError } from "../../../src/errors/problem.js";
import type { PanopticImage } from "../../../src/measures/panoptic/panopticSide.js";
import type { Raster } from "../../../src/reading/raster.js";
import { ComponentScorer } from "../../../src/scorers/componentScorer.js";
import { PanopticScorer } from "../../../src/scorers/panopticScorer.js";
import type { NamedFile, PairFiles, PanopticFile, SegmentsAsked, TaskImage } from "../counting/protocol.js";

// What workers do for the other tasks: loaded by the first that is asked.

interface Reading {
  readonly readPair: (files: PairFiles, job: CountJob) => Promise<MaskPair>;
  readonly readIds: (named: NamedFile) => Promise<Raster>;
}

type ComponentsImage = Extract<TaskImage, { task: "components" }>;
type PanopticTask = Extract<TaskImage, { task: "panoptic" }>;

/** The state of a scorer that has seen this image alone: such states add up. */
export async function measureTask(image: TaskImage, reading: Reading): Promise<Uint8Array<ArrayBuffer>> {
  if (image.task === "components") {
    const { groundTruth, prediction, shape } = await labelsOf(image, reading);
    const scorer = new ComponentScorer(image.options);
    return scorer.update(groundTruth, prediction, { shape, id: "0" }).toBytes();
  }
  const sides = await panopticSides(image, reading);
  return worded(image.prediction, () =>
    new PanopticScorer(image.options).update(...sides, { id: "0" }).toBytes(),
  );
}

/** What became of an image's segments, painted. */
export async function paintSegments(
  { image, id, about, classNames, maxSlices }: SegmentsAsked,
  reading: Reading,
): Promise<TaskPicture> {
  const maps =
    image.task === "components"
      ? componentMaps(
          new ComponentScorer(image.options).settings,
          await labelsOf(image, reading),
          (label) => classNames[label] ?? `class ${label}`,
        )
      : panopticMaps(new PanopticScorer(image.options).settings, ...(await panopticSides(image, reading)));
  return segmentPicture(id, about, maps, maxSlices);
}

const BACKGROUND = 0;

async function labelsOf({ job, pair }: ComponentsImage, { readPair }: Reading): Promise<LabelledImage> {
  const { groundTruth, prediction, size } = classPairOf(job, await readPair(pair, job), BACKGROUND);
  return { groundTruth, prediction, shape: size.slice(size[0] === 1 ? 1 : 0) };
}

async function panopticSides(
  { groundTruth, prediction }: PanopticTask,
  reading: Reading,
): Promise<[PanopticImage, PanopticImage]> {
  return [await panopticSide(groundTruth, reading), await panopticSide(prediction, reading)];
}

async function panopticSide({ named, segments }: PanopticFile, { readIds }: Reading): Promise<PanopticImage> {
  const raster = await readIds(named);
  const [depth, height, width] = raster.size;
  if (raster.kind !== "labels" || depth !== 1) {
    const got = `expected a PNG of ids (R + 256 G + 65536 B), got ${raster.kind}`;
    throw new DatasetError({ code: "file-unsupported", file: named.shown, got });
  }
  return { map: raster.data as PanopticImage["map"], width, height, segments };
}

/** What the scorer says of the segments goes by the prediction's file. */
function worded<T>({ named }: PanopticFile, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!isMaskscoreError(error)) throw error;
    throw new DatasetError(
      { code: "file-unsupported", file: named.shown, got: error.message },
      { cause: error },
    );
  }
}

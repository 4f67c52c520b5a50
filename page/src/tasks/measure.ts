import { DatasetError } from "../../../app/errors/problem.js";
import { cityscapesSegments } from "../../../app/job/cityscapesSegments.js";
import { classPairOf } from "../../../app/job/classPair.js";
import type { CountJob } from "../../../app/job/countImage.js";
import type { MaskPair } from "../../../app/job/maskPair.js";
import { isSpacingKnown, pairSpacing, SpacingError, type Unit } from "../../../app/job/pairSpacing.js";
import type { LabelledImage } from "../../../app/view/tasks/labelledImage.js";
import { maskPicture, type PaintedMeasure } from "../../../app/view/tasks/maskPicture.js";
import { panopticMaps } from "../../../app/view/tasks/panopticPicture.js";
import { segmentPicture } from "../../../app/view/tasks/segmentPicture.js";
import type { TaskPicture } from "../../../app/view/tasks/taskPicture.js";
import { isMaskscoreError } from "../../../src/errors/problem.js";
import type { PanopticImage } from "../../../src/measures/panoptic/panopticSide.js";
import type { Raster } from "../../../src/reading/raster.js";
import { BoundaryScorer } from "../../../src/scorers/boundaryScorer.js";
import { ComponentScorer } from "../../../src/scorers/componentScorer.js";
import { PanopticScorer } from "../../../src/scorers/panopticScorer.js";
import { SurfaceScorer } from "../../../src/scorers/surfaceScorer.js";
import type {
  MaskMeasure,
  MasksImage,
  MeasuredImage,
  NamedFile,
  PairFiles,
  PanopticFile,
  PictureAsked,
  TaskImage,
} from "../counting/protocol.js";

// What workers do for the other tasks: loaded by the first that is asked.

interface Reading {
  readonly readPair: (files: PairFiles, job: CountJob) => Promise<MaskPair>;
  readonly readIds: (named: NamedFile, hasColours: boolean) => Promise<Raster>;
}

type PanopticTask = Extract<TaskImage, { task: "panoptic" }>;

export async function measureTask(image: TaskImage, reading: Reading): Promise<MeasuredImage> {
  if (image.task === "masks") return measureMasks(image, await labelsOf(image, reading));
  const sides = await panopticSides(image, reading);
  const state = worded(image.prediction, () =>
    new PanopticScorer(image.options).update(...sides, { id: "0" }).toBytes(),
  );
  return { state, unit: undefined };
}

function measureMasks(
  { pair, measure }: MasksImage,
  { groundTruth, prediction, shape, spacing, unit }: MeasuredLabels,
): MeasuredImage {
  const id = "0";
  switch (measure.name) {
    case "boundary": {
      const [height, width, more] = shape as [number, number, number?];
      if (more !== undefined) {
        throw unfit(pair.groundTruth.shown, "is a volume, and boundary IoU is of images");
      }
      const scorer = new BoundaryScorer(measure.options);
      return { state: scorer.update(groundTruth, prediction, { width, height, id }).toBytes(), unit };
    }
    case "components": {
      const scorer = new ComponentScorer(measure.options);
      return { state: scorer.update(groundTruth, prediction, { shape, spacing, id }).toBytes(), unit };
    }
    case "surfaces": {
      // In which unit is looked at where all images are.
      const scorer = new SurfaceScorer({ ...measure.options, unit: undefined });
      return { state: scorer.update(groundTruth, prediction, { shape, spacing, id }).toBytes(), unit };
    }
  }
}

/** An image, painted as its measure sees it. */
export async function paintTask(
  { image, id, about, classNames, maxSlices }: PictureAsked,
  reading: Reading,
): Promise<TaskPicture> {
  if (image.task === "panoptic") {
    const { settings } = new PanopticScorer(image.options);
    return segmentPicture(
      id,
      about,
      panopticMaps(settings, ...(await panopticSides(image, reading)), image.convention),
      maxSlices,
    );
  }
  const nameOfClass = (label: number): string => classNames[label] ?? `class ${label}`;
  const labels = await labelsOf(image, reading);
  return maskPicture(paintedMeasure(image.measure), labels, { id, about, nameOfClass, maxSlices });
}

function paintedMeasure(measure: MaskMeasure): PaintedMeasure {
  switch (measure.name) {
    case "boundary":
      return { name: measure.name, settings: new BoundaryScorer(measure.options).settings };
    case "components":
      return { name: measure.name, settings: new ComponentScorer(measure.options).settings };
    case "surfaces":
      return { name: measure.name, settings: new SurfaceScorer(measure.options).settings };
  }
}

/** An image as scorers take it, with lengths where its measure has some. */
interface MeasuredLabels extends LabelledImage {
  readonly unit: Unit | undefined;
}

async function labelsOf(
  { job, pair, background, spacing: choice, measure }: MasksImage,
  { readPair }: Reading,
): Promise<MeasuredLabels> {
  const {
    groundTruth,
    prediction,
    size,
    spacing: sides,
  } = classPairOf(job, await readPair(pair, job), background);
  const image = { groundTruth, prediction, shape: size.slice(size[0] === 1 ? 1 : 0) };
  const ofVolume = measure.name === "components" && measure.options.minVolume !== undefined;
  if (!ofVolume && measure.name !== "surfaces") return { ...image, unit: undefined };
  if (ofVolume && !isSpacingKnown(choice, sides)) {
    throw unfit(
      pair.groundTruth.shown,
      'does not say how far pixels are apart, which "Least volume" takes; set "Spacing", or "Least pixels" instead',
    );
  }
  try {
    const { lengths, unit } = pairSpacing(choice, size, sides, [
      pair.groundTruth.shown,
      pair.prediction.shown,
    ]);
    // Components have volumes in pixels, too; of surfaces it is kept whether lengths were told.
    return { ...image, unit, spacing: unit === "pixels" && !ofVolume ? undefined : lengths };
  } catch (error) {
    if (!(error instanceof SpacingError)) throw error;
    throw unfit(error.file, `${error.got}; set "Spacing" to lengths along x, y and, of volumes, z`);
  }
}

function unfit(file: string, got: string): DatasetError {
  return new DatasetError({ code: "file-unsupported", file, got });
}

async function panopticSides(
  { groundTruth, prediction }: PanopticTask,
  reading: Reading,
): Promise<[PanopticImage, PanopticImage]> {
  return [await panopticSide(groundTruth, reading), await panopticSide(prediction, reading)];
}

async function panopticSide({ named, segments }: PanopticFile, { readIds }: Reading): Promise<PanopticImage> {
  const isOfCityscapes = segments === "cityscapes";
  const raster = await readIds(named, !isOfCityscapes);
  const [depth, height, width] = raster.size;
  if (raster.kind !== "labels" || depth !== 1) {
    const ids = isOfCityscapes ? "label * 1000 + instance" : "R + 256 G + 65536 B";
    const got = `expected a PNG of ids (${ids}), got ${raster.kind}`;
    throw new DatasetError({ code: "file-unsupported", file: named.shown, got });
  }
  if (!isOfCityscapes) return { map: raster.data as PanopticImage["map"], width, height, segments };
  return { ...cityscapesSegments(raster.data, named.shown), width, height };
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

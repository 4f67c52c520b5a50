import { classPairOf } from "../../app/job/classPair.js";
import { decodeOf } from "../../app/job/runDecode.js";
import type { LabelledImage } from "../../app/view/tasks/labelledImage.js";
import { maskPicture, type PaintedMeasure } from "../../app/view/tasks/maskPicture.js";
import { panopticMaps } from "../../app/view/tasks/panopticPicture.js";
import { segmentPicture } from "../../app/view/tasks/segmentPicture.js";
import type { PanopticConventionName } from "../../src/measures/panoptic/panopticConventions.js";
import type { PanopticSettings } from "../../src/measures/panoptic/panopticSettings.js";
import type { Side } from "../../src/errors/problem.js";
import type { PanopticImage } from "../../src/measures/panoptic/panopticSide.js";
import { BoundaryScorer } from "../../src/scorers/boundaryScorer.js";
import { ComponentScorer } from "../../src/scorers/componentScorer.js";
import { SurfaceScorer } from "../../src/scorers/surfaceScorer.js";
import { loadDecoders, readSide } from "../counting/readMask.js";
import { withFiles } from "../sources/heldFiles.js";
import type { ImageFiles } from "../inputs/pairing.js";
import type { Look } from "../page/writeTaskPage.js";
import type { Annotation, MasksJob, PanopticImageFiles, PanopticJob } from "./measuring/measureJob.js";
import { readPanopticSide } from "./measuring/readPanopticSide.js";
import { toldSpacing } from "./measuring/toldSpacing.js";
import type { TaskScorer } from "./taskKind.js";

/** Reads an image of the first model once more, and paints it as its measure sees it; undefined of overlap. */
export function lookAtMasks(
  measured: MasksJob,
  images: readonly ImageFiles[],
  scorer: TaskScorer,
  classNames: readonly string[],
): Look | undefined {
  const measure = paintedMeasure(scorer);
  if (measure === undefined) return undefined;
  const byId = new Map(images.map((image) => [image.id, image]));
  return async (id, about, maxSlices) => {
    const image = byId.get(id);
    if (image === undefined) return undefined;
    const nameOfClass = (label: number): string => classNames[label] ?? `class ${label}`;
    const labelled = await readLabelled(measured, image, measure);
    return maskPicture(measure, labelled, { id, about, nameOfClass, maxSlices });
  };
}

function paintedMeasure(scorer: TaskScorer): PaintedMeasure | undefined {
  if (scorer instanceof BoundaryScorer) return { name: "boundary", settings: scorer.settings };
  if (scorer instanceof ComponentScorer) return { name: "components", settings: scorer.settings };
  if (scorer instanceof SurfaceScorer) return { name: "surfaces", settings: scorer.settings };
  return undefined;
}

async function readLabelled(
  { job, background, spacing: choice }: MasksJob,
  { groundTruth, predictions: [prediction = ""], slice }: ImageFiles,
  measure: PaintedMeasure,
): Promise<LabelledImage> {
  await loadDecoders(job.decode);
  const read = (path: string, side: "groundTruth" | "prediction"): ReturnType<typeof readSide> =>
    readSide(path, { ...decodeOf(job.decode, side), slice }, undefined);
  const pair = await withFiles([groundTruth, prediction], () => ({
    groundTruth: read(groundTruth, "groundTruth"),
    prediction: read(prediction, "prediction"),
  }));
  const { size, spacing: sides, ...labels } = classPairOf(job, pair, background);
  const hasLengths =
    measure.name === "surfaces" || (measure.name === "components" && measure.settings.minVolume !== null);
  const spacing = hasLengths
    ? toldSpacing(choice, size, sides, [groundTruth, prediction]).lengths
    : undefined;
  return { ...labels, shape: size.slice(size[0] === 1 ? 1 : 0), spacing };
}

/** The same of panoptic segments, by the rules of the run. */
export function lookAtPanoptic(
  { maxPixels }: PanopticJob,
  images: readonly PanopticImageFiles[],
  settings: PanopticSettings,
  convention: PanopticConventionName | undefined,
): Look {
  const read = (side: Side, annotation: Annotation): PanopticImage =>
    readPanopticSide(side, annotation, maxPixels, undefined);
  const byId = new Map(images.map((image) => [image.id, image]));
  return async (id, about, maxSlices) => {
    const image = byId.get(id);
    const [prediction] = image?.predictions ?? [];
    if (image === undefined || prediction === undefined) return undefined;
    const { groundTruth } = image;
    const maps = await withFiles([groundTruth.png, prediction.png], () =>
      panopticMaps(settings, read("groundTruth", groundTruth), read("prediction", prediction), convention),
    );
    return segmentPicture(id, about, maps, maxSlices);
  };
}

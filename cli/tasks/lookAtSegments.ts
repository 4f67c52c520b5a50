import { classPairOf } from "../../app/job/classPair.js";
import { decodeOf } from "../../app/job/runDecode.js";
import { componentMaps } from "../../app/view/tasks/componentPicture.js";
import { panopticMaps } from "../../app/view/tasks/panopticPicture.js";
import { type SegmentMaps, segmentPicture } from "../../app/view/tasks/segmentPicture.js";
import type { ComponentSettings } from "../../src/measures/components/componentSettings.js";
import type { PanopticSettings } from "../../src/measures/panoptic/panopticSettings.js";
import type { PanopticImage } from "../../src/measures/panoptic/panopticSide.js";
import { loadDecoders, readSide } from "../counting/readMask.js";
import type { Look } from "../page/writeTaskPage.js";
import type { ImageFiles } from "../inputs/pairing.js";
import type { Annotation, MasksJob, PanopticImageFiles, PanopticJob } from "./measuring/measureJob.js";
import { pairSpacing } from "./measuring/pairSpacing.js";
import { readPanopticSide } from "./measuring/readPanopticSide.js";

/** Reads an image of the first model once more: what became of its components. */
export function lookAtComponents(
  { job, background, spacing: choice }: MasksJob,
  images: readonly ImageFiles[],
  settings: ComponentSettings,
  classNames: readonly string[],
): Look {
  return ofImage(images, async ({ groundTruth, predictions: [prediction = ""], slice }) => {
    await loadDecoders(job.decode);
    const read = (path: string, side: "groundTruth" | "prediction"): ReturnType<typeof readSide> =>
      readSide(path, { ...decodeOf(job.decode, side), slice }, undefined);
    const pair = {
      groundTruth: read(groundTruth, "groundTruth"),
      prediction: read(prediction, "prediction"),
    };
    const { size, spacing: sides, ...labels } = classPairOf(job, pair, background);
    const spacing =
      settings.minVolume === null
        ? undefined
        : pairSpacing(choice, size, sides, [groundTruth, prediction]).lengths;
    const shape = size.slice(size[0] === 1 ? 1 : 0);
    return componentMaps(settings, { ...labels, shape, spacing }, (label) => classNames[label] as string);
  });
}

/** The same of panoptic segments, by the rules of panopticapi. */
export function lookAtPanoptic(
  { maxPixels }: PanopticJob,
  images: readonly PanopticImageFiles[],
  settings: PanopticSettings,
): Look {
  const read = (side: Annotation): PanopticImage => readPanopticSide(side, maxPixels, undefined);
  return ofImage(images, ({ groundTruth, predictions: [prediction] }) =>
    prediction === undefined ? undefined : panopticMaps(settings, read(groundTruth), read(prediction)),
  );
}

function ofImage<Image extends { readonly id: string }>(
  images: readonly Image[],
  read: (image: Image) => SegmentMaps | undefined | Promise<SegmentMaps | undefined>,
): Look {
  const byId = new Map(images.map((image) => [image.id, image]));
  return async (id, about, maxSlices) => {
    const image = byId.get(id);
    const maps = image === undefined ? undefined : await read(image);
    return maps === undefined ? undefined : segmentPicture(id, about, maps, maxSlices);
  };
}

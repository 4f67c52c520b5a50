import type { CocoFile } from "../../app/detections/cocoFile.js";
import { type ComparedShape, imagePairs } from "../../app/detections/imagePairs.js";
import { detectionPicture } from "../../app/view/tasks/detectionPicture.js";
import { MAX_SIDE } from "../../app/view/smallMasks.js";
import type { DetectionScorer } from "../../src/scorers/detectionScorer.js";
import { photoFinder } from "../page/photos.js";
import type { Look } from "../page/writeTaskPage.js";

/**
 * Paints images of a run, over their photos where these are at hand.
 *
 * @param photos a folder
 * @throws {DataError} there is no such folder
 */
export async function lookAtDetections(
  truth: CocoFile,
  found: CocoFile,
  shape: ComparedShape,
  scorer: DetectionScorer,
  photos: string | undefined,
): Promise<Look> {
  const byId = new Map(truth.images.map((image) => [String(image.id), image]));
  const photoOf = await photoFinder(photos);
  let scoreThreshold: number | undefined;
  return async (id, about) => {
    const image = byId.get(id);
    if (image === undefined) return undefined;
    const [pair] = imagePairs(truth, found, shape, new Set([image]));
    if (pair === undefined) return undefined;
    scoreThreshold ??= scorer.confusion().scoreThreshold;
    const name = image.fileName?.replace(/\.[^./]+$/, "");
    const path = (name === undefined ? undefined : photoOf(name)) ?? photoOf(id);
    const photo = path === undefined ? undefined : await photoUri(path);
    return detectionPicture({ id, about, settings: scorer.settings, pair, scoreThreshold, photo });
  };
}

/** Decoders are loaded where there is a photo. */
async function photoUri(path: string): Promise<string> {
  const { smallPhoto } = await import("../page/smallPhoto.js");
  return smallPhoto(path, MAX_SIDE, undefined);
}

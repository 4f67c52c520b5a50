import { choosePictures } from "../../app/view/choosePictures.js";
import type { PictureView, RunView } from "../../app/view/runView.js";
import { MAX_SIDE, smallMasks } from "../../app/view/smallMasks.js";
import { readMask } from "../counting/readMask.js";
import { letSignalsIn } from "../interruption.js";
import { photoFinder } from "./photos.js";
import type { PageSource } from "./pageSource.js";

/** The pictures of a run's report. */
export async function readPictures(run: RunView, source: PageSource): Promise<PictureView[]> {
  const { settings, decode } = source.job;
  const photoOf = await photoFinder(source.photos, MAX_SIDE);
  const byId = new Map(source.files.map((image) => [image.id, image]));
  const pictures: PictureView[] = [];
  for (const choice of choosePictures(run)) {
    await letSignalsIn();
    const image = byId.get(choice.id);
    const prediction = image?.predictions[source.models.indexOf(choice.model)];
    if (image === undefined || prediction === undefined) continue;
    const masks = smallMasks(
      readMask(image.groundTruth, decode).raster,
      readMask(prediction, decode).raster,
      settings,
    );
    pictures.push({ ...choice, ...masks, photo: photoOf(choice.id) });
  }
  return pictures;
}

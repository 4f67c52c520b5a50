import { choosePictures, MAX_SIDE, pictureOf } from "../../app/view/pictureOf.js";
import type { ReportedPicture } from "../../app/view/reported.js";
import type { ReportedRun } from "../../app/view/reportedRun.js";
import { readMask } from "../counting/readMask.js";
import { letSignalsIn } from "../interruption.js";
import { photoFinder } from "./photos.js";
import type { PageSource } from "./pageSource.js";

/** The pictures of a run's page. */
export async function readPictures(run: ReportedRun, source: PageSource): Promise<ReportedPicture[]> {
  const { settings, decode } = source.job;
  const photoOf = await photoFinder(source.photos, MAX_SIDE);
  const byId = new Map(source.files.map((image) => [image.id, image]));
  const pictures: ReportedPicture[] = [];
  for (const choice of choosePictures(run)) {
    await letSignalsIn();
    const image = byId.get(choice.id);
    const prediction = image?.predictions[source.models.indexOf(choice.model)];
    if (image === undefined || prediction === undefined) continue;
    const masks = pictureOf(
      readMask(image.groundTruth, decode).raster,
      readMask(prediction, decode).raster,
      settings,
    );
    pictures.push({ ...choice, ...masks, photo: photoOf(choice.id) });
  }
  return pictures;
}

import { choosePictures } from "../../app/view/choosePictures.js";
import type { PictureView, RunView } from "../../app/view/runView.js";
import { doMaskTask } from "../counting/doMaskTask.js";
import type { PictureSource } from "./pageSource.js";
import { photoFinder } from "./photos.js";

/** The pictures of a run's report. */
export async function readPictures(run: RunView, source: PictureSource): Promise<PictureView[]> {
  const { job, models, photos } = source;
  const photoOf = await photoFinder(photos);
  const byId = new Map(source.files.map((image) => [image.id, image]));
  const pictures: PictureView[] = [];
  for (const choice of choosePictures(run)) {
    const image = byId.get(choice.id);
    const prediction = image?.predictions[models.indexOf(choice.model)];
    if (image === undefined || prediction === undefined) continue;
    const { groundTruth, slice } = image;
    const asked = { job, groundTruth, prediction, slice, photo: photoOf(choice.id) };
    pictures.push({ ...choice, ...(await doMaskTask("picture", asked)) });
  }
  return pictures;
}

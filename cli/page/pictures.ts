import { alignPair } from "../../app/job/alignPair.js";
import { pairRules } from "../../app/job/pairLabels.js";
import { choosePictures } from "../../app/view/choosePictures.js";
import type { PictureView, RunView } from "../../app/view/runView.js";
import { MAX_SIDE, smallMasks } from "../../app/view/smallMasks.js";
import { readSide } from "../counting/readMask.js";
import { letSignalsIn } from "../interruption.js";
import { photoFinder } from "./photos.js";
import type { PageSource } from "./pageSource.js";

/** The pictures of a run's report. */
export async function readPictures(run: RunView, source: PageSource): Promise<PictureView[]> {
  const { settings, decode, placement, nodata } = source.job;
  const photoOf = await photoFinder(source.photos, MAX_SIDE);
  const byId = new Map(source.files.map((image) => [image.id, image]));
  const pictures: PictureView[] = [];
  for (const choice of choosePictures(run)) {
    await letSignalsIn();
    const image = byId.get(choice.id);
    const prediction = image?.predictions[source.models.indexOf(choice.model)];
    if (image === undefined || prediction === undefined) continue;
    const pair = alignPair(
      { groundTruth: readSide(image.groundTruth, decode), prediction: readSide(prediction, decode) },
      placement,
    );
    const masks = smallMasks(pair.groundTruth.mask, pair.prediction.mask, pairRules(settings, pair, nodata));
    pictures.push({ ...choice, ...masks, photo: photoOf(choice.id) });
  }
  return pictures;
}

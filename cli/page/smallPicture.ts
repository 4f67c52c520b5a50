import { alignPair } from "../../app/job/alignPair.js";
import { dividePair } from "../../app/job/dividePair.js";
import { pairRules } from "../../app/job/pairLabels.js";
import { decodeOfSide } from "../../app/job/runDecode.js";
import type { SmallMasks } from "../../app/view/runView.js";
import { MAX_SIDE, smallMasks } from "../../app/view/smallMasks.js";
import type { CountJob } from "../../app/job/countImage.js";
import { readSide } from "../counting/readMask.js";
import type { WorkBudget } from "../counting/workBudget.js";
import { smallPhoto } from "./smallPhoto.js";

export interface PictureAsked {
  readonly job: CountJob;
  readonly groundTruth: string;
  readonly prediction: string;
  readonly photo: string | undefined;
}

export interface SmallPicture extends SmallMasks {
  readonly photo: string | undefined;
}

/** @throws {DatasetError | DataError} a mask or the photo cannot be read */
export function smallPicture(
  { job: { settings, decode, placement, nodata }, groundTruth, prediction, photo }: PictureAsked,
  budget: WorkBudget | undefined,
): SmallPicture {
  const aligned = alignPair(
    {
      groundTruth: readSide(groundTruth, decodeOfSide(decode, "groundTruth"), budget),
      prediction: readSide(prediction, decodeOfSide(decode, "prediction"), budget),
    },
    placement,
  );
  const pair = dividePair(aligned, settings, decode.divide, nodata);
  const masks = smallMasks(pair.groundTruth.mask, pair.prediction.mask, pairRules(settings, pair, nodata));
  return { ...masks, photo: photo === undefined ? undefined : smallPhoto(photo, MAX_SIDE, budget) };
}

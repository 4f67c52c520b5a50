import { alignPair } from "../../app/job/alignPair.js";
import { dividePair } from "../../app/job/dividePair.js";
import { pairRules } from "../../app/job/pairLabels.js";
import { decodeOf } from "../../app/job/runDecode.js";
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
  /** Of stacks of label maps the one that is shown. */
  readonly slice: number | undefined;
  readonly photo: string | undefined;
}

export interface SmallPicture extends SmallMasks {
  readonly photo: string | undefined;
}

/** @throws {DatasetError | DataError} a mask or the photo cannot be read */
export function smallPicture(
  {
    job: { settings, decode: ofImages, placement, nodata },
    groundTruth,
    prediction,
    slice,
    photo,
  }: PictureAsked,
  budget: WorkBudget | undefined,
): SmallPicture {
  const decode = { ...ofImages, slice };
  const aligned = alignPair(
    {
      groundTruth: readSide(groundTruth, decodeOf(decode, "groundTruth"), budget),
      prediction: readSide(prediction, decodeOf(decode, "prediction"), budget),
    },
    placement,
    decode.resize,
  );
  const pair = dividePair(aligned, settings, decode.divide, nodata);
  const masks = smallMasks(pair.groundTruth.mask, pair.prediction.mask, pairRules(settings, pair, nodata));
  return { ...masks, photo: photo === undefined ? undefined : smallPhoto(photo, MAX_SIDE, budget) };
}

import { numClassesOf } from "../../app/classes/numClasses.js";
import { type CountJob, countImage, type Outcome } from "../../app/job/countImage.js";
import type { Inspection } from "../../app/job/inspection.js";
import { type Expected, inspectMask } from "../../app/job/inspectMask.js";
import { decodeOf, type FileDecode } from "../../app/job/runDecode.js";
import { type StackSide, stackSizesOf } from "../../app/job/stacks.js";
import { dividedRaster } from "../../app/job/dividePair.js";
import { labelsIn } from "../../app/job/labelCures.js";
import type { Handlers } from "../../src/workers/requests.js";
import { COMMAND } from "../commandWords.js";
import type { PictureAsked, SmallPicture } from "../page/smallPicture.js";
import type { ImageFiles } from "../inputs/pairing.js";
import { withFiles } from "../sources/heldFiles.js";
import { filesOf } from "./filesOf.js";
import type { Measured, MeasuredItem, MeasureJob } from "../tasks/measuring/measureJob.js";
import { loadDecoders, readMask, readSide } from "./readMask.js";
import type { WorkBudget } from "./workBudget.js";

/** What the command does with masks, each with what it is asked and what it answers: plain data, for any thread. */
export interface MaskTasks {
  /** Counts an image of the disk. */
  readonly countImage: readonly [{ readonly job: CountJob; readonly image: ImageFiles }, readonly Outcome[]];
  /** Looks how many classes an image tells of. */
  readonly classesOf: readonly [{ readonly image: ImageFiles; readonly decode: CountJob["decode"] }, number];
  /** How many label maps a file holds as a stack. */
  readonly stackSize: readonly [
    { readonly path: string; readonly decode: FileDecode },
    Omit<StackSide, "name">,
  ];
  readonly inspect: readonly [
    { readonly path: string; readonly decode: FileDecode; readonly expected: Expected },
    Inspection & { readonly bytes: number },
  ];
  /** Lists the different labels of a mask. */
  readonly labelsOf: readonly [
    { readonly path: string; readonly decode: FileDecode; readonly divide: number | undefined },
    readonly number[],
  ];
  /** Measures an image of the disk for a task. */
  readonly measureImage: readonly [
    { readonly job: MeasureJob; readonly image: MeasuredItem },
    readonly Measured[],
  ];
  /** Makes an image's masks small, for the page, and its photo. */
  readonly picture: readonly [PictureAsked, SmallPicture];
}

/**
 * @param budget of a thread that must hear signals
 * @throws {TakesLong} (each of them) the budget does not suffice
 */
export function maskTasks(budget: WorkBudget | undefined): Handlers<MaskTasks> {
  return {
    countImage({ job, image }) {
      return countFiles(job, image, budget);
    },
    async classesOf({ image: { groundTruth, predictions, slice }, decode: ofImages }) {
      const decode = { ...ofImages, slice };
      const [prediction] = predictions as readonly [string];
      await loadDecoders(decode);
      return withFiles([groundTruth, prediction], () =>
        numClassesOf({
          groundTruth: readSide(groundTruth, decodeOf(decode, "groundTruth"), budget),
          prediction: readSide(prediction, decodeOf(decode, "prediction"), budget),
          divide: decode.divide,
        }),
      );
    },
    async stackSize({ path, decode }) {
      await loadDecoders(decode);
      return withFiles([path], () => stackSizesOf(() => readMask(path, decode, budget)));
    },
    async inspect({ path, decode, expected }) {
      await loadDecoders(decode);
      const mask = await withFiles([path], () => readMask(path, decode, budget));
      return { ...inspectMask(mask, expected, COMMAND), bytes: mask.bytes };
    },
    async labelsOf({ path, decode, divide }) {
      await loadDecoders(decode);
      const { raster } = await withFiles([path], () => readMask(path, decode, budget));
      const isDivided = divide !== undefined && raster.kind === "labels";
      return [...labelsIn({ mask: isDivided ? dividedRaster(raster, divide, () => true) : raster })];
    },
    async measureImage({ job, image }) {
      // Few runs are of a task.
      const { measureImage } = await import("../tasks/measuring/measureImage.js");
      return withFiles(filesOf(image), () => measureImage(job, image, budget));
    },
    async picture(asked) {
      // Few runs make a page.
      await loadDecoders(asked.job.decode);
      const { smallPicture } = await import("../page/smallPicture.js");
      const { groundTruth, prediction, photo } = asked;
      return withFiles([groundTruth, prediction, ...(photo === undefined ? [] : [photo])], () =>
        smallPicture(asked, budget),
      );
    },
  };
}

export async function countFiles(
  job: CountJob,
  image: ImageFiles,
  budget: WorkBudget | undefined,
): Promise<Outcome[]> {
  await loadDecoders(job.decode);
  return withFiles(filesOf(image), () =>
    countImage(
      job,
      image,
      (path, decode) => readSide(path, { ...decode, slice: image.slice }, budget),
      (path) => path,
    ),
  );
}

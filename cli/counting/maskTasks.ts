import { numClassesOf } from "../../app/classes/numClasses.js";
import { type CountJob, countImage, type Outcome } from "../../app/job/countImage.js";
import type { Inspection } from "../../app/job/inspection.js";
import { type Expected, inspectMask } from "../../app/job/inspectMask.js";
import { labelsIn } from "../../app/job/labelCures.js";
import { decodeOfSide, type SideDecode } from "../../app/job/runDecode.js";
import type { Handlers } from "../../src/workers/requests.js";
import { COMMAND } from "../commandWords.js";
import type { PictureAsked, SmallPicture } from "../page/smallPicture.js";
import type { ImageFiles } from "../inputs/pairing.js";
import { loadDecoders, readMask, readSide } from "./readMask.js";
import type { WorkBudget } from "./workBudget.js";

/** What the command does with masks, each with what it is asked and what it answers: plain data, for any thread. */
export interface MaskTasks {
  /** Counts an image of the disk. */
  readonly countImage: readonly [{ readonly job: CountJob; readonly image: ImageFiles }, readonly Outcome[]];
  /** Looks how many classes an image tells of. */
  readonly classesOf: readonly [{ readonly image: ImageFiles; readonly decode: CountJob["decode"] }, number];
  readonly inspect: readonly [
    { readonly path: string; readonly decode: SideDecode; readonly expected: Expected },
    Inspection & { readonly bytes: number },
  ];
  /** Lists the different labels of a mask. */
  readonly labelsOf: readonly [{ readonly path: string; readonly decode: SideDecode }, readonly number[]];
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
    async classesOf({ image: { groundTruth, predictions }, decode }) {
      await loadDecoders(decode);
      return numClassesOf({
        groundTruth: readSide(groundTruth, decodeOfSide(decode, "groundTruth"), budget),
        prediction: readSide(predictions[0] as string, decodeOfSide(decode, "prediction"), budget),
        divide: decode.divide,
      });
    },
    async inspect({ path, decode, expected }) {
      await loadDecoders(decode);
      const mask = readMask(path, decode, budget);
      return { ...inspectMask(mask, expected, COMMAND), bytes: mask.bytes };
    },
    async labelsOf({ path, decode }) {
      await loadDecoders(decode);
      return [...labelsIn({ mask: readMask(path, decode, budget).raster })];
    },
    async picture(asked) {
      // Few runs make a page.
      await loadDecoders(asked.job.decode);
      const { smallPicture } = await import("../page/smallPicture.js");
      return smallPicture(asked, budget);
    },
  };
}

export async function countFiles(
  job: CountJob,
  image: ImageFiles,
  budget: WorkBudget | undefined,
): Promise<Outcome[]> {
  await loadDecoders(job.decode);
  return countImage(
    job,
    image,
    (path, side) => readSide(path, decodeOfSide(job.decode, side), budget),
    (path) => path,
  );
}

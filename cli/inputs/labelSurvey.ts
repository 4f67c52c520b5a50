import { isBinary, type SeenLabels } from "../../app/job/labelCures.js";
import type { CountJob } from "../../app/job/countImage.js";
import { MAX_SCORED_CLASSES } from "../../app/job/countPair.js";
import { decodeOf, type FileDecode } from "../../app/job/runDecode.js";
import type { Side } from "../../src/errors/problem.js";
import { DatasetError } from "../../app/errors/problem.js";
import { doMaskTask } from "../counting/doMaskTask.js";
import type { ImageFiles } from "./pairing.js";

/** A run that failed may take so much longer to say what helps: so many images, or so long. */
const SURVEYED_IMAGES = 64;
const SURVEY_MS = 2000;

/** What is seen in the files of a run, as far as they were looked at. */
export interface LabelSurvey extends SeenLabels {
  readonly files: number;
}

/** Looks at the masks of a run, the first ones first. Files that cannot be read are told of elsewhere. */
export async function surveyLabels(
  images: readonly ImageFiles[],
  decode: CountJob["decode"],
): Promise<LabelSurvey> {
  const end = performance.now() + SURVEY_MS;
  const groundTruth = new Set<number>();
  const prediction = new Set<number>();
  let [areBinary, files] = [true, 0];
  const look = async (path: string, side: Side, slice: number | undefined): Promise<void> => {
    const into = side === "groundTruth" ? groundTruth : prediction;
    const labels = await labelsOf(path, { ...decodeOf(decode, side), slice }, decode.divide?.[side]);
    if (labels === undefined) return;
    files++;
    for (const label of labels) into.add(label);
    areBinary &&= isBinary(labels);
  };
  for (const [i, image] of images.entries()) {
    if (i === SURVEYED_IMAGES || (i > 0 && performance.now() > end)) break;
    await look(image.groundTruth, "groundTruth", image.slice);
    for (const path of image.predictions) await look(path, "prediction", image.slice);
  }
  return { groundTruth, prediction, areBinary, files };
}

/** Whether colours that are read as ids are classes: else such advice leads to a label that is none. */
export async function couldBeIds(paths: readonly string[], decode: FileDecode): Promise<boolean> {
  const end = performance.now() + SURVEY_MS;
  for (const [i, path] of paths.slice(0, SURVEYED_IMAGES).entries()) {
    if (i > 0 && performance.now() > end) break;
    const labels = await labelsOf(path, { ...decode, colours: "ids" }, undefined);
    if (labels?.some((label) => label >= MAX_SCORED_CLASSES) === true) return false;
  }
  return true;
}

async function labelsOf(
  path: string,
  decode: FileDecode,
  divide: number | undefined,
): Promise<readonly number[] | undefined> {
  try {
    return await doMaskTask("labelsOf", { path, decode, divide });
  } catch (error) {
    if (error instanceof DatasetError) return undefined;
    throw error;
  }
}

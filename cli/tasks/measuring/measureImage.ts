import { decodeOf } from "../../../app/job/runDecode.js";
import type { NamedMask } from "../../../app/job/maskPair.js";
import { countPanoptic } from "../../../src/measures/panoptic/countPanoptic.js";
import type { PanopticSettings } from "../../../src/measures/panoptic/panopticSettings.js";
import { pixelCountOf } from "../../../src/reading/raster.js";
import { PanopticScorer } from "../../../src/scorers/panopticScorer.js";
import { loadDecoders, readSide } from "../../counting/readMask.js";
import type { WorkBudget } from "../../counting/workBudget.js";
import type { ImageFiles } from "../../inputs/pairing.js";
import { classPairOf, spacingOfPair } from "../../../app/job/classPair.js";
import { failureOf } from "./failureOf.js";
import { measurePair } from "./measurePair.js";
import type {
  MasksJob,
  Measured,
  MeasuredItem,
  MeasuredPair,
  MeasureJob,
  PanopticImageFiles,
  PanopticJob,
} from "./measureJob.js";
import { readPanopticSide } from "./readPanopticSide.js";
import { toldSpacing } from "./toldSpacing.js";

/**
 * Reads an image's truth, once, and its predictions, and measures each model's.
 *
 * @param budget of a thread that must hear signals
 * @throws {TakesLong} the budget does not suffice
 * @throws {UsageError} an option does not fit the image
 */
export function measureImage(
  job: MeasureJob,
  item: MeasuredItem,
  budget: WorkBudget | undefined,
): Promise<Measured[]> {
  return job.kind === "masks"
    ? measureMasks(job, item as ImageFiles, budget)
    : Promise.resolve(measurePanoptic(job, item as PanopticImageFiles, budget));
}

/** Bytes that take as long to decode as a pixel to measure, beside that. */
const BYTES_PER_PIXEL = 16;

async function measureMasks(
  job: MasksJob,
  { groundTruth, predictions, slice }: ImageFiles,
  budget: WorkBudget | undefined,
): Promise<Measured[]> {
  const { decode } = job.job;
  const asksSpacing = job.measures.every(({ name }) => name === "spacing");
  await loadDecoders(decode);
  const read = (path: string, side: "groundTruth" | "prediction"): NamedMask =>
    readSide(path, { ...decodeOf(decode, side), slice }, budget);
  return eachModel(
    groundTruth,
    predictions,
    (path) => path,
    (path) => read(path, "groundTruth"),
    (truth, path) => {
      const files = [groundTruth, path] as const;
      if (asksSpacing) {
        const { size, spacing } = spacingOfPair(job.job, {
          groundTruth: truth,
          prediction: read(path, "prediction"),
        });
        return { parts: [], unit: toldSpacing(job.spacing, size, spacing, files).unit };
      }
      budget?.spend(BYTES_PER_PIXEL * pixelCountOf(truth.mask.size));
      const pair = classPairOf(
        job.job,
        { groundTruth: truth, prediction: read(path, "prediction") },
        job.background,
      );
      return measurePair(job, pair, files);
    },
  );
}

/** Of each job, checked once: there may be thousands of categories. */
const panopticSettings = new WeakMap<PanopticJob, PanopticSettings>();

function settingsOf(job: PanopticJob): PanopticSettings {
  const known = panopticSettings.get(job);
  if (known !== undefined) return known;
  const { settings } = new PanopticScorer(job.options);
  panopticSettings.set(job, settings);
  return settings;
}

function measurePanoptic(
  job: PanopticJob,
  { groundTruth, predictions }: PanopticImageFiles,
  budget: WorkBudget | undefined,
): Measured[] {
  const settings = settingsOf(job);
  const { maxPixels } = job;
  return eachModel(
    groundTruth,
    predictions,
    ({ png }) => png,
    (side) => readPanopticSide("groundTruth", side, maxPixels, budget),
    (truth, side) => {
      return {
        parts: [countPanoptic(settings, truth, readPanopticSide("prediction", side, maxPixels, budget))],
      };
    },
  );
}

/** One prediction after the other: two masks are in memory, however many models there are. */
function eachModel<Source, Side>(
  truth: Source,
  predictions: readonly Source[],
  nameOf: (source: Source) => string,
  readTruth: (source: Source) => Side,
  measure: (truth: Side, source: Source) => MeasuredPair,
): Measured[] {
  let read: Side;
  try {
    read = readTruth(truth);
  } catch (error) {
    const failure = failureOf(error, nameOf(truth));
    return predictions.map(() => ({ failure }));
  }
  return predictions.map((source) => {
    try {
      return measure(read, source);
    } catch (error) {
      return { failure: failureOf(error, nameOf(source)) };
    }
  });
}

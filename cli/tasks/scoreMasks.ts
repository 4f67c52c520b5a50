import { optionsOf } from "../../src/measures/confusion/settings.js";
import { imageSetOf } from "../../src/run/imageSet.js";
import { BoundaryScorer } from "../../src/scorers/boundaryScorer.js";
import { ComponentScorer } from "../../src/scorers/componentScorer.js";
import { SegmentationScorer } from "../../src/scorers/segmentationScorer.js";
import { SurfaceScorer } from "../../src/scorers/surfaceScorer.js";
import { doMaskTask } from "../counting/doMaskTask.js";
import type { Terminal } from "../terminal.js";
import { boundaryKind, boundaryOptions } from "./boundary.js";
import { componentOptions, componentsKind } from "./components.js";
import { type MaskImages, maskImages } from "./maskImages.js";
import type { MaskMeasure, MasksJob, TaskFailure } from "./measuring/measureJob.js";
import type { Unit } from "../../app/job/pairSpacing.js";
import { UnitOfRun } from "../../app/job/unitOfRun.js";
import { type RunMeasure, runTask } from "./runTask.js";
import { surfaceOptions, surfacesKind } from "./surfaces.js";
import type { MeasureName, TaskOptions } from "./taskOptions.js";
import { inCommandWords } from "./measuring/toldSpacing.js";

/** A measure of masks, with a scorer a model. */
export interface MasksMeasure extends RunMeasure {
  readonly name: MeasureName;
  readonly measure: MaskMeasure;
}

/** Masks that were scored by one measure or several. */
export interface ScoredMasks {
  readonly masks: MaskImages;
  readonly measures: readonly MasksMeasure[];
  readonly failures: readonly TaskFailure[];
  /** How images were measured. */
  readonly measured: MasksJob;
}

/**
 * Scores masks of classes by one measure or several, reading each file once.
 *
 * @param require asked as soon as classes are known, before any work
 */
export async function scoreMasks(
  names: readonly MeasureName[],
  truth: string | undefined,
  predictions: readonly string[],
  options: TaskOptions,
  terminal: Terminal,
  require: (masks: MaskImages, measures: readonly MasksMeasure[]) => void,
): Promise<ScoredMasks> {
  const masks = await maskImages(truth, predictions, options, terminal);
  const { found, job, background, reading, look, before } = masks;
  const hasLengths =
    names.includes("surfaces") ||
    (names.includes("components") && (options.minVolume !== undefined || options.instanceSurfaces === true));
  const first = hasLengths ? await firstUnit(masks, options) : undefined;
  const measures = names.map((name) => measureOf(name, masks, options, first?.unit));
  require(masks, measures);
  const measured: MasksJob = {
    kind: "masks",
    job,
    background,
    spacing: options.spacing ?? "auto",
    measures: measures.map(({ measure }) => measure),
  };
  const unit = new UnitOfRun(first?.unit, first?.file);
  const failures = await runTask(
    {
      job: measured,
      images: found.images,
      measures,
      before,
      check(image, models) {
        for (const { unit: own } of models) {
          if (own !== undefined)
            inCommandWords(() => {
              unit.require(own, image.groundTruth);
            });
        }
        look(
          image,
          models.flatMap(({ counted }) => counted ?? []),
        );
      },
      fileOf: ({ predictions: [file] }) => file as string,
      part: {
        model: found.models[0],
        shard: found.shard,
        dataset: imageSetOf(found.all.map(({ id }) => id)),
        ...(reading === undefined ? {} : { reading }),
      },
    },
    options,
    terminal,
  );
  masks.tellNotes(failures);
  return { masks, measures, failures, measured };
}

/** In which unit the first image of the run, or of all its shards, is measured; undefined where none can be read. */
async function firstUnit(
  { found, job, background }: MaskImages,
  { spacing = "auto", keepGoing }: TaskOptions,
): Promise<{ readonly unit: Unit; readonly file: string } | undefined> {
  const measures = [{ name: "spacing" }] as const;
  for (const image of found.all) {
    const measured = { kind: "masks", job, background, spacing, measures } as const;
    const [model] = await doMaskTask("measureImage", { job: measured, image });
    if (model !== undefined && "unit" in model && model.unit !== undefined) {
      return { unit: model.unit, file: image.groundTruth };
    }
    if (keepGoing !== true) return undefined;
  }
  return undefined;
}

/** What workers are told of a measure, and what takes their answers. */
function measureOf(
  name: MeasureName,
  masks: MaskImages,
  options: TaskOptions,
  unit: Unit | undefined,
): MasksMeasure {
  const { found, job, background } = masks;
  const { numClasses } = job.settings;
  switch (name) {
    case "iou": {
      const own = optionsOf(job.settings);
      const scorers = found.models.map(() => new SegmentationScorer(own));
      return { name, measure: { name }, kind: undefined, scorers };
    }
    case "boundary": {
      const own = boundaryOptions(options, numClasses, background);
      const scorers = found.models.map(() => new BoundaryScorer(own));
      return { name, measure: { name, options: own }, kind: boundaryKind, scorers };
    }
    case "components": {
      const own = componentOptions(options, numClasses, background, unit);
      const scorers = found.models.map(() => new ComponentScorer(own));
      return { name, measure: { name, options: own }, kind: componentsKind, scorers };
    }
    case "surfaces": {
      const own = surfaceOptions(options, numClasses, background, unit);
      const scorers = found.models.map(() => new SurfaceScorer(own));
      return { name, measure: { name, options: own }, kind: surfacesKind, scorers };
    }
  }
}

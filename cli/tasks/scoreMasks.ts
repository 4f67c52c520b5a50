import { optionsOf } from "../../src/measures/confusion/settings.js";
import { BoundaryScorer } from "../../src/scorers/boundaryScorer.js";
import { ComponentScorer } from "../../src/scorers/componentScorer.js";
import { SegmentationScorer } from "../../src/scorers/segmentationScorer.js";
import type { Terminal } from "../terminal.js";
import { boundaryKind, boundaryOptions } from "./boundary.js";
import { componentOptions, componentsKind } from "./components.js";
import { type MaskImages, maskImages } from "./maskImages.js";
import type { MaskMeasure, MasksJob, TaskFailure } from "./measuring/measureJob.js";
import { type RunMeasure, runTask } from "./runTask.js";
import { SurfaceCases, surfaceRules, surfacesKind } from "./surfaces.js";
import type { TaskKind, TaskScorer } from "./taskKind.js";
import type { MeasureName, TaskOptions } from "./taskOptions.js";
import { UnitOfRun } from "./unitOfRun.js";

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
  const { found, job, background, reading, look } = masks;
  const measures = names.map((name) => measureOf(name, masks, options));
  require(masks, measures);
  const measured: MasksJob = {
    kind: "masks",
    job,
    background,
    spacing: options.spacing ?? "auto",
    measures: measures.map(({ measure }) => measure),
  };
  const unit = new UnitOfRun();
  const failures = await runTask(
    {
      job: measured,
      images: found.images,
      measures,
      check(image, models) {
        const [first] = models;
        if (first?.unit !== undefined) unit.require(first.unit, image.groundTruth);
        look(
          image,
          models.flatMap(({ counted }) => counted ?? []),
        );
      },
      fileOf: ({ predictions: [file] }) => file as string,
      part: {
        model: found.models[0],
        shard: found.shard,
        ...(reading === undefined ? {} : { reading }),
      },
    },
    options,
    terminal,
  );
  masks.tellNotes(failures);
  for (const { scorers } of measures) {
    for (const scorer of scorers) if (scorer instanceof SurfaceCases) scorer.unit = unit.words ?? "";
  }
  return { masks, measures, failures, measured };
}

/** What workers are told of a measure, and what takes their answers. */
function measureOf(name: MeasureName, masks: MaskImages, options: TaskOptions): MasksMeasure {
  const { found, job, background, classNames } = masks;
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
      const own = componentOptions(options, numClasses, background);
      const scorers = found.models.map(() => new ComponentScorer(own));
      return { name, measure: { name, options: own }, kind: componentsKind, scorers };
    }
    case "surfaces": {
      const rules = surfaceRules(options, numClasses);
      return {
        name,
        measure: { name, options: rules },
        kind: surfacesKind as unknown as TaskKind<TaskScorer>,
        scorers: found.models.map(
          () => new SurfaceCases(rules, background, classNames) as unknown as TaskScorer,
        ),
      };
    }
  }
}

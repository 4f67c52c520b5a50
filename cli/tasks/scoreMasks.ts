import { ComponentScorer } from "../../src/scorers/componentScorer.js";
import type { Terminal } from "../terminal.js";
import { componentOptions, componentsKind } from "./components.js";
import { lookAtComponents } from "./lookAtSegments.js";
import { type MaskImages, maskImages } from "./maskImages.js";
import type { MaskMeasure, MasksJob } from "./measuring/measureJob.js";
import { type RunMeasure, runTask } from "./runTask.js";
import type { TaskKind, TaskScorer } from "./taskKind.js";
import type { MaskTaskName, TaskOptions } from "./taskOptions.js";
import type { TaskRunResult } from "./taskRunResult.js";
import { SurfaceCases, surfaceRules, surfacesKind } from "./surfaces.js";
import { requireTaskThresholds } from "./taskGates.js";
import { UnitOfRun } from "./unitOfRun.js";

/** Masks of classes by one measure. */
export async function scoreMasks(
  task: MaskTaskName,
  truth: string | undefined,
  predictions: readonly string[],
  options: TaskOptions,
  terminal: Terminal,
): Promise<TaskRunResult | undefined> {
  const masks = await maskImages(truth, predictions, options, terminal);
  const { found, job, background, reading, classNames, look, tellNotes } = masks;
  const { measure, kind, scorers } = measureOf(task, masks, options);
  requireTaskThresholds(
    options.failUnder,
    kind.keys,
    classNames.filter((_, label) => label !== background),
  );
  const measured: MasksJob = {
    kind: "masks",
    job,
    background,
    spacing: options.spacing ?? "auto",
    measures: [measure],
  };
  const unit = new UnitOfRun();
  const failures = await runTask(
    {
      job: measured,
      images: found.images,
      measures: [{ kind, scorers }],
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
  tellNotes(failures);
  for (const scorer of scorers) if (scorer instanceof SurfaceCases) scorer.unit = unit.words ?? "";
  if (found.images.length === 0) return undefined;
  const [first] = scorers;
  return {
    kind,
    models: named(found.models, scorers),
    classNames,
    failures,
    look:
      first instanceof ComponentScorer
        ? lookAtComponents(measured, found.images, first.settings, classNames)
        : undefined,
  };
}

function named(names: readonly string[], scorers: readonly TaskScorer[]): TaskRunResult["models"] {
  return scorers.map((scorer, i) => ({ name: names[i] as string, scorer }));
}

/** What workers are told of a measure, and what takes their answers. */
function measureOf(
  task: MaskTaskName,
  { found, job, background, classNames }: MaskImages,
  options: TaskOptions,
): RunMeasure & { readonly measure: MaskMeasure } {
  const { numClasses } = job.settings;
  switch (task) {
    case "components": {
      const own = componentOptions(options, numClasses, background);
      return {
        measure: { name: task, options: own },
        kind: componentsKind,
        scorers: found.models.map(() => new ComponentScorer(own)),
      };
    }
    case "surfaces": {
      const rules = surfaceRules(options, numClasses);
      return {
        measure: { name: task, options: rules },
        kind: surfacesKind as unknown as TaskKind<TaskScorer>,
        scorers: found.models.map(
          () => new SurfaceCases(rules, background, classNames) as unknown as TaskScorer,
        ),
      };
    }
  }
}

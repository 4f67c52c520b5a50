import type { RunPartOptions } from "../../src/run/provenance.js";
import { doMaskTask } from "../counting/doMaskTask.js";
import { assignClusters, readClusterRule } from "../inputs/clusterRule.js";
import { stateOutput } from "../stateFile.js";
import type { Terminal } from "../terminal.js";
import type { MeasuredItem, MeasuredPair, MeasureJob, TaskFailure } from "./measuring/measureJob.js";
import { goOnFrom } from "./resumeTask.js";
import { runImages } from "./runImages.js";
import type { TaskKind, TaskScorer } from "./taskKind.js";
import type { TaskOptions } from "./taskOptions.js";

/** A run of models by one measure or several. */
export interface TaskRun<Item extends MeasuredItem> {
  readonly job: MeasureJob;
  readonly images: readonly Item[];
  /** By measure, in the job's order, and model. */
  readonly measures: readonly RunMeasure[];
  /**
   * Looks at an image beside its measures.
   *
   * @throws {DataError | DatasetError} it does not fit those before
   */
  readonly check?: ((item: Item, models: readonly MeasuredPair[]) => void) | undefined;
  /** Waited for before an image is checked. */
  readonly before?: ((models: readonly MeasuredPair[]) => Promise<void>) | undefined;
  readonly fileOf: (item: Item) => string;
  readonly part: RunPartOptions;
}

/** A measure of a run, with a scorer a model. */
export interface RunMeasure {
  /** undefined of overlap, which has a run of its own where it is the only measure. */
  readonly kind: TaskKind<TaskScorer> | undefined;
  readonly scorers: readonly TaskScorer[];
}

/**
 * Measures all images into the scorers of a run, from a state on where one is to be resumed.
 *
 * @returns those that failed
 * @throws {DataError} a file is wrong, and keepGoing is not set, or all are; or a state is of other images
 */
export async function runTask<Item extends MeasuredItem>(
  { job, images, measures, check, before, fileOf, part }: TaskRun<Item>,
  options: TaskOptions,
  terminal: Terminal,
): Promise<TaskFailure[]> {
  const path = options.state ?? options.resume;
  // Made before the state to go on from is read.
  const file = path === undefined ? undefined : stateOutput(path);
  const [{ kind, scorers }] = measures as readonly [RunMeasure];
  const scorer = scorers[0] as TaskScorer;
  if (options.resume !== undefined && kind !== undefined) {
    const byId = new Map(images.map((image) => [image.id, image]));
    const measure = async (id: string): Promise<unknown> => {
      const [measured] = await doMaskTask("measureImage", { job, image: byId.get(id) as Item });
      return measured !== undefined && "parts" in measured ? measured.parts[0] : undefined;
    };
    const { reading } = part;
    await goOnFrom(options.resume, { kind, scorer, ids: new Set(byId.keys()), measure, reading }, terminal);
  }
  const clusters = await readClusterRule(options, images);
  // Before any work: one may be of none.
  for (const { id } of images) clusters?.clusterOf(id);
  if (options.resume !== undefined && clusters !== undefined) assignClusters([scorer], clusters);
  const known = new Set(options.resume === undefined ? [] : scorer.measuredImages.map(({ id }) => id));
  const failures = await runImages(
    {
      job,
      images: images.filter(({ id }) => !known.has(id)),
      knownCount: known.size,
      add(item, models) {
        check?.(item, models);
        const clustered = clusters === undefined ? {} : { cluster: clusters.clusterOf(item.id) };
        models.forEach(({ parts }, model) => {
          measures.forEach(({ scorers: own }, measure) => {
            own[model]?.addMeasured([{ id: item.id, weight: 1, ...clustered, row: parts[measure] as never }]);
          });
        });
      },
      before,
      fileOf,
      file,
      scorer,
      part,
    },
    options,
  );
  // The report says whose share it is.
  if (file === undefined) {
    const told = { ...part, model: undefined, expected: images.length, isComplete: true };
    for (const { scorers: own } of measures) for (const one of own) one.provenance = [told];
  }
  return failures;
}

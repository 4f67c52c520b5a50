import { parentPort, workerData } from "node:worker_threads";
import type { CountJob, Outcome } from "../../app/job/countImage.js";
import type { RunView } from "../../app/view/runView.js";
import { threadPort } from "../../src/workers/platform.js";
import { serve } from "../../src/workers/serve.js";
import type { ToldStates } from "../describing/describeStates.js";
import type { ImageFiles } from "../inputs/pairing.js";
import type { Measured, MeasuredItem, MeasureJob } from "../tasks/measuring/measureJob.js";
import { addSource, type Source } from "../sources/registry.js";
import { withFiles } from "../sources/heldFiles.js";
import { filesOf } from "./filesOf.js";
import { countFiles, type MaskTasks, maskTasks } from "./maskTasks.js";

/** What the command's workers are asked. */
export interface CommandRequests extends MaskTasks {
  /** Images of the job that the worker was started with. */
  readonly count: readonly [images: readonly ImageFiles[], outcomes: readonly (readonly Outcome[])[]];
  readonly measure: readonly [images: readonly MeasuredItem[], outcomes: readonly (readonly Measured[])[]];
  readonly describe: readonly [ToldStates, RunView];
}

/** What a worker is started with, for count or for measure; undefined where it does whatever it is asked. */
export type WorkerJob = CountJob | MeasureJob | undefined;

/** All that a worker is started with. */
export interface WorkerStart {
  readonly job: WorkerJob;
  /** The archives of the run. */
  readonly sources: readonly Source[];
}

if (parentPort !== null) {
  const { job, sources } = workerData as WorkerStart;
  for (const source of sources) addSource(source);
  serve<CommandRequests>(threadPort(parentPort), {
    ...maskTasks(undefined),
    async count(images) {
      const outcomes: (readonly Outcome[])[] = [];
      for (const image of images) outcomes.push(await countFiles(job as CountJob, image, undefined));
      return outcomes;
    },
    async measure(images) {
      const { measureImage } = await import("../tasks/measuring/measureImage.js");
      const outcomes: (readonly Measured[])[] = [];
      for (const image of images)
        outcomes.push(
          await withFiles(filesOf(image), () => measureImage(job as MeasureJob, image, undefined)),
        );
      return outcomes;
    },
    async describe(states) {
      // Those who count need none of it.
      const { describeStates } = await import("../describing/describeStates.js");
      return describeStates(states);
    },
  });
}

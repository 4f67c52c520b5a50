import { parentPort, workerData } from "node:worker_threads";
import type { CountJob, Outcome } from "../../app/job/countImage.js";
import type { RunView } from "../../app/view/runView.js";
import { threadPort } from "../../src/workers/platform.js";
import { serve } from "../../src/workers/serve.js";
import type { ToldStates } from "../describing/describeStates.js";
import type { ImageFiles } from "../inputs/pairing.js";
import { countFiles, type MaskTasks, maskTasks } from "./maskTasks.js";

/** What the command's workers are asked. */
export interface CommandRequests extends MaskTasks {
  /** Images of the job that the worker was started with. */
  readonly count: readonly [images: readonly ImageFiles[], outcomes: readonly (readonly Outcome[])[]];
  readonly describe: readonly [ToldStates, RunView];
}

const job = workerData as CountJob;

if (parentPort !== null) {
  serve<CommandRequests>(threadPort(parentPort), {
    ...maskTasks(undefined),
    async count(images) {
      const outcomes: (readonly Outcome[])[] = [];
      for (const image of images) outcomes.push(await countFiles(job, image, undefined));
      return outcomes;
    },
    async describe(states) {
      // Those who count need none of it.
      const { describeStates } = await import("../describing/describeStates.js");
      return describeStates(states);
    },
  });
}

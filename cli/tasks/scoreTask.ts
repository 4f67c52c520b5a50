import { UsageError } from "../exitCodes.js";
import { onInterruption } from "../interruption.js";
import { requireOutputs } from "../outputs.js";
import type { Terminal } from "../terminal.js";
import { scoreComponents } from "./components.js";
import { scorePanoptic } from "./panoptic.js";
import { scoreSurfaces } from "./surfaces.js";
import { requireTaskOptions, type TaskName, type TaskOptions } from "./taskOptions.js";

/** maskscore score TRUTH PREDICTION --task TASK */
export async function scoreTask(
  task: TaskName,
  truth: string | undefined,
  predictions: readonly string[],
  options: TaskOptions,
  terminal: Terminal,
): Promise<number> {
  onInterruption(() => "interrupted before the first image was scored: nothing is written");
  requireTaskOptions(task, options);
  await requireOutputs(options);
  if (predictions.length > 1)
    throw new UsageError(`--task ${task} scores one model; score each in a run of its own`);
  switch (task) {
    case "components":
      return scoreComponents(truth, predictions, options, terminal);
    case "surfaces":
      return scoreSurfaces(truth, predictions, options, terminal);
    case "panoptic":
      return scorePanoptic(truth, predictions[0], options, terminal);
  }
}

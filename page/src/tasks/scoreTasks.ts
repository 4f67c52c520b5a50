import type { StateTask } from "../../../app/job/taskOfState.js";
import type { Choices } from "../score/choices.js";
import { modelNamesOf, type SideFiles } from "../score/pairs.js";
import type { Shown } from "../score/shown.js";
import { scoreTask } from "./scoreTask.js";
import { isDetectionTask, type PageTask } from "./taskChoices.js";
import type { TaskScored } from "./taskScored.js";

/**
 * Scores the models one after the other, over the images that all of them have.
 *
 * @param tell how many images are done, of all models together
 * @throws nothing can be scored: the error says why
 */
export async function scoreTasks(
  task: Exclude<PageTask, "overlap">,
  groundTruth: SideFiles,
  predictions: readonly SideFiles[],
  chosen: Choices,
  signal: AbortSignal,
  tell: (done: number, total: number) => void,
): Promise<Shown> {
  // Panoptic segments and detections are taken of one model at a time: their files are told apart by what is in them.
  const takesSeveral = task !== "panoptic" && !isDetectionTask(task);
  const names = modelNamesOf(takesSeveral ? predictions : predictions.slice(0, 1));
  const models: TaskScored[] = [];
  for (const [model, name] of names.entries()) {
    const scored = await scoreTask(
      { task, groundTruth, predictions, model, name, chosen },
      signal,
      (done, total) => {
        tell(model * total + done, names.length * total);
      },
    );
    models.push(scored);
  }
  const [only, ...more] = models as [TaskScored, ...TaskScored[]];
  if (more.length > 0) return { of: "tasks", board: { task: task as StateTask, models } };
  const left = predictions.slice(names.length).map((side) => side.name);
  const notes = left.length === 0 ? [] : [`This task takes one model: ${left.join(", ")} is not scored.`];
  return { of: "task", scored: { ...only, notes: [...only.notes, ...notes] } };
}

import { isDataFile, shapeOfFolder, yoloTruthFolder } from "../inputs/yoloFolder.js";
import type { Terminal } from "../terminal.js";
import type { DetectionTaskName } from "./taskOptions.js";

/**
 * The task that YOLO's labels are for: of predictions, or of the truth where nothing was found.
 *
 * @returns undefined: they are no such labels
 */
export function taskOfLabels(
  truth: string,
  prediction: string,
  terminal: Terminal,
): DetectionTaskName | undefined {
  const task =
    shapeOfFolder(prediction) ?? shapeOfFolder(isDataFile(truth) ? yoloTruthFolder(truth).labels : truth);
  if (task !== undefined) terminal.note(`scoring ${task} of YOLO's labels; --task says otherwise`);
  return task;
}

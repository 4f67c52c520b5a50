import type { StateTask } from "../../../app/job/taskOfState.js";
import { boundaryView } from "../../../app/view/tasks/boundaryView.js";
import { componentsView } from "../../../app/view/tasks/componentsView.js";
import { detectionView } from "../../../app/view/tasks/detectionView.js";
import { panopticView } from "../../../app/view/tasks/panopticView.js";
import { surfacesView } from "../../../app/view/tasks/surfacesView.js";
import type { TaskScores } from "../../../app/view/tasks/taskView.js";
import { toldPart } from "../../../app/view/partialWords.js";
import { BoundaryScorer } from "../../../src/scorers/boundaryScorer.js";
import { ComponentScorer } from "../../../src/scorers/componentScorer.js";
import { DetectionScorer } from "../../../src/scorers/detectionScorer.js";
import { PanopticScorer } from "../../../src/scorers/panopticScorer.js";
import { SurfaceScorer } from "../../../src/scorers/surfaceScorer.js";
import { type LoadedStates, namingState, NO_MASKS, type SavedState } from "../score/savedStates.js";
import { type ScorerOfTask, scorerOfTask } from "./scorersOfTasks.js";
import type { PageTask } from "./taskChoices.js";
import type { TaskScored } from "./taskScored.js";

/** What is shown of states of one task. @throws one is damaged, or has other settings: the message names it */
export function loadTaskStates(task: StateTask, states: readonly SavedState[]): LoadedStates {
  const scorers = states.map(({ name, bytes }) => namingState(name, () => scorerOfTask(task, bytes)));
  const [first] = scorers as [ScorerOfTask];
  scorers.forEach((scorer, i) => {
    const difference = first.differenceOf(scorer as never);
    if (difference === undefined) return;
    throw new Error(`${states[i]?.name ?? ""} cannot stand beside ${states[0]?.name ?? ""}: ${difference}`);
  });
  const models = states.map(({ name, bytes }, i): TaskScored => {
    const scorer = scorers[i] as ScorerOfTask;
    const partial = toldPart(scorer, true);
    return {
      view: viewOf(scorer, name),
      failures: [],
      notes: [...(partial === undefined ? [] : [partial]), NO_MASKS],
      state: bytes,
      look: undefined,
    };
  });
  const [only, ...more] = models as [TaskScored, ...TaskScored[]];
  return {
    task: pageTaskOf(task, first),
    shown: more.length === 0 ? { of: "task", scored: only } : { of: "tasks", board: { task, models } },
  };
}

function viewOf(scorer: ScorerOfTask, model: string): TaskScores {
  if (scorer instanceof BoundaryScorer) return boundaryView(scorer, model, {});
  if (scorer instanceof ComponentScorer) return componentsView(scorer, model, {});
  if (scorer instanceof SurfaceScorer) return surfacesView(scorer, model, {});
  if (scorer instanceof PanopticScorer) return panopticView(scorer, model, {});
  return detectionView(scorer, model, {});
}

function pageTaskOf(task: StateTask, scorer: ScorerOfTask): PageTask {
  if (task !== "detections") return task;
  return scorer instanceof DetectionScorer && scorer.settings.task === "boxes" ? "boxes" : "masks";
}

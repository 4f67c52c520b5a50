import { useEffect } from "preact/hooks";
import type { VNode } from "preact";
import type { BoardResults } from "../results/BoardResults.js";
import { Loaded } from "../results/Loaded.js";
import { Results } from "../results/Results.js";
import { PhotoZone } from "../viewer/PhotoZone.js";
import { DropZone } from "./DropZone.js";
import { Folded } from "./Folded.js";
import { FolderChooser } from "./FolderChooser.js";
import { Keeping } from "./Keeping.js";
import { NameSettings } from "./NameSettings.js";
import { Roles } from "./Roles.js";
import { openSample } from "./sample.js";
import { Problem } from "./Problem.js";
import {
  board,
  problem,
  progress,
  scored,
  shown,
  sides,
  startOver,
  stop,
  swapSides,
  takeDropped,
  taskBoard,
  taskScored,
} from "./session.js";
import { TaskChoice } from "../tasks/TaskChoice.js";
import { takesJson, task } from "../tasks/taskChoices.js";
import type { TaskBoardResults } from "../tasks/TaskBoardResults.js";
import type { TaskResults } from "../tasks/TaskResults.js";
import { TaskSettings } from "../tasks/TaskSettings.js";
import { Settings } from "./Settings.js";
import "./score.css";

/** Masks in, scores out. */
export function Score(): VNode {
  useEffect(() => {
    const over = (event: DragEvent): void => {
      event.preventDefault();
    };
    // Whatever misses both fields: the names tell which is which.
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      if (event.dataTransfer !== null) void takeDropped(event.dataTransfer);
    };
    document.addEventListener("dragover", over);
    document.addEventListener("drop", drop);
    return () => {
      document.removeEventListener("dragover", over);
      document.removeEventListener("drop", drop);
    };
  }, []);
  const result = scored.value;
  const ofTask = taskScored.value;
  const { groundTruth, predictions } = sides.value;
  const isEmpty = groundTruth === undefined && predictions.length === 0 && shown.value === undefined;
  return (
    <div class="score">
      <h1>Score segmentation masks</h1>
      {isEmpty && (
        <p class="lead">
          IoU and Dice of every class, the mean by every tool&apos;s rules, and the images that hold it down.
          PNG, NumPy, TIFF and NIfTI, read exactly: an indexed image&apos;s index, 16 bits, never a
          canvas&apos;s colours.
        </p>
      )}
      <TaskChoice />
      <Folded
        summary={
          groundTruth === undefined || predictions.length === 0
            ? undefined
            : `${predictions.map(({ name }) => name).join(", ")} against ${groundTruth.name}`
        }
        isFolded={shown.value !== undefined}
      >
        <div class="drops">
          <DropZone side="groundTruth" />
          <DropZone side="prediction" />
          {!takesJson(task.value) && <PhotoZone />}
        </div>
      </Folded>
      <p class="below">
        {isEmpty ? (
          <button class="primary" onClick={() => void openSampleOfTask()}>
            Try a sample
          </button>
        ) : (
          <button onClick={startOver}>Start over</button>
        )}
        {groundTruth !== undefined && predictions.length === 1 && (
          <button onClick={() => void swapSides()}>Swap the two</button>
        )}
        {!takesJson(task.value) && <FolderChooser />}
        {task.value === "overlap" && (
          <span class="muted small">
            Drop truth and models at once, a list of classes or saved states anywhere on the page.
          </span>
        )}
      </p>
      <Roles />
      <TaskSettings />
      {!takesJson(task.value) && <Settings />}
      {!takesJson(task.value) && <NameSettings />}
      <Status />
      <Keeping />
      {result !== undefined && <Results key={result.name} scored={result} />}
      {board.value !== undefined && <Loaded load={loadBoard} props={{ board: board.value }} />}
      {ofTask !== undefined && <Loaded load={loadTask} props={{ scored: ofTask }} />}
      {taskBoard.value !== undefined && <Loaded load={loadTaskBoard} props={{ board: taskBoard.value }} />}
    </div>
  );
}

// What shows several models, or another task's run, is loaded when there is one.
const loadBoard = async (): Promise<typeof BoardResults> =>
  (await import("../results/BoardResults.js")).BoardResults;
const loadTask = async (): Promise<typeof TaskResults> =>
  (await import("../tasks/TaskResults.js")).TaskResults;
const loadTaskBoard = async (): Promise<typeof TaskBoardResults> =>
  (await import("../tasks/TaskBoardResults.js")).TaskBoardResults;

async function openSampleOfTask(): Promise<void> {
  const chosen = task.value;
  if (chosen === "overlap" || chosen === "boundary") return openSample();
  const { openTaskSample } = await import("../tasks/taskSamples.js");
  return openTaskSample(chosen);
}

function Status(): VNode {
  const current = progress.value;
  const wrong = problem.value;
  const { groundTruth, predictions } = sides.value;
  return (
    <div class="status">
      {current !== undefined && (
        <div class="progress">
          <label>
            {current.what === "scoring"
              ? `Scored ${current.done} of ${current.total} images`
              : "Reading labels"}
            <progress max={current.total} value={current.what === "scoring" ? current.done : undefined} />
          </label>
          <button onClick={stop}>Cancel</button>
        </div>
      )}
      {wrong !== undefined && <Problem problem={wrong} />}
      {(groundTruth === undefined) !== (predictions.length === 0) && shown.value === undefined && (
        <p class="muted" role="status">
          Now the {groundTruth === undefined ? "ground truth" : "prediction"}.
        </p>
      )}
    </div>
  );
}

import { useEffect } from "preact/hooks";
import type { VNode } from "preact";
import { Results } from "../results/Results.js";
import { DropZone } from "./DropZone.js";
import { NameSettings } from "./NameSettings.js";
import { openSample } from "./sample.js";
import { Problem } from "./Problem.js";
import {
  problem,
  progress,
  scored,
  sides,
  startOver,
  stop,
  swapSides,
  takeDropped,
  taskScored,
} from "./session.js";
import { LoadedResults } from "../tasks/LoadedResults.js";
import { TaskChoice } from "../tasks/TaskChoice.js";
import { takesJson, task } from "../tasks/taskChoices.js";
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
  const { groundTruth, prediction } = sides.value;
  const isEmpty =
    groundTruth === undefined && prediction === undefined && result === undefined && ofTask === undefined;
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
      <div class="drops">
        <DropZone side="groundTruth" />
        <DropZone side="prediction" />
      </div>
      <p class="below">
        {isEmpty ? (
          <button class="primary" onClick={() => void openSampleOfTask()}>
            Try a sample
          </button>
        ) : (
          <button onClick={startOver}>Start over</button>
        )}
        {groundTruth !== undefined && prediction !== undefined && (
          <button onClick={() => void swapSides()}>Swap the two</button>
        )}
        {task.value === "overlap" && (
          <span class="muted small">
            Drop both at once, a list of classes or a saved state anywhere on the page.
          </span>
        )}
      </p>
      <TaskSettings />
      {!takesJson(task.value) && <Settings />}
      {!takesJson(task.value) && <NameSettings />}
      <Status />
      {result !== undefined && <Results key={result.name} scored={result} />}
      {ofTask !== undefined && <LoadedResults scored={ofTask} />}
    </div>
  );
}

async function openSampleOfTask(): Promise<void> {
  const chosen = task.value;
  if (chosen === "overlap" || chosen === "boundary") return openSample();
  const { openTaskSample } = await import("../tasks/taskSamples.js");
  return openTaskSample(chosen);
}

function Status(): VNode {
  const current = progress.value;
  const wrong = problem.value;
  const { groundTruth, prediction } = sides.value;
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
      {(groundTruth === undefined) !== (prediction === undefined) &&
        scored.value === undefined &&
        taskScored.value === undefined && (
          <p class="muted" role="status">
            Now the {groundTruth === undefined ? "ground truth" : "prediction"}.
          </p>
        )}
    </div>
  );
}

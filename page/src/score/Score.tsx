import { useEffect } from "preact/hooks";
import type { VNode } from "preact";
import { Results } from "../results/Results.js";
import { DropZone } from "./DropZone.js";
import { NameSettings } from "./NameSettings.js";
import { openSample } from "./sample.js";
import { problem, progress, scored, sides, startOver, stop, swapSides, takeDropped } from "./session.js";
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
  const { groundTruth, prediction } = sides.value;
  const isEmpty = groundTruth === undefined && prediction === undefined && result === undefined;
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
      <div class="drops">
        <DropZone side="groundTruth" />
        <DropZone side="prediction" />
      </div>
      <p class="below">
        {isEmpty ? (
          <button class="primary" onClick={() => void openSample()}>
            Try a sample
          </button>
        ) : (
          <button onClick={startOver}>Start over</button>
        )}
        {groundTruth !== undefined && prediction !== undefined && (
          <button onClick={() => void swapSides()}>Swap the two</button>
        )}
        <span class="muted small">
          Drop both at once, a list of classes or a saved state anywhere on the page.
        </span>
      </p>
      <Settings />
      <NameSettings />
      <Status />
      {result !== undefined && <Results key={result.name} scored={result} />}
    </div>
  );
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
      {wrong !== undefined && (
        <p class="problem" role="alert">
          {wrong.file !== "" && <strong>{wrong.file}: </strong>}
          {wrong.message}
        </p>
      )}
      {(groundTruth === undefined) !== (prediction === undefined) && scored.value === undefined && (
        <p class="muted" role="status">
          Now the {groundTruth === undefined ? "ground truth" : "prediction"}.
        </p>
      )}
    </div>
  );
}

import type { VNode } from "preact";
import { chooseTask } from "../score/session.js";
import { isDetectionTask, type PageTask, task, TASKS } from "./taskChoices.js";

/** What is scored of the masks. */
export function TaskChoice(): VNode {
  return (
    <p class="controls">
      <label>
        What is scored{" "}
        <select
          value={task.value}
          onChange={(event) => void chooseTask(event.currentTarget.value as PageTask)}
        >
          {TASKS.map(([name, label]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {task.value === "panoptic" && (
        <span class="muted small">On each side the JSON of COCO and its PNGs, in any order.</span>
      )}
      {isDetectionTask(task.value) && (
        <span class="muted small">
          COCO&apos;s or LVIS&apos;s annotations and results (JSON, gzip), or YOLO&apos;s folders; photos go
          with the ground truth.
        </span>
      )}
    </p>
  );
}

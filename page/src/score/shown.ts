import type { TaskBoard, TaskScored } from "../tasks/taskScored.js";
import type { Board, Scored } from "./scored.js";

/** What there is to be shown: of one model or of several, by overlap or by another task. */
export type Shown =
  | { readonly of: "model"; readonly scored: Scored }
  | { readonly of: "models"; readonly board: Board }
  | { readonly of: "task"; readonly scored: TaskScored }
  | { readonly of: "tasks"; readonly board: TaskBoard };

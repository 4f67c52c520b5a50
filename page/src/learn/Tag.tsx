import type { VNode } from "preact";
import type { Point } from "./drag.js";

export interface TagProps {
  readonly name: "truth" | "prediction";
  /** On a stage of width x height. */
  readonly at: Point;
  readonly width: number;
  readonly height: number;
  /** Where the words stand from there. */
  readonly to: "left" | "right";
  readonly below?: boolean;
}

/** The name of a shape beside it, in the page's own letters, however large the stage is. */
export function Tag({ name, at, width, height, to, below = false }: TagProps): VNode {
  return (
    <span
      class={`learn-tag learn-tag-${to} ${below ? "learn-tag-below" : ""} learn-of-${name}`}
      style={{ left: `${(100 * at.x) / width}%`, top: `${(100 * at.y) / height}%` }}
      aria-hidden="true"
    >
      {name}
    </span>
  );
}

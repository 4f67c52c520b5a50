import type { VNode } from "preact";

/** Masks in, scores out. */
export function Score(): VNode {
  return <h1>Score segmentation masks</h1>;
}

import type { VNode } from "preact";

/** What the scores mean, to be played with. */
export function Learn(): VNode {
  return <h1>Learn</h1>;
}

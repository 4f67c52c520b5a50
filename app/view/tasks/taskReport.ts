import type { Section } from "../section.js";

export type Cell = string | number | undefined;

/** What a task says of its scores, in each form. */
export interface TaskReport {
  /** Tables and facts, for terminal, Markdown and page. */
  readonly sections: readonly Section[];
  /** All numbers, unrounded. */
  readonly json: object;
  /** The first row names the columns. */
  readonly rows: readonly (readonly Cell[])[];
}

/** JSON has neither: what is no number is null, and an infinite distance, or difference of distances, says so. */
export function plainNumber(_: string, value: unknown): unknown {
  return value === Infinity || value === -Infinity ? String(value) : value;
}

import { describe, listNames } from "../../src/errors/describe.js";
import { isMeanKey, MEAN_KEYS, namedClass, namedGroup, type Threshold } from "../../app/view/gates.js";
import type { NamedScorer, ViewOptions } from "../../app/view/buildRunView.js";
import { classNamesOf, type ScorerSettings } from "../../src/measures/confusion/settings.js";
import { type ClusterOptions, noteSequences } from "../inputs/clusterRule.js";
import { UsageError } from "../exitCodes.js";
import type { Terminal } from "../terminal.js";

export type { NamedScorer } from "../../app/view/buildRunView.js";

/** What a run is asked to tell, and which scores it must reach. */
export interface TellOptions extends Omit<ViewOptions, "isWhole">, ClusterOptions {
  /** Where a report goes, if there is to be one. */
  readonly html?: string | undefined;
}

/**
 * Asked as soon as the classes are known, before any work.
 *
 * @throws {UsageError} a threshold names no class
 */
export function requireThresholds(
  thresholds: readonly Threshold[] | undefined,
  settings: ScorerSettings,
): void {
  const classNames = classNamesOf(settings);
  for (const { key } of thresholds ?? []) {
    const group = namedGroup(key);
    if (group !== undefined && settings.groups.some(({ name }) => name === group)) continue;
    const count = isMeanKey(key) ? 1 : classNames.filter((name) => name === namedClass(key)).length;
    if (count === 1) continue;
    throw new UsageError(
      `--fail-under: ${describe(key)} is ${count > 1 ? "the name of several classes" : `neither ${MEAN_KEYS.join(", ")} nor a class`}; the classes are ${listNames(classNames, 30)}${groupsText(settings)}`,
    );
  }
}

function groupsText({ groups }: ScorerSettings): string {
  return groups.length === 0
    ? ""
    : `; the groups are ${groups.map(({ name }) => `group:${name}`).join(", ")}`;
}

/** Says why --ci brings no interval, and what may be wrong with one. */
export function noteIntervals(
  scored: readonly NamedScorer[],
  { ci, html }: Pick<TellOptions, "ci" | "html">,
  terminal: Terminal,
): void {
  const kept = scored.flatMap(({ scorer }) => (scorer.settings.perImage ? [scorer] : []));
  noteSequences(kept, ci !== undefined || html !== undefined, terminal);
  if (ci !== undefined && scored.some(({ scorer }) => scorer.imageCount < 2)) {
    terminal.note("--ci: no intervals: they take at least 2 images");
  }
}

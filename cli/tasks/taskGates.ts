import { namedClass, type Threshold } from "../../app/view/gates.js";
import type { Gate } from "../../app/view/runView.js";
import { describe, listNames } from "../../src/errors/describe.js";
import { UsageError } from "../exitCodes.js";
import type { Headline } from "./taskKind.js";

/**
 * Asked as soon as the classes are known, before any work.
 *
 * @param keys those of the task
 * @param classNames undefined where classes are not told yet
 * @throws {UsageError} a threshold names neither
 */
export function requireTaskThresholds(
  thresholds: readonly Threshold[] | undefined,
  keys: readonly string[],
  classNames: readonly string[],
): void {
  for (const { key } of thresholds ?? []) {
    const count = keys.includes(key) ? 1 : classNames.filter((name) => name === namedClass(key)).length;
    if (count === 1) continue;
    const fault = count > 1 ? "the name of several classes" : "neither a score of this task nor a class";
    throw new UsageError(
      `--fail-under: ${describe(key)} is ${fault}; the scores are ${keys.join(", ")}, the classes ${listNames(classNames, 30)}`,
    );
  }
}

/** What was asked of a model, and what it reached. A score that is undefined reaches nothing. */
export function taskGates(
  model: string,
  headlines: readonly Headline[],
  keys: readonly string[],
  thresholds: readonly Threshold[] = [],
): Gate[] {
  return thresholds.flatMap(({ key, threshold }) => {
    const wanted = keys.includes(key) ? key : namedClass(key);
    const isOfClass = !keys.includes(key);
    const found = headlines.find((one, i) => one.key === wanted && i >= keys.length === isOfClass);
    if (found === undefined) return [];
    const { label, score } = found;
    return [{ model, key, label, threshold, score, isMet: score >= threshold }];
  });
}

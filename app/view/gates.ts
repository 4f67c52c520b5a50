import type { Compared } from "./comparisonWords.js";
import { withoutText } from "./leftOut.js";
import { levelText } from "./numberTexts.js";
import type { Gate, ModelView } from "./runView.js";

/** What --fail-under asks for. */
export interface Threshold {
  /** iou, dice, accuracy, or the name of a class: its IoU. */
  readonly key: string;
  readonly threshold: number;
}

/** The keys that a threshold may have, beside class names; a class of such a name is written "class:iou". */
export const MEAN_KEYS: readonly string[] = ["iou", "dice", "accuracy"];

/** Whether a key names a mean rather than a class. */
export function isMeanKey(key: string): boolean {
  return MEAN_KEYS.includes(key);
}

/** The class that a key names, if it names one. */
export function namedClass(key: string): string {
  return key.startsWith("class:") ? key.slice("class:".length) : key;
}

/** The group of classes that a key names: "group:organs". */
export function namedGroup(key: string): string | undefined {
  return key.startsWith("group:") ? key.slice("group:".length) : undefined;
}

/** What a key names; undefined where the run has no such class. */
export function gateOf(model: ModelView, { key, threshold }: Threshold): Gate | undefined {
  const found = scoreOf(model, key);
  if (found === undefined) return undefined;
  const { label, score } = found;
  // An undefined score is not above anything.
  return { model: model.name, key, label, threshold, score, isMet: score >= threshold };
}

/**
 * What --fail-worse asks of the second of two models: that the interval of its difference reaches what is no worse.
 *
 * @param score what the models were compared by, in words
 */
export function worseGate({ first, second, result, isLowerBetter = false }: Compared, score: string): Gate {
  const { mean, level } = result;
  const gained = isLowerBetter ? `${score} of ${first} minus its own` : `${score} minus that of ${first}`;
  const reached = isLowerBetter
    ? reachOf(mean.first - mean.second, -mean.bounds.low)
    : reachOf(mean.difference, mean.bounds.high);
  return {
    model: second,
    key: "worse",
    label: `upper end of the ${levelText(level)} interval of ${gained}`,
    threshold: 0,
    score: reached,
    // As of thresholds: what is undefined, as two infinite distances leave it, reaches nothing.
    isMet: reached >= 0,
  };
}

/** How much a model may have gained; NaN where it has lost, and no interval says whether that may be chance. */
function reachOf(gain: number, highest: number): number {
  if (Number.isFinite(gain) && !Number.isNaN(highest)) return highest;
  return gain >= 0 || gain === -Infinity ? gain : NaN;
}

function scoreOf(
  { scores, chosen }: ModelView,
  key: string,
): { readonly label: string; readonly score: number } | undefined {
  const by = chosen.convention === "dataset" ? "" : ` (${chosen.convention})`;
  switch (key) {
    case "iou":
      return { label: `mean IoU${withoutText(scores)}${by}`, score: chosen.meanIou };
    case "dice":
      return { label: `mean Dice${withoutText(scores)}${by}`, score: chosen.meanDice ?? NaN };
    case "accuracy":
      return { label: "pixel accuracy", score: scores.pixelAccuracy };
    default: {
      const group = namedGroup(key);
      if (group !== undefined) {
        const own = scores.groups.find(({ name }) => name === group);
        return own === undefined ? undefined : { label: `IoU of group ${group}`, score: own.iou };
      }
      const name = namedClass(key);
      const found = scores.classes.filter((score) => score.name === name);
      const [only] = found;
      return only === undefined || found.length > 1
        ? undefined
        : { label: `IoU of ${name}`, score: only.iou };
    }
  }
}

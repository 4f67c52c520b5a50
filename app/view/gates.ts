import { withoutText } from "./leftOut.js";
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

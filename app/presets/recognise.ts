import { type PresetName, PRESETS } from "./presets.js";

/** A data set that labels look like, and what tells it. */
export interface Recognised {
  readonly name: PresetName;
  /** "CamVid" */
  readonly title: string;
  /** What was seen, in words. */
  readonly because: string;
}

type Labels = ReadonlySet<number>;

/**
 * The data set whose labels these are, if it is one that is known: all its labels to the last, and its void where it has to be.
 * A likeness, not a proof: another set of as many classes looks the same.
 */
export function recogniseLabels(truth: Labels, predicted: Labels): Recognised | undefined {
  const isWithin = (labels: Labels, last: number): boolean =>
    [...labels].every((label) => label >= 0 && label <= last);
  for (const name of ["voc", "camvid"] as const) {
    const preset = PRESETS.get(name);
    const ignored = preset?.ignoreIndex;
    if (preset === undefined || ignored === undefined) continue;
    const last = preset.numClasses - 1;
    const classes = new Set([...truth].filter((label) => label !== ignored));
    const hasAll = classes.has(last) || predicted.has(last);
    if (truth.has(ignored) && hasAll && isWithin(classes, last) && isWithin(predicted, last)) {
      return { name, title: TITLES[name], because: `label ${ignored}, never predicted, taken as void` };
    }
  }
  return undefined;
}

const TITLES = { voc: "PASCAL VOC", camvid: "CamVid" } as const;

import { failure, type MaskscoreError, type Problem } from "./problem.js";
import { listNames } from "./describe.js";

// What cannot be done with the images of a run, or with two of them. Not of the core: who counts only does not carry it.

const DIFFERS = {
  scorers: "these scorers cannot be merged",
  models: "these models cannot be compared",
  counters: "these counters cannot be merged",
  state: "the state has other settings",
} as const;

/** A setting in which two differ; both values as JSON. */
export interface SettingDifference {
  readonly setting: string;
  readonly ours: string;
  readonly theirs: string;
}

/** numClasses is 2 here and 3 there */
export function differenceWords({ setting, ours, theirs }: SettingDifference): string {
  return `${setting} is ${ours} here and ${theirs} there`;
}

export function settingsDiffer(
  what: Problem<"settings-differ">["what"],
  difference: SettingDifference,
): MaskscoreError {
  const { setting, ours, theirs } = difference;
  const cure = what === "scorers" || what === "models" ? "; score both with the same options" : "";
  return failure(
    Error,
    { code: "settings-differ", what, setting, ours, theirs },
    `${DIFFERS[what]}: ${differenceWords(difference)}${cure}`,
  );
}

export function duplicateIds(ids: readonly string[]): MaskscoreError {
  return failure(
    Error,
    { code: "duplicate-id", ids },
    `there is an image of this id already: ${listNames(ids)}; give each image its own, or replace the earlier one`,
  );
}

export function tooManyImages(most: number): MaskscoreError {
  return failure(
    Error,
    { code: "too-many-images", most },
    `a scorer keeps at most ${most} images; with perImage: false it keeps the sum of any number`,
  );
}

export function tooFewImages(what: Problem<"too-few-images">["what"], imageCount: number): MaskscoreError {
  const who = what === "intervals" ? "intervals take" : "comparing takes";
  return failure(
    Error,
    { code: "too-few-images", what, imageCount },
    `${who} at least 2 images, and there are ${imageCount}`,
  );
}

/** @param argument what was asked, and needs the images */
export function needsImages(argument: string): MaskscoreError {
  return failure(
    Error,
    { code: "needs-images", argument },
    `${argument} needs each image's own counts, and perImage is false: make the scorer without it`,
  );
}

export function imagesUnnamed(argument: "first" | "second", imageCount: number): MaskscoreError {
  return failure(
    Error,
    { code: "images-unnamed", argument, imageCount },
    `images are paired by id, and ${imageCount} of "${argument}" have none; pass { id } to update`,
  );
}

export function imagesDiffer(
  onlyInFirst: readonly string[],
  onlyInSecond: readonly string[],
): MaskscoreError {
  const lists = [
    ["first", onlyInFirst],
    ["second", onlyInSecond],
  ] as const;
  const told = lists
    .filter(([, ids]) => ids.length > 0)
    .map(([name, ids]) => `only in "${name}": ${listNames(ids)}`);
  return failure(
    Error,
    { code: "images-differ", onlyInFirst, onlyInSecond },
    `every image needs both models' predictions; ${told.join("; ")}`,
  );
}

export function truthDiffers(ids: readonly string[]): MaskscoreError {
  return failure(
    Error,
    { code: "truth-differs", ids },
    `the models were not scored on the same ground truth or with the same weights: ${listNames(ids)}`,
  );
}

export function weightsWithoutImages(): MaskscoreError {
  return failure(
    RangeError,
    { code: "options-contradict", argument: "weight" },
    "weights need the images' own counts: leave perImage: false out, or weights",
  );
}

export function stateDamaged(argument: string): MaskscoreError {
  return failure(
    Error,
    { code: "state-damaged", argument },
    `"${argument}" does not match its digest: it is truncated, damaged or was changed by hand; score the images again`,
  );
}

export function noBatch(): MaskscoreError {
  return failure(
    Error,
    { code: "no-batch", argument: "dataset" },
    "the dataset gave no batch; where it can be read once only, pass a function that makes it anew",
  );
}

import type { Problem } from "../../src/errors/problem.js";
import { listNames } from "../../src/errors/describe.js";

// What a scorer says of its arguments, said of saved states and models: who runs command or page passed no arguments.

/** What the two models of a comparison are called. */
export type ModelNames = readonly [first: string, second: string];

/** @param models where two are compared */
export function scorerWords(problem: Problem, models: ModelNames = ["the first", "the second"]): string {
  switch (problem.code) {
    case "not-a-state":
      return problem.argument === "state.measure.name"
        ? `is a state of the measure ${problem.got}, and not of ${problem.expected}`
        : "is not a state of maskscore, or is cut short";
    case "state-damaged":
      return "is truncated or damaged: score the images again";
    case "state-version":
      return `a state of version ${problem.got}, and this maskscore reads ${problem.expected}: read it with the version of maskscore that wrote it, or a later one`;
    case "settings-differ":
      return `${NOT_ALIKE[problem.what]}: ${differenceWords(problem)}`;
    case "duplicate-id":
      return `there is an image of this id already: ${listNames(problem.ids)}`;
    case "too-many-images":
      return `more than ${problem.most} images are not kept in memory`;
    case "needs-images":
      return "each image's own counts are needed, and only their sum was kept";
    case "images-unnamed":
      return `images are paired by id, and ${problem.imageCount} of ${models[problem.argument === "first" ? 0 : 1]} have none`;
    case "images-differ": {
      const lists = [problem.onlyInFirst, problem.onlyInSecond].flatMap((ids, model) =>
        ids.length === 0 ? [] : [`only in ${models[model] as string}: ${listNames(ids)}`],
      );
      return `every image needs both models' predictions; ${lists.join("; ")}`;
    }
    case "too-few-images":
      return `${problem.what === "intervals" ? "intervals take" : "comparing takes"} at least 2 images, and there are ${problem.imageCount}`;
    case "truth-differs":
      return `the models were not scored on the same ground truth or with the same weights: ${listNames(problem.ids)}`;
    default:
      return expectationWords(problem);
  }
}

const NOT_ALIKE = {
  scorers: "the states cannot be added up",
  models: "the models cannot be compared",
  counters: "the counts cannot be added up",
  state: "the state has other settings",
} as const;

/** The number of classes is 2 here and 3 there. */
export function differenceWords({
  setting,
  ours,
  theirs,
}: Pick<Problem<"settings-differ">, "setting" | "ours" | "theirs">): string {
  return `${SETTINGS[setting] ?? `the setting "${setting}"`} is ${ours} here and ${theirs} there`;
}

const SETTINGS: Readonly<Record<string, string>> = {
  numClasses: "the number of classes",
  ignoreIndex: "the ignored label",
  classNames: "the list of class names",
  excludeClasses: "the list of excluded classes",
  labelMapping: "the label mapping",
  groups: "the grouping of classes",
  perImage: "whether images are kept apart",
  voidPredictions: "how void predictions count",
  threshold: "the threshold of foreground",
  reading: "how the files are read",
  bins: "the number of bins",
};

/** Of what a state holds: what stands where. */
function expectationWords({ argument = "", expected, got }: Problem): string {
  const place = argument.replace(/^(bytes|state)\.?/, "");
  return place === ""
    ? `is not a state of maskscore: ${got ?? ""}`
    : `${place}: expected ${expected ?? ""}, got ${got ?? ""}`;
}

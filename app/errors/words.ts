import { pixelText, type RasterSize } from "../../src/reading/raster.js";
import type { JobProblem, Remedy } from "./problem.js";

// The sentences that command and page have in common. What either calls its settings, it says itself.

/** What can be set at a door. */
export type Setting =
  | "numClasses"
  | "ignoreIndex"
  | "excludeClasses"
  | "binary"
  | "dataset"
  | "classesFile"
  | "trainIds"
  | "palette"
  | "rgbIds"
  | "layout"
  | "truthPattern"
  | "predictionPattern"
  | "strip"
  | "allowMissing";

/** What both doors have. */
type CommonSetting = "numClasses" | "ignoreIndex" | "binary" | "dataset" | "classesFile" | "layout";

/** Who speaks: the command or the page. */
export interface Door {
  /** What each setting is called; undefined where there is none. */
  readonly names: Readonly<Record<CommonSetting, string> & Record<Setting, string | undefined>>;
  /** Asks for a setting that there is: "pass --num-classes 22". */
  readonly ask: (name: string, value: string | undefined) => string;
  /** Says which label each colour is: what is asked for where a file holds colours. */
  readonly nameColours: string;
  /** Lets a prediction of void count as missed. */
  readonly missVoid: string;
  /** Says whether what a file names as no data is a label or ignored. */
  readonly decideNodata: string;
  /** Has pixels scored as they lie in the files: what is asked for where masks lie elsewhere. */
  readonly ignorePlacement: string;
}

/** A problem in words, behind the name of its file. */
export function sentenceOf(problem: JobProblem, door: Door): string {
  const words = wordsOf(problem, door);
  return problem.file === undefined ? words : `${problem.file}${isPredicate(problem) ? "" : ":"} ${words}`;
}

/** A problem in words that do not begin with the name of its file. */
export function wordsOf(problem: JobProblem, door: Door): string {
  const cure = (problem.cure ?? [])
    .map((remedy) => remedyWords(remedy, door))
    .filter((text) => text !== undefined);
  return `${factsOf(problem, door)}${cure.length === 0 ? "" : `; ${cure.join(", or ")}`}`;
}

/** Whether the words go on with the file's name as their subject. */
function isPredicate({ code }: JobProblem): boolean {
  return code === "pair-sizes-differ" || code === "placement-differs" || code === "class-count-differs";
}

function factsOf(problem: JobProblem, { names, ask }: Door): string {
  switch (problem.code) {
    case "pair-sizes-differ":
      return `is ${problem.predicted} pixels, but ${problem.groundTruth} is ${problem.expected}; a pair must have one size`;
    case "placement-differs": {
      const { groundTruth, distance, predicted, expected } = problem;
      const by = distance === undefined ? "" : `, by ${Number(distance.toPrecision(3))} pixels`;
      return `does not lie where ${groundTruth} does${by}: ${predicted}; the truth: ${expected}`;
    }
    case "class-count-differs":
      return `holds ${problem.scores} scores a pixel (${problem.axes}), but ${problem.numClasses} classes are scored`;
    case "label-out-of-range":
      return `label ${problem.label} at ${placeOf(problem.pixel, problem.size)} is outside 0..${problem.numClasses - 1}`;
    case "nodata-is-class": {
      const { label, pixel, size, className } = problem;
      return `label ${label} at ${placeOf(pixel, size)} is no data by the file, and ${JSON.stringify(className)} by the classes`;
    }
    case "label-unmapped": {
      const { side, label, pixel, size, dataset, cure = [] } = problem;
      const isVoid = side === "prediction" && cure.some((remedy) => remedy.do === "miss-void");
      const place = pixel === undefined ? "" : ` at ${placeOf(pixel, size)}`;
      return `label ${label}${place} ${dataset ?? (isVoid ? VOID_PREDICTED : NOT_MAPPED[side])}`;
    }
    case "class-count-unknown": {
      const { groundTruth, prediction, largestLabel } = problem;
      const give = ask(names.numClasses, undefined);
      return `the number of classes is not known: ${give}, ${names.classesFile} with a JSON file, or ${names.dataset} (the largest label in ${groundTruth} and ${prediction} is ${largestLabel}); pixels without a class are named by ${names.ignoreIndex}`;
    }
    case "wrong-setting": {
      const { argument, file, expected, got } = problem;
      const name = file === undefined ? (names[argument as Setting] ?? "a setting") : argument;
      return `${name} expected ${expected}, got ${got}`;
    }
    case "binary-contradicts":
      return `${names.binary} ${contradictionWords(problem, names)}`;
    default:
      return problem.got;
  }
}

const NOT_MAPPED = {
  groundTruth: "is not in the ground truth's label mapping; add it, as null where it marks void",
  prediction:
    "is not in the predictions' label mapping; add it, as the class that it is, or as null where it counts as missed",
} as const;

const VOID_PREDICTED = "is void, and is predicted where the truth has a class";

function contradictionWords(
  { by, numClasses }: JobProblem<"binary-contradicts">,
  { dataset, numClasses: classes, classesFile }: Door["names"],
): string {
  switch (by) {
    case "class-count":
      return `is of 2 classes, background and foreground; leave ${dataset} and ${classes} out`;
    case "file-class-count":
      return `is of 2 classes, and ${classesFile} has ${numClasses as number}; leave one of them out, or name 2 classes`;
    case "file-mapping":
      return `and the labelMapping of ${classesFile} both say what labels mean; leave one of them out`;
    case "ignored-label":
      return "expected an ignored label other than 1, which is foreground; save void pixels as another label, as 255";
  }
}

/** Undefined where the door has no such setting. */
function remedyWords(remedy: Remedy, door: Door): string | undefined {
  const ask = (setting: Setting, value?: string): string | undefined => {
    const name = door.names[setting];
    return name === undefined ? undefined : door.ask(name, value);
  };
  const behind = (asked: string | undefined, why: string): string | undefined =>
    asked === undefined ? undefined : `${asked} ${why}`;
  const before = (what: string, asked: string | undefined): string | undefined =>
    asked === undefined ? undefined : `${what}${asked}`;
  switch (remedy.do) {
    case "say":
      return remedy.text;
    case "set-class-count":
      return behind(ask("numClasses", String(remedy.numClasses)), "if it is a class");
    case "ignore-label":
      return behind(ask("ignoreIndex", String(remedy.label)), "if it marks pixels without a class");
    case "score-as-binary":
      return behind(ask("binary"), "if the masks are 0 and 255");
    case "use-train-ids":
      return before("where they hold train ids 0..18, ", ask("trainIds"));
    case "name-colours":
      return `say which label each colour is: ${door.nameColours}`;
    case "miss-void":
      return door.missVoid;
    case "decide-nodata":
      return door.decideNodata;
    case "ignore-placement":
      return door.ignorePlacement;
    case "allow-missing":
      return behind(ask("allowMissing"), "to score the others");
    case "strip-ending":
      return before("if the names differ by an ending, ", ask("strip", remedy.ending));
    case "score-folder":
      return (
        before(`all that has partners is in ${remedy.folder}: score that folder, or `, ask("allowMissing")) ??
        `all that has partners is in ${remedy.folder}: score that folder`
      );
    case "leave-out-copies": {
      const option = patternOf(remedy.side, door);
      return before(
        `if those that end in ${remedy.ending} are copies of the others, leave them out`,
        option === undefined ? "" : `: ${option} '${remedy.pattern}'`,
      );
    }
    case "choose-folder": {
      const { names, path, side, pattern } = remedy;
      const option = patternOf(side, door);
      return before(
        `${names[0]} and ${names[1]} in ${path} have one name, so the folder must tell`,
        option === undefined ? "" : `: choose with ${option}, as ${option} '${pattern}'`,
      );
    }
  }
}

function patternOf(side: "groundTruth" | "prediction", { names }: Door): string | undefined {
  return side === "groundTruth" ? names.truthPattern : names.predictionPattern;
}

function placeOf(pixel: number, size: RasterSize): string {
  return `pixel ${pixel} (${pixelText(pixel, size)})`;
}

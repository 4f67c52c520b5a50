import { pixelText, type RasterSize } from "../../src/reading/raster.js";
import { describe, shorten } from "../../src/errors/describe.js";
import type { Side } from "../../src/errors/problem.js";
import type { SideThresholds } from "../../src/labels/threshold.js";
import type { JobProblem, LowBits, NameRuleWord, Remedy, SideLowBits } from "./problem.js";

// The sentences that command and page have in common. What either calls its settings, it says itself.

/** What can be set at a door. */
export type Setting =
  | "numClasses"
  | "ignoreIndex"
  | "excludeClasses"
  | "binary"
  | "threshold"
  | "dataset"
  | "classesFile"
  | "trainIds"
  | "palette"
  | "rgbIds"
  | "layout"
  | "nearestColour"
  | "unlistedColours"
  | "truthPattern"
  | "predictionPattern"
  | "pairs"
  | "allowMissing";

/** What both doors have. */
type CommonSetting =
  "numClasses" | "ignoreIndex" | "binary" | "threshold" | "dataset" | "classesFile" | "layout";

/** Who speaks: the command or the page. */
export interface Door {
  /** What each setting is called; undefined where there is none. */
  readonly names: Readonly<Record<CommonSetting, string> & Record<Setting, string | undefined>>;
  /** Asks for a setting that there is: "pass --num-classes 22". */
  readonly ask: (name: string, value: string | undefined) => string;
  /** Says which label each colour is: what is asked for where a file holds colours. */
  readonly nameColours: (areIds: boolean) => string;
  /** Lets a prediction of void count as missed. */
  readonly missVoid: string;
  /** Says whether what a file names as no data is a label or ignored. */
  readonly decideNodata: string;
  /** Says from where on a pixel is foreground, on both sides or on each. */
  readonly setThreshold: (threshold: number | SideThresholds) => string;
  /** Says what greys of 1, 2 or 4 bits are, on both sides or on each. */
  readonly setLowBits: (choice: LowBits | SideLowBits) => string;
  /** Lets larger masks be read; undefined where they cannot be. */
  readonly raisePixelLimit: (pixels: number) => string | undefined;
  /** Has pixels of alpha 0 taken for unlabelled. */
  readonly voidTransparent: string;
  /** Has colours that the palette lacks taken for the nearest one. */
  readonly nearestColour: string;
  /** Has pixels of such colours taken for unlabelled. */
  readonly voidUnlisted: string;
  /** Has ids of instances divided to classes on one side. */
  readonly divideSide: (side: Side, divisor: number) => string;
  /** Has names compared by another rule: with these differences, without these words. */
  readonly matchNames: (match: readonly NameRuleWord[], strip: readonly string[]) => string;
  /** Has pixels scored as they lie in the files: what is asked for where masks lie elsewhere. */
  readonly ignorePlacement: string;
  /** Has a prediction of another size brought to the truth's. */
  readonly resizePrediction: string;
}

/** Deeper than most; both ends tell which file it is. */
const LONGEST_PATH = 400;

/** A problem in words, behind the name of its file. */
export function sentenceOf(problem: JobProblem, door: Door): string {
  const words = wordsOf(problem, door);
  return problem.file === undefined
    ? words
    : `${shorten(problem.file, LONGEST_PATH)}${isPredicate(problem) ? "" : ":"} ${words}`;
}

/** A problem in words that do not begin with the name of its file. */
export function wordsOf(problem: JobProblem, door: Door): string {
  const cure = wordsOfRemedies(problem.cure ?? [], door);
  return `${factsOf(problem, door)}${cure === "" ? "" : `; ${cure}`}`;
}

/** What could be done, of which any is enough; empty where the door has none of it. */
export function wordsOfRemedies(remedies: readonly Remedy[], door: Door): string {
  return remedies
    .map((remedy) => remedyWords(remedy, door))
    .filter((text) => text !== undefined)
    .join(", or ");
}

/** Whether the words go on with the file's name as their subject. */
function isPredicate({ code }: JobProblem): boolean {
  return (
    code === "not-binary" ||
    code === "threshold-misfit" ||
    code === "threshold-of-scores" ||
    code === "divided-no-labels" ||
    code === "pair-sizes-differ" ||
    code === "stack-sizes-differ" ||
    code === "placement-differs" ||
    code === "class-count-differs"
  );
}

function factsOf(problem: JobProblem, { names, ask }: Door): string {
  switch (problem.code) {
    case "pair-sizes-differ":
      return `is ${problem.predicted} pixels, but ${problem.groundTruth} is ${problem.expected}; a pair must have one size`;
    case "stack-sizes-differ":
      return `is a stack of ${problem.predicted} label maps, but ${problem.groundTruth} is one of ${problem.expected}; a pair must have as many`;
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
      return `label ${label} at ${placeOf(pixel, size)} is no data by the file, and ${describe(className)} by the classes`;
    }
    case "label-unmapped": {
      const { side, label, pixel, size, dataset, cure = [] } = problem;
      const isVoid = side === "prediction" && cure.some((remedy) => remedy.do === "miss-void");
      const place = pixel === undefined ? "" : ` at ${placeOf(pixel, size)}`;
      return `label ${label}${place} ${dataset ?? (isVoid ? VOID_PREDICTED : NOT_MAPPED[side])}`;
    }
    case "not-binary": {
      const { valueCount, values, size, ignored } = problem;
      const named = values.map(({ value, pixel }) => `${value} at ${pixelText(pixel, size)}`);
      return `holds ${valueCount.toLocaleString("en-US")} values (${named.join("; ")}${valueCount > values.length ? "; ..." : ""})${ignored === undefined ? "" : `, ${ignored} among them, which is void in the truth`}, and a binary mask has 0 and one other`;
    }
    case "threshold-misfit": {
      const { other, threshold, least, largest } = problem;
      return `holds values of ${least} to ${largest}, and the threshold ${threshold} makes one class of all of them; it may be meant for ${other}`;
    }
    case "threshold-of-scores":
      return `holds ${problem.scores} scores a pixel, of which the highest counts; ${names.threshold} is of one value a pixel: leave it out, or save the scores of one class`;
    case "bits-unclear":
      return bitsWords(problem);
    case "not-a-number":
      return `the value at ${placeOf(problem.pixel, problem.size)} is NaN, which is on neither side of a threshold; mend it, or have the file name NaN as no data`;
    case "declared-void-predicted": {
      const { isTransparent, isUnlisted, pixel, size } = problem;
      const why = [
        ...(isTransparent ? ["of alpha 0"] : []),
        ...(isUnlisted ? ["of a colour that the palette lacks"] : []),
      ];
      const text = why.length === 0 ? "no data by the file" : why.join(" or ");
      return `the pixel at ${placeOf(pixel, size)} is void, being ${text}, and is predicted where the truth has a class`;
    }
    case "divided-no-labels":
      return "holds no labels, so that there are no ids of instances in it to divide";
    case "class-count-unknown": {
      const { groundTruth, prediction, largestLabel, labels, files } = problem;
      const give = ask(names.numClasses, undefined);
      return `the number of classes is not known: ${give}, ${names.classesFile} with a list of them, or ${names.dataset} (${labels === undefined || files === undefined || files <= 2 ? `the largest label in ${groundTruth} and ${prediction} is ${largestLabel}` : largestText(labels, files)}); pixels without a class are named by ${names.ignoreIndex}`;
    }
    case "wrong-setting": {
      const { argument, file, expected, got } = problem;
      const name = file === undefined ? (names[argument as Setting] ?? "a setting") : argument;
      return `${name} expected ${expected}, got ${got}`;
    }
    case "binary-contradicts":
      return `${problem.byThreshold === true ? names.threshold : names.binary} ${contradictionWords(problem, names)}`;
    default:
      return problem.got;
  }
}

function bitsWords({
  bits,
  lostVoid,
  otherBits,
  pixel,
  scaled,
  size,
  value,
}: JobProblem<"bits-unclear">): string {
  const greys = `grey of ${bitsText(bits)}, whose ${value} at ${placeOf(pixel, size)} can be the label ${value}, or ${scaled} as Pillow and OpenCV read it`;
  if (otherBits !== undefined) return `${greys}; ${otherBits.file} has ${bitsText(otherBits.bits)}`;
  return lostVoid === undefined
    ? greys
    : `${greys}; as stored, no pixel of it can be void, which is ${lostVoid}`;
}

function bitsText(bits: number): string {
  return `${bits} ${bits === 1 ? "bit" : "bits"}`;
}

function lowBitsWords(choice: LowBits | SideLowBits, door: Door): string {
  const asked = door.setLowBits(choice);
  if (typeof choice === "object") return `${asked} where the sides differ in that`;
  return `${asked} ${choice === "raw" ? "where labels are as stored" : "where they are greys of 0 to 255"}`;
}

/** Beside smaller ones, 255 marks void. */
function largestText(labels: readonly number[], files: number): string {
  const others = labels.filter((label) => label !== 255);
  const isBeside = others.length > 0 && others.length < labels.length && others.every((label) => label < 255);
  const largest = (isBeside ? others : labels).reduce((one, other) => Math.max(one, other), -Infinity);
  return `the largest label in ${files} files is ${largest}${isBeside ? ", beside 255" : ""}`;
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
  const withIgnored = (
    asked: string | undefined,
    labels: readonly number[] | undefined,
  ): string | undefined =>
    labels === undefined ? asked : behind(asked, `and ${ask("ignoreIndex", listOfLabels(labels)) ?? ""}`);
  switch (remedy.do) {
    case "say":
      return remedy.text;
    case "set-class-count":
      return behind(
        withIgnored(ask("numClasses", String(remedy.numClasses)), remedy.ignoring),
        remedy.why ?? "if it is a class",
      );
    case "ignore-label": {
      const { label, also = [], already = [] } = remedy;
      const asked = ask("ignoreIndex", listOfLabels([label, ...also, ...already]));
      return remedy.isPredicted === true
        ? behind(asked, `and ${door.missVoid}`)
        : behind(
            asked,
            `if ${also.every((other) => other === label) ? "it marks" : "they mark"} pixels without a class`,
          );
    }
    case "score-as-binary":
      return behind(ask("binary"), "if the masks are 0 and 255");
    case "choose-dataset":
      return behind(ask("dataset", remedy.name), `if these are the labels of ${remedy.title}`);
    case "use-train-ids":
      return before("where they hold train ids 0..18, ", ask("trainIds"));
    case "name-colours":
      return `say which label each colour is: ${door.nameColours(remedy.areIds !== false)}`;
    case "miss-void":
      return door.missVoid;
    case "decide-nodata":
      return door.decideNodata;
    case "set-threshold":
      return `${door.setThreshold(remedy.threshold)} ${remedy.why}`;
    case "set-low-bits":
      return lowBitsWords(remedy.choice, door);
    case "raise-pixel-limit":
      return door.raisePixelLimit(remedy.pixels);
    case "void-transparent":
      return `${door.voidTransparent} if pixels of alpha 0 are unlabelled`;
    case "nearest-colour":
      return `${door.nearestColour} to take it for the nearest colour within that distance`;
    case "void-unlisted":
      return `${door.voidUnlisted} if such pixels are unlabelled`;
    case "divide-side":
      return `${door.divideSide(remedy.side, remedy.divisor)} where only that side has ids of instances`;
    case "ignore-placement":
      return door.ignorePlacement;
    case "resize-prediction":
      return `${door.resizePrediction} where both show the same picture`;
    case "allow-missing":
      return behind(ask("allowMissing"), "to score the others");
    case "match-names": {
      const { match, strip, isWhole, pairs, examples } = remedy;
      const missing = isWhole || door.names.allowMissing === undefined ? "" : ` ${door.names.allowMissing}`;
      const proof = examples
        .map(([truth, prediction]) => `${shorten(truth, SHOWN_PATH)} with ${shorten(prediction, SHOWN_PATH)}`)
        .join(", ");
      const all = isWhole ? (pairs === 1 ? "" : "all ") : "";
      return `${door.matchNames(match, strip)}${missing}, which pairs ${all}${pairs}: ${proof}`;
    }
    case "list-pairs":
      return behind(ask("pairs", "FILE"), "with a line TRUTH,PREDICTION for each image");
    case "choose-mask": {
      const option = patternOf(remedy.side, door);
      return option === undefined ? "leave one out" : `choose with ${option}`;
    }
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

/** As the settings take them: "0,255". */
function listOfLabels(labels: readonly number[]): string {
  return [...new Set(labels)].sort((a, b) => a - b).join(",");
}

/** Of a file that is shown as proof. */
const SHOWN_PATH = 200;

function patternOf(side: "groundTruth" | "prediction", { names }: Door): string | undefined {
  return side === "groundTruth" ? names.truthPattern : names.predictionPattern;
}

function placeOf(pixel: number, size: RasterSize): string {
  return `pixel ${pixel} (${pixelText(pixel, size)})`;
}

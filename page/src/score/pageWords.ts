import { jobProblemOf, type NameRuleWord } from "../../../app/errors/problem.js";
import { lowBitsText } from "../../../app/formats/lowBits.js";
import { scorerWords } from "../../../app/errors/stateWords.js";
import { type Door, wordsOf } from "../../../app/errors/words.js";
import { isMaskscoreError } from "../../../src/errors/problem.js";

/** What the settings of names are called. */
export const NAME_SETTINGS = "Which files belong together";

/** How the page calls differences of names that do not count. */
export const NAME_RULE_LABELS: Readonly<Record<NameRuleWord, string>> = {
  number: "0001 is 1",
  case: "A is a",
  flat: "a/1 is a_1",
};

/** What the setting of sizes that differ is called. */
export const RESIZE_SETTING = "Where sizes differ, resize";

/** What the setting of greys of few bits is called. */
export const LOW_BITS_SETTING = "Grey of 1, 2 or 4 bits";

/** How the page calls what greys of few bits are, by the text of the choice. */
export const LOW_BITS_LABELS: Readonly<Record<string, string>> = {
  raw: "labels as stored",
  scaled: "scaled to 0..255",
  "truth=raw,prediction=scaled": "truth as stored, prediction scaled",
  "truth=scaled,prediction=raw": "truth scaled, prediction as stored",
};

/** How the page calls what can be set, and asks for it. What files belong together is told by their names alone. */
export const PAGE: Door = {
  names: {
    numClasses: '"Classes"',
    ignoreIndex: '"Ignored label"',
    excludeClasses: undefined,
    binary: '"Zero against the rest"',
    threshold: '"Threshold"',
    dataset: '"Data set"',
    classesFile: "the classes file",
    nearestColour: '"Nearest colour within"',
    unlistedColours: '"Other colours"',
    trainIds: undefined,
    palette: undefined,
    rgbIds: '"Colours are ids"',
    layout: '"Class axis first"',
    truthPattern: undefined,
    predictionPattern: undefined,
    pairs: undefined,
    allowMissing: undefined,
  },
  ask: (name, value) => (value === undefined ? `choose ${name}` : `set ${name} to ${value}`),
  nameColours: (areIds) =>
    `drop a file that says it, as class_dict.csv, or choose a data set whose colours these are${areIds ? ', or "Colours are ids" where they are (R + 256 G + 65536 B)' : ""}`,
  missVoid: 'choose "missed" under "Void predictions" to count it as missed',
  decideNodata: 'choose under "A file\'s no data" whether it is a label or ignored',
  setThreshold: (threshold) =>
    typeof threshold === "number"
      ? `set "Threshold" to ${threshold}`
      : `set "Threshold" to ${threshold.groundTruth} and "Threshold of the prediction" to ${threshold.prediction}`,
  voidTransparent: 'choose "unlabelled" under "Alpha 0"',
  nearestColour: 'set "Nearest colour within" to 20',
  voidUnlisted: 'choose "unlabelled" under "Other colours"',
  divideSide: (side, divisor) =>
    `set ${side === "groundTruth" ? '"Instance ids divided by"' : '"Those of the prediction, by"'} to ${divisor} and the other to 1`,
  setLowBits: (choice) => `choose "${LOW_BITS_LABELS[lowBitsText(choice)]}" under "${LOW_BITS_SETTING}"`,
  // A tab has no more memory.
  raisePixelLimit: () => undefined,
  matchNames: (match, strip) => {
    const asked = [
      ...match.map((word) => `choose "${NAME_RULE_LABELS[word]}"`),
      ...(strip.length === 0 ? [] : [`set "Left off names" to ${strip.join(",")}`]),
    ];
    return `${asked.join(" and ")} under "${NAME_SETTINGS}"`;
  },
  resizePrediction: `choose "prediction, nearest neighbour" under "${RESIZE_SETTING}"`,
  ignorePlacement: 'choose "Pixels as they lie" to score them so',
};

/** What the page says of an error, behind the name of its file. */
export function pageWords(error: unknown): string {
  const problem = jobProblemOf(error);
  if (problem !== undefined) return wordsOf(problem, PAGE);
  if (isMaskscoreError(error)) return scorerWords(error.problem);
  return error instanceof Error ? error.message : String(error);
}

import { DatasetError, SettingsError } from "../app/errors/problem.js";
import { lowBitsText } from "../app/formats/lowBits.js";
import { type Door, sentenceOf } from "../app/errors/words.js";

/** How the command calls what can be set, and asks for it. */
export const COMMAND: Door = {
  names: {
    numClasses: "--num-classes",
    ignoreIndex: "--ignore-index",
    excludeClasses: "--exclude-classes",
    binary: "--binary",
    threshold: "--threshold",
    dataset: "--dataset",
    classesFile: "--classes",
    trainIds: "--train-ids",
    palette: "--palette",
    rgbIds: "--rgb-ids",
    layout: "--layout",
    nearestColour: "--nearest-colour",
    unlistedColours: "--unlisted-colours",
    truthPattern: "--truth-glob",
    predictionPattern: "--prediction-glob",
    pairs: "--pairs",
    allowMissing: "--allow-missing",
  },
  ask: (name, value) => `pass ${name}${value === undefined ? "" : ` ${value}`}`,
  nameColours: (areIds) =>
    `pass --palette FILE${areIds ? ", or --rgb-ids where they are ids (R + 256 G + 65536 B)" : ""}`,
  missVoid: "pass --void-predictions miss to count it as missed",
  decideNodata: "pass --nodata label to count it as that, or --nodata ignore to leave such pixels out",
  setThreshold: (threshold) =>
    `pass --threshold ${typeof threshold === "number" ? threshold : `truth=${threshold.groundTruth},prediction=${threshold.prediction}`}`,
  setLowBits: (choice) => `pass --low-bits ${lowBitsText(choice)}`,
  raisePixelLimit: (pixels) => `pass --max-pixels ${pixels} where there is memory for it`,
  matchNames: (match, strip) =>
    `pass ${[optionWords("--match", match), optionWords("--strip", strip)].filter((words) => words !== "").join(" ")}`,
  voidTransparent: "pass --alpha void",
  nearestColour: "pass --nearest-colour 20",
  voidUnlisted: "pass --unlisted-colours void",
  divideSide: (side, divisor) =>
    `pass --divide ${side === "groundTruth" ? "truth" : "prediction"}=${divisor}`,
  resizePrediction: "pass --resize prediction to bring it to the truth's size, by nearest neighbour,",
  ignorePlacement: "pass --placement ignore to score the pixels as they lie",
};

/** What the command says of an error of files or settings. */
export function commandWords(error: DatasetError | SettingsError): string {
  return sentenceOf(error.problem, COMMAND);
}

function optionWords(option: string, words: readonly string[]): string {
  if (words.length === 0) return "";
  const value = words.join(",");
  // What begins with a dash would be taken for an option.
  const joint = value.startsWith("-") ? "=" : " ";
  return `${option}${joint}${inShell(value)}`;
}

/** A word as a shell takes it. */
function inShell(word: string): string {
  return /^[\w./,+:@%=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

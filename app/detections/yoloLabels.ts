import { shorten } from "../../src/errors/describe.js";
import { DatasetError } from "../errors/problem.js";

/** An object of a YOLO label file, in parts of the image's width and height. */
export interface YoloRecord {
  readonly classIndex: number;
  /** Middle, width and height of a box, or the corners x, y, x, y, ... of a polygon. */
  readonly parts: readonly number[];
  readonly isBox: boolean;
  /** Predictions have one behind their coordinates. */
  readonly score: number | undefined;
}

/** What of a label file is wanted. */
export interface YoloReading {
  readonly shape: "boxes" | "masks";
  /** Whether objects are predicted, and have scores. */
  readonly hasScores: boolean;
}

/** Rounding may bring coordinates a little beyond the image. */
const [LEAST, MOST] = [-0.01, 1.01];

/** Numbers of a box: its class, middle, width and height; of a polygon at least three corners. */
const BOX = 5;
const TRIANGLE = 7;

const SHOWN = 60;

/**
 * The objects of a YOLO label file, a line each: `class cx cy w h` or `class x y x y x y ...`, and of predictions a score at the
 * end. Which of them a line is follows from how many numbers it has.
 *
 * @throws {DatasetError} a line is none of them, or lacks what is wanted
 * @see https://docs.ultralytics.com/datasets/detect/ and segment/
 */
export function readYoloLabels(text: string, file: string, reading: YoloReading): YoloRecord[] {
  const records: YoloRecord[] = [];
  text.split(/\r\n|\r|\n/).forEach((line, i) => {
    const words = line.trim();
    if (words !== "") records.push(readLine(words, `line ${i + 1}`, file, reading));
  });
  return records;
}

function readLine(line: string, place: string, file: string, { shape, hasScores }: YoloReading): YoloRecord {
  const refuse = (expected: string): never => {
    throw wrongLabels(file, `${place} expected ${expected}, got ${JSON.stringify(shorten(line, SHOWN))}`);
  };
  const numbers = line.split(/\s+/).map(Number);
  if (numbers.some((number) => !Number.isFinite(number))) refuse("numbers");
  const [classIndex = NaN] = numbers;
  if (!Number.isInteger(classIndex) || classIndex < 0) refuse("a class, a whole number from 0 on, first");
  const isScored = numbers.length % 2 === 0;
  const count = numbers.length - Number(isScored);
  const isBox = count === BOX;
  if (!isBox && count < TRIANGLE) {
    refuse(`class, middle, width and height of a box, or class and at least three corners`);
  }
  if (hasScores && !isScored) {
    refuse("a score behind the coordinates; save predictions with save_conf=True");
  }
  if (!hasScores && isScored) {
    refuse("a true object without a score; are the folders the wrong way round");
  }
  if (shape === "masks" && isBox) refuse("a polygon, which masks are made of; --task boxes scores boxes");
  const parts = numbers.slice(1, count);
  const beyond = parts.find((part) => part < LEAST || part > MOST);
  if (beyond !== undefined) {
    refuse(`coordinates from 0 to 1, not ${beyond}; divide pixels by the image's width and height`);
  }
  return { classIndex, parts, isBox, score: isScored ? numbers.at(-1) : undefined };
}

/** @throws always: a label file or a folder of them is not as it should be */
export function wrongLabels(file: string, got: string): DatasetError {
  return new DatasetError({ code: "yolo-labels", file, got });
}

/** Objects that stand twice are one, as Ultralytics has it: a true one cannot be found twice. */
export function withoutRepeated(records: readonly YoloRecord[]): readonly YoloRecord[] {
  const seen = new Set<string>();
  const kept = records.filter(({ classIndex, parts }) => {
    const key = `${classIndex} ${parts.join(" ")}`;
    return !seen.has(key) && seen.add(key);
  });
  return kept.length === records.length ? records : kept;
}

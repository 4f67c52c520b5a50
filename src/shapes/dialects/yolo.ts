import { wrongLength, wrongType, wrongValue } from "../../errors/argument.js";
import { describe } from "../../errors/describe.js";
import { readInteger, readOptions } from "../../reading/options.js";
import { polygonCounts } from "../polygons.js";
import { type MaskSize, readMaskSize, readRuns, type Runs } from "../runs.js";
import { runsToPolygons } from "../outlines.js";

/** An object of a YOLO label file. */
export interface YoloObject {
  readonly classIndex: number;
  /** x, y, x, y, ... in pixels. */
  readonly polygon: Float64Array;
  readonly runs: Runs & { readonly counts: Uint32Array };
  /** Predictions may have one behind their corners. */
  readonly score: number | undefined;
}

/** Coordinates are parts of the width or height; rounding may bring them a little beyond. */
const [LEAST, MOST] = [-0.01, 1.01];

/**
 * The objects of a YOLO segmentation label file: a line `class x y x y ...` each, coordinates as parts of the width and
 * height, and in files of predictions a score at the end.
 *
 * @throws {TypeError} text is no string
 * @throws {RangeError} a line has no class, fewer than three corners (four numbers are a box), or coordinates beyond the image
 * @example runsFromYolo("0 0 0 0.5 0 0.5 1 0 1", { width: 4, height: 2 })[0].runs.counts // 0 4 4
 */
export function runsFromYolo(text: string, size: MaskSize): YoloObject[] {
  if (typeof text !== "string") throw wrongType("text", "the text of a label file", describe(text));
  const [height, width] = readMaskSize(readOptions(size, ["width", "height"], "size"));
  const objects: YoloObject[] = [];
  text.split(/\r?\n/).forEach((line, i) => {
    const words = line.trim().split(/\s+/);
    if (words[0] === "") return;
    const name = `line ${i + 1} of text`;
    const numbers = words.map((word) => {
      const number = Number(word);
      if (word === "" || !Number.isFinite(number)) throw wrongValue(name, "numbers", describe(word));
      return number;
    });
    const classIndex = readInteger(numbers[0], `class of ${name}`, 0, 2 ** 31 - 1);
    if (numbers.length < 7) {
      throw wrongLength(
        name,
        "a class and at least three corners",
        `${numbers.length} numbers`,
        numbers.length === 5 ? "this is a box: middle, width and height" : undefined,
      );
    }
    const hasScore = numbers.length % 2 === 0;
    const parts = numbers.slice(1, hasScore ? -1 : undefined);
    const beyond = parts.find((part) => part < LEAST || part > MOST);
    if (beyond !== undefined) {
      throw wrongValue(name, "coordinates from 0 to 1", String(beyond), "divide pixels by width and height");
    }
    const polygon = Float64Array.from(parts, (part, k) => part * (k % 2 === 0 ? width : height));
    objects.push({
      classIndex,
      polygon,
      runs: { size: [height, width], counts: polygonCounts(polygon, height, width) },
      score: hasScore ? numbers.at(-1) : undefined,
    });
  });
  return objects;
}

/**
 * Lines of a YOLO segmentation label file: one for each piece of the mask, its holes joined to its edge (see runsToPolygons).
 * YOLO takes each line for an object of its own; `joined` makes one of all pieces.
 *
 * @returns no text for an empty mask
 * @throws {TypeError | RangeError} runs are none, see Runs; classIndex is no whole number of at least 0
 */
export function runsToYolo(
  runs: Runs,
  classIndex: number,
  options: { readonly joined?: boolean | undefined } = {},
): string {
  const { size } = readRuns(runs, "runs");
  const index = readInteger(classIndex, "classIndex", 0, 2 ** 31 - 1);
  const { joined } = readOptions(options, ["joined"], "options");
  const polygons = runsToPolygons(runs);
  const lines = joined === true && polygons.length > 0 ? [joinPolygons(polygons)] : polygons;
  return lines
    .map((polygon) =>
      [index, ...polygon.map((coordinate, i) => coordinate / (i % 2 === 0 ? size[1] : size[0]))].join(" "),
    )
    .join("\n");
}

/** All pieces as one polygon, by lines from the first that are walked there and back. */
function joinPolygons(polygons: readonly (readonly number[])[]): number[] {
  const [first, ...others] = polygons as [readonly number[], ...(readonly number[])[]];
  const [x, y] = first as readonly [number, number];
  return [
    ...first,
    ...others.flatMap((polygon) => [x, y, ...polygon, polygon[0] as number, polygon[1] as number]),
  ];
}

import { contradiction, wrongLength, wrongType, wrongValue } from "../errors/argument.js";
import { describe } from "../errors/describe.js";
import { readChoice, readFiniteNumber, readOptions } from "../reading/options.js";
import { describeData, detachedError, isDetached, typedArrayName } from "../reading/typedArray.js";
import { type PairMatrix, readCrowd } from "./pairMatrix.js";
import type { CrowdOption } from "./runsIou.js";

/** Corners, corner and size, or middle and size. */
export type BoxFormat = "xyxy" | "xywh" | "cxcywh";
export type BoxIouKind = "iou" | "giou" | "diou" | "ciou";

/** Four numbers a box, one behind the other, or a list of four each. */
export type Boxes = Float32Array | Float64Array | readonly number[] | readonly ArrayLike<number>[];

export interface BoxIouOptions extends CrowdOption {
  /** Default "xyxy". */
  readonly format?: BoxFormat | undefined;
  /** Default "iou". */
  readonly kind?: BoxIouKind | undefined;
  /**
   * Added to the divisors of "diou" and "ciou", which torchvision does with 1e-7. Left out, nothing is added, and what CIoU
   * takes off for the shape is 0 where it would be 0 / 0: boxes that are equal. An explicit 0 leaves NaN there.
   */
  readonly epsilon?: number | undefined;
  /**
   * What a pair is where both boxes have no area: "nan" (0 / 0, as torchvision; default) or "zero" (as pycocotools; default
   * where `crowd` is given). Only of kind "iou".
   */
  readonly bothEmpty?: "nan" | "zero" | undefined;
}

/** Of each box left, top, right, bottom and area. */
const NUMBERS = 5;

/**
 * IoU of each pair of boxes, or a generalised one. In float64 whatever the arrays are.
 *
 * - "iou": intersection / union, or of a crowd intersection / area of the prediction
 * - "giou": less the part of the box around both that is in neither
 * - "diou": less the squared distance of the middles over the squared diagonal of the box around both
 * - "ciou": less, too, how the ratios of the sides differ
 *
 * NaN where 0 is divided by 0: both boxes without area ("iou", and so all others), both the same point ("diou"), a box that
 * is a point ("ciou").
 *
 * @param groundTruth Float32Array or Float64Array of four numbers a box, or a list of four each
 * @returns data[t * predictions + p]
 * @throws {TypeError} boxes or an option are of another kind
 * @throws {RangeError} not four numbers a box, one that is not finite, a size below 0, an option that cannot be, crowds with
 *   another kind than "iou"
 * @see Rezatofighi et al., "Generalized Intersection over Union" (2019); Zheng et al., "Distance-IoU Loss" (2020)
 * @example boxIou([[0, 0, 2, 2]], [[1, 0, 3, 2]]).data // 0.3333333333333333
 */
export function boxIou(groundTruth: Boxes, prediction: Boxes, options: BoxIouOptions = {}): PairMatrix {
  const given = readOptions(options, ["format", "kind", "crowd", "epsilon", "bothEmpty"], "options");
  const format =
    given.format === undefined ? "xyxy" : readChoice(given.format, ["xyxy", "xywh", "cxcywh"], "format");
  const kind =
    given.kind === undefined ? "iou" : readChoice(given.kind, ["iou", "giou", "diou", "ciou"], "kind");
  const truths = readBoxes(groundTruth, format, "groundTruth");
  const predictions = readBoxes(prediction, format, "prediction");
  const crowd = readCrowd(given.crowd, truths.length / NUMBERS);
  if (kind !== "iou") {
    for (const name of ["crowd", "bothEmpty"] as const) {
      if (given[name] === undefined) continue;
      throw contradiction(name, 'kind "iou" beside it', `kind "${kind}"`, "leave one of the two out");
    }
  }
  const bothEmpty =
    given.bothEmpty === undefined
      ? crowd === undefined
        ? "nan"
        : "zero"
      : readChoice(given.bothEmpty, ["nan", "zero"], "bothEmpty");
  const epsilon = readEpsilon(given.epsilon, kind);
  const empty = bothEmpty === "zero" ? 0 : NaN;
  const shape = [truths.length / NUMBERS, predictions.length / NUMBERS] as const;
  const data = new Float64Array(shape[0] * shape[1]);
  for (let t = 0; t < shape[0]; t++) {
    for (let p = 0; p < shape[1]; p++) {
      const [a, b] = [t * NUMBERS, p * NUMBERS];
      const iou = pairIou(truths, a, predictions, b, crowd?.[t] === 1, empty);
      data[t * shape[1] + p] =
        kind === "iou" ? iou : generalised(kind, iou, truths, a, predictions, b, epsilon);
    }
  }
  return { data, shape };
}

function readEpsilon(value: unknown, kind: BoxIouKind): number | undefined {
  if (value === undefined) return undefined;
  const epsilon = readFiniteNumber(value, "epsilon");
  if (epsilon < 0) throw wrongValue("epsilon", "a number of at least 0", String(epsilon));
  if (kind !== "diou" && kind !== "ciou") {
    throw contradiction("epsilon", 'kind "diou" or "ciou" beside it', `kind "${kind}"`, "leave it out");
  }
  return epsilon;
}

function readBoxes(value: unknown, format: BoxFormat, argument: string): Float64Array {
  const given = flatten(value, argument);
  const boxes = new Float64Array((given.length / 4) * NUMBERS);
  for (let box = 0, at = 0; box < given.length; box += 4, at += NUMBERS) {
    const [a, b, c, d] = given.subarray(box, box + 4) as unknown as [number, number, number, number];
    const isCorners = format === "xyxy";
    const [width, height] = isCorners ? [c - a, d - b] : [c, d];
    if (!(width >= 0 && height >= 0)) {
      throw wrongValue(
        argument,
        "boxes with sides of at least 0",
        `[${a}, ${b}, ${c}, ${d}] at box ${box / 4}`,
        isCorners ? 'corners are left, top, right, bottom; pass format: "xywh" for x, y and size' : undefined,
      );
    }
    const [left, top] = format === "cxcywh" ? [a - width / 2, b - height / 2] : [a, b];
    boxes[at] = left;
    boxes[at + 1] = top;
    boxes[at + 2] = isCorners ? c : left + width;
    boxes[at + 3] = isCorners ? d : top + height;
    boxes[at + 4] = width * height;
  }
  return boxes;
}

/** Four numbers a box, one behind the other. */
function flatten(value: unknown, argument: string): Float64Array {
  const name = typedArrayName(value);
  if (!Array.isArray(value) && (name === undefined || name.startsWith("Big"))) {
    throw wrongType(argument, "boxes in a Float64Array, a Float32Array or a list", describeData(value));
  }
  const list = value as ArrayLike<unknown>;
  if (list.length === 0 && name !== undefined && isDetached(value as Float64Array)) {
    throw detachedError(argument);
  }
  const isFlat = list.length > 0 && typeof list[0] === "number";
  if (isFlat && list.length % 4 !== 0) {
    throw wrongLength(argument, "four numbers a box", `${list.length} numbers`);
  }
  const flat = new Float64Array(isFlat ? list.length : list.length * 4);
  for (let i = 0; i < flat.length; i++) flat[i] = numberAt(list, i, isFlat, argument);
  return flat;
}

/** Of a flat list an element, of a list of boxes one of the four numbers of one; text is made only to refuse it. */
function numberAt(list: ArrayLike<unknown>, place: number, isFlat: boolean, argument: string): number {
  if (isFlat) return requireNumber(list[place], argument, place);
  const [box, name] = [list[place >> 2], (): string => `${argument}[${place >> 2}]`];
  if (!Array.isArray(box) && typedArrayName(box) === undefined) {
    const isTurned = typeof box === "object" && box !== null && "angle" in box;
    throw wrongType(
      name(),
      "a list of four numbers",
      describe(box),
      isTurned ? "rotatedBoxIou takes boxes with an angle" : undefined,
    );
  }
  const numbers = box as ArrayLike<unknown>;
  if (numbers.length !== 4) throw wrongLength(name(), "a list of four numbers", String(numbers.length));
  const number = numbers[place & 3];
  return isInRange(number) ? number : requireNumber(number, name(), place & 3);
}

/** Squares of what is below are finite, and so are their sums. */
const MOST = 1e100;

function isInRange(value: unknown): value is number {
  return typeof value === "number" && Math.abs(value) <= MOST;
}

function requireNumber(value: unknown, argument: string, place: number): number {
  if (isInRange(value)) return value;
  readFiniteNumber(value, `${argument}[${place}]`);
  throw wrongValue(`${argument}[${place}]`, `a number from -${MOST} to ${MOST}`, describe(value));
}

function pairIou(
  truths: Float64Array,
  a: number,
  predictions: Float64Array,
  b: number,
  isCrowd: boolean,
  empty: number,
): number {
  const width =
    Math.min(at(truths, a + 2), at(predictions, b + 2)) - Math.max(at(truths, a), at(predictions, b));
  const height =
    Math.min(at(truths, a + 3), at(predictions, b + 3)) - Math.max(at(truths, a + 1), at(predictions, b + 1));
  const [truthArea, predictionArea] = [at(truths, a + 4), at(predictions, b + 4)];
  const intersection = width > 0 && height > 0 ? width * height : 0;
  if (intersection === 0) return truthArea + predictionArea === 0 ? empty : 0;
  // Sides that were added to a corner and are taken off again may have been rounded up.
  return Math.min(1, intersection / (isCrowd ? predictionArea : truthArea + predictionArea - intersection));
}

function generalised(
  kind: BoxIouKind,
  iou: number,
  truths: Float64Array,
  a: number,
  predictions: Float64Array,
  b: number,
  epsilon: number | undefined,
): number {
  const [left, top, right, bottom] = [0, 1, 2, 3] as const;
  const around =
    Math.max(at(truths, a + right), at(predictions, b + right)) -
    Math.min(at(truths, a + left), at(predictions, b + left));
  const aroundDown =
    Math.max(at(truths, a + bottom), at(predictions, b + bottom)) -
    Math.min(at(truths, a + top), at(predictions, b + top));
  if (kind === "giou") {
    const width =
      Math.min(at(truths, a + 2), at(predictions, b + 2)) - Math.max(at(truths, a), at(predictions, b));
    const height =
      Math.min(at(truths, a + 3), at(predictions, b + 3)) -
      Math.max(at(truths, a + 1), at(predictions, b + 1));
    const intersection = width > 0 && height > 0 ? width * height : 0;
    const union = at(truths, a + 4) + at(predictions, b + 4) - intersection;
    const hull = around * aroundDown;
    return iou - (hull - union) / hull;
  }
  const across = middle(truths, a, left) - middle(predictions, b, left);
  const down = middle(truths, a, top) - middle(predictions, b, top);
  const diou =
    iou - (across * across + down * down) / (around * around + aroundDown * aroundDown + (epsilon ?? 0));
  if (kind === "diou") return diou;
  const turn = shapeAngle(truths, a) - shapeAngle(predictions, b);
  const shape = (4 / Math.PI ** 2) * turn * turn;
  // What is taken off tends to 0 with it.
  if (shape === 0 && epsilon === undefined) return diou;
  return diou - (shape / (1 - iou + shape + (epsilon ?? 0))) * shape;
}

/** The angle whose tangent is width / height. */
function shapeAngle(boxes: Float64Array, box: number): number {
  return Math.atan((at(boxes, box + 2) - at(boxes, box)) / (at(boxes, box + 3) - at(boxes, box + 1)));
}

function middle(boxes: Float64Array, box: number, axis: 0 | 1): number {
  return (at(boxes, box + axis) + at(boxes, box + axis + 2)) / 2;
}

function at(numbers: Float64Array, place: number): number {
  return numbers[place] as number;
}

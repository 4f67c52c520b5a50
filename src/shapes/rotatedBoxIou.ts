import { wrongType, wrongValue } from "../errors/argument.js";
import { describe } from "../errors/describe.js";
import { readChoice, readFiniteNumber, readOptions } from "../reading/options.js";
import { readProperty } from "../reading/property.js";
import { type PairMatrix, readCrowd } from "./pairMatrix.js";
import type { CrowdOption } from "./runsIou.js";

/** A box turned round its middle: where x is to the right and y down, clockwise as it is seen. */
export interface RotatedBox {
  readonly cx: number;
  readonly cy: number;
  readonly w: number;
  readonly h: number;
  readonly angle: number;
}

export interface RotatedBoxOptions extends CrowdOption {
  /** Default "degrees". */
  readonly angleUnit?: "degrees" | "radians" | undefined;
}

/** Corners x, y, one behind the other, clockwise as seen, and the area. */
interface Quad {
  readonly corners: readonly number[];
  readonly area: number;
  readonly radius: number;
}

/**
 * IoU of each pair of turned boxes: the one is clipped by the sides of the other, exactly. NaN where both have no area, 0
 * there with `crowd`, as boxIou has it.
 *
 * @param groundTruth boxes { cx, cy, w, h, angle }
 * @returns data[t * predictions + p]
 * @throws {TypeError} no lists of such boxes
 * @throws {RangeError} a number that is not finite, a side below 0, an option that cannot be
 * @example rotatedBoxIou([{ cx: 0, cy: 0, w: 2, h: 4, angle: 0 }], [{ cx: 0, cy: 0, w: 4, h: 2, angle: 90 }]).data // 1
 */
export function rotatedBoxIou(
  groundTruth: readonly RotatedBox[],
  prediction: readonly RotatedBox[],
  options: RotatedBoxOptions = {},
): PairMatrix {
  const given = readOptions(options, ["angleUnit", "crowd"], "options");
  const unit =
    given.angleUnit === undefined
      ? "degrees"
      : readChoice(given.angleUnit, ["degrees", "radians"], "angleUnit");
  const turn = unit === "degrees" ? Math.PI / 180 : 1;
  const truths = readBoxes(groundTruth, turn, "groundTruth");
  const predictions = readBoxes(prediction, turn, "prediction");
  const crowd = readCrowd(given.crowd, truths.length);
  const data = new Float64Array(truths.length * predictions.length);
  truths.forEach((truth, t) => {
    predictions.forEach((predicted, p) => {
      const intersection = commonArea(truth, predicted);
      const whole =
        crowd?.[t] === 1 ? predicted.quad.area : truth.quad.area + predicted.quad.area - intersection;
      const empty = truth.quad.area + predicted.quad.area === 0 && crowd === undefined ? NaN : 0;
      data[t * predictions.length + p] = intersection > 0 ? Math.min(1, intersection / whole) : empty;
    });
  });
  return { data, shape: [truths.length, predictions.length] };
}

/** Squares of what is below are finite, and so are their sums. */
const MOST = 1e100;

interface Placed {
  readonly cx: number;
  readonly cy: number;
  /** Around its own middle. */
  readonly quad: Quad;
}

function readBoxes(value: unknown, turn: number, argument: string): Placed[] {
  if (!Array.isArray(value)) throw wrongType(argument, "a list of { cx, cy, w, h, angle }", describe(value));
  return Array.from(value as readonly unknown[], (box, i) => {
    const name = `${argument}[${i}]`;
    if (typeof box !== "object" || box === null || Array.isArray(box)) {
      throw wrongType(name, "{ cx, cy, w, h, angle }", describe(box));
    }
    const number = (key: keyof RotatedBox): number => {
      const value = readFiniteNumber(readProperty(box, key, name), `${name}.${key}`);
      if (Math.abs(value) > MOST) {
        throw wrongValue(`${name}.${key}`, `a number from -${MOST} to ${MOST}`, describe(value));
      }
      return value;
    };
    const side = (key: "w" | "h"): number => {
      const length = number(key);
      if (length < 0) throw wrongValue(`${name}.${key}`, "a side of at least 0", String(length));
      return length;
    };
    return { cx: number("cx"), cy: number("cy"), quad: quadOf(side("w"), side("h"), number("angle") * turn) };
  });
}

function quadOf(width: number, height: number, angle: number): Quad {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [ax, ay] = [(cos * width) / 2, (sin * width) / 2];
  const [bx, by] = [(-sin * height) / 2, (cos * height) / 2];
  return {
    corners: [-ax - bx, -ay - by, ax - bx, ay - by, ax + bx, ay + by, bx - ax, by - ay],
    area: width * height,
    radius: Math.hypot(width, height) / 2,
  };
}

/** Sutherland and Hodgman, "Reentrant Polygon Clipping" (1974): both are convex. */
function commonArea(a: Placed, b: Placed): number {
  // Around the middle of the one, so that places far from 0 cost no digits.
  const [dx, dy] = [b.cx - a.cx, b.cy - a.cy];
  if (Math.hypot(dx, dy) >= a.quad.radius + b.quad.radius) return 0;
  const clip = a.quad.corners;
  let points = b.quad.corners.map((coordinate, i) => coordinate + (i % 2 === 0 ? dx : dy));
  for (let i = 0; i < 8 && points.length > 0; i += 2) {
    const [x0, y0] = [clip[i] as number, clip[i + 1] as number];
    const [x1, y1] = [clip[(i + 2) % 8] as number, clip[(i + 3) % 8] as number];
    points = clipBySide(points, x0, y0, x1 - x0, y1 - y0);
  }
  let doubled = 0;
  for (let i = 0; i < points.length; i += 2) {
    const next = (i + 2) % points.length;
    doubled +=
      (points[i] as number) * (points[next + 1] as number) -
      (points[next] as number) * (points[i + 1] as number);
  }
  return Math.abs(doubled) / 2;
}

/** What of a polygon is to the right of a side, or on it. */
function clipBySide(points: readonly number[], x: number, y: number, dx: number, dy: number): number[] {
  const kept: number[] = [];
  const across = (i: number): number =>
    dx * ((points[i + 1] as number) - y) - dy * ((points[i] as number) - x);
  for (let i = 0; i < points.length; i += 2) {
    const next = (i + 2) % points.length;
    const [here, there] = [across(i), across(next)];
    const [px, py] = [points[i] as number, points[i + 1] as number];
    if (here >= 0) kept.push(px, py);
    if ((here > 0 && there < 0) || (here < 0 && there > 0)) {
      const part = here / (here - there);
      kept.push(px + part * ((points[next] as number) - px), py + part * ((points[next + 1] as number) - py));
    }
  }
  return kept;
}

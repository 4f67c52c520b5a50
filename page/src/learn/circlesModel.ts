import { type Circle, GRID_SIZE, GRID_START } from "../../../app/samples/circles.js";
import { clamp, type Point } from "./drag.js";

export const MIN_RADIUS = 0.5;
export const MAX_RADIUS = 7;
/** The plane's edge. */
export const EDGE = 7;

/** Circles stand on the grid's points: steps of 0.05. */
const STEPS_PER_UNIT = 20;

function snapped(value: number): number {
  return Math.round(value * STEPS_PER_UNIT) / STEPS_PER_UNIT;
}

export function movedTo(circle: Circle, { x, y }: Point): Circle {
  return { ...circle, x: snapped(clamp(x, -EDGE, EDGE)), y: snapped(clamp(y, -EDGE, EDGE)) };
}

export function resizedTo(circle: Circle, radius: number): Circle {
  return { ...circle, radius: snapped(clamp(radius, MIN_RADIUS, MAX_RADIUS)) };
}

/** A point of the plane, whose y points up, on a stage of one unit a grid point, whose y points down. */
export function toStage({ x, y }: Point): Point {
  return {
    x: (x - GRID_START) * STEPS_PER_UNIT + 0.5,
    y: GRID_SIZE - (y - GRID_START) * STEPS_PER_UNIT - 0.5,
  };
}

export function toPlane({ x, y }: Point): Point {
  return {
    x: GRID_START + (x - 0.5) / STEPS_PER_UNIT,
    y: GRID_START + (GRID_SIZE - 0.5 - y) / STEPS_PER_UNIT,
  };
}

export function toStageLength(length: number): number {
  return length * STEPS_PER_UNIT;
}

export function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

/** Rows from the top: the mask's first row is the plane's lowest. */
export function topRowFirst(cells: Uint8Array): Uint8Array {
  const flipped = new Uint8Array(cells.length);
  for (let row = 0; row < GRID_SIZE; row++) {
    flipped.set(cells.subarray(row * GRID_SIZE, (row + 1) * GRID_SIZE), (GRID_SIZE - 1 - row) * GRID_SIZE);
  }
  return flipped;
}

const DIAGONALS = [0.75, 0.25, -0.25, -0.75].map((turns) => turns * Math.PI);

/** The place of the handle on the rim: at the angle where it was left, or at a diagonal that is on the stage. */
export function rimPoint(circle: Circle, angle: number): Point {
  const at = (direction: number): Point =>
    toStage({
      x: circle.x + circle.radius * Math.cos(direction),
      y: circle.y + circle.radius * Math.sin(direction),
    });
  const margin = 6;
  const isOnStage = ({ x, y }: Point): boolean =>
    Math.min(x, y) > margin && Math.max(x, y) < GRID_SIZE - margin;
  const points = [angle, ...DIAGONALS].map(at);
  return points.find(isOnStage) ?? (points[0] as Point);
}

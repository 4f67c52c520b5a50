import type { Point } from "./drag.js";

export const DRAWING_WIDTH = 160;
export const DRAWING_HEIGHT = 120;

export interface Layers {
  readonly truth: Uint8Array;
  readonly prediction: Uint8Array;
}

export interface Brush {
  /** Cells across. */
  readonly diameter: number;
  /** 1 paints, 0 erases. */
  readonly value: 0 | 1;
}

export function emptyLayers(): Layers {
  const size = DRAWING_WIDTH * DRAWING_HEIGHT;
  return { truth: new Uint8Array(size), prediction: new Uint8Array(size) };
}

/** The layer after a straight stroke from cell to cell, both ends included; the layer itself stays as it is. */
export function stroked(layer: Uint8Array, from: Point, to: Point, brush: Brush): Uint8Array {
  const next = layer.slice();
  const steps = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y)));
  for (let step = 0; step <= steps; step++) {
    const part = step / steps;
    stamp(
      next,
      Math.round(from.x + (to.x - from.x) * part),
      Math.round(from.y + (to.y - from.y) * part),
      brush,
    );
  }
  return next;
}

/** A disc of cells around a cell. */
function stamp(layer: Uint8Array, x: number, y: number, { diameter, value }: Brush): void {
  const radius = diameter / 2;
  const reach = Math.floor(radius);
  for (let row = Math.max(0, y - reach); row <= Math.min(DRAWING_HEIGHT - 1, y + reach); row++) {
    const half = Math.floor(Math.sqrt(radius * radius - (row - y) ** 2));
    const first = Math.max(0, x - half);
    const end = Math.min(DRAWING_WIDTH, x + half + 1);
    if (first < end) layer.fill(value, row * DRAWING_WIDTH + first, row * DRAWING_WIDTH + end);
  }
}

/** Something to start from: a leaf, and a hasty drawing of it that has no stalk. */
export function exampleLayers(): Layers {
  const { truth, prediction } = emptyLayers();
  const path = (layer: Uint8Array, points: readonly (readonly [number, number, number])[]): Uint8Array =>
    points.reduce((drawn, [x, y, diameter], index) => {
      const [fromX, fromY] = points[Math.max(0, index - 1)] as readonly [number, number, number];
      return stroked(drawn, { x: fromX, y: fromY }, { x, y }, { diameter, value: 1 });
    }, layer);
  return {
    truth: path(truth, [
      [24, 98, 3],
      [44, 82, 3],
      [54, 74, 23],
      [76, 58, 47],
      [98, 45, 33],
      [120, 32, 9],
    ]),
    prediction: path(prediction, [
      [52, 70, 23],
      [72, 64, 45],
      [96, 54, 35],
      [116, 42, 13],
    ]),
  };
}

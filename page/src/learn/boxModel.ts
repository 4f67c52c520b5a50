import { clamp } from "./drag.js";

export const BOARD_WIDTH = 240;
export const BOARD_HEIGHT = 180;
const MIN_SIDE = 8;

/** Whole pixels; right and bottom are the first ones outside. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Which sides a corner belongs to. */
export const CORNERS = [
  { name: "top left", x: "left", y: "top" },
  { name: "top right", x: "right", y: "top" },
  { name: "bottom right", x: "right", y: "bottom" },
  { name: "bottom left", x: "left", y: "bottom" },
] as const;

export type Corner = (typeof CORNERS)[number];

/** Moved by whole pixels, and kept on the board. */
export function movedBy(box: Box, dx: number, dy: number): Box {
  const x = clamp(Math.round(dx), -box.left, BOARD_WIDTH - box.right);
  const y = clamp(Math.round(dy), -box.top, BOARD_HEIGHT - box.bottom);
  return { left: box.left + x, top: box.top + y, right: box.right + x, bottom: box.bottom + y };
}

/** With one corner moved by whole pixels; the opposite one stays. */
export function cornerMovedBy(box: Box, corner: Corner, dx: number, dy: number): Box {
  const x = Math.round(box[corner.x] + dx);
  const y = Math.round(box[corner.y] + dy);
  return {
    ...box,
    [corner.x]:
      corner.x === "left" ? clamp(x, 0, box.right - MIN_SIDE) : clamp(x, box.left + MIN_SIDE, BOARD_WIDTH),
    [corner.y]:
      corner.y === "top" ? clamp(y, 0, box.bottom - MIN_SIDE) : clamp(y, box.top + MIN_SIDE, BOARD_HEIGHT),
  };
}

export function boxArea({ left, top, right, bottom }: Box): number {
  return (right - left) * (bottom - top);
}

export function holds({ left, top, right, bottom }: Box, x: number, y: number): boolean {
  return x >= left && x < right && y >= top && y < bottom;
}

/** Every pixel of the box. */
export function boxMask(box: Box): Uint8Array {
  return maskOfRows(box, () => 1);
}

/** The pixels whose middle is in the ellipse that touches all four sides. */
export function ellipseMask(box: Box): Uint8Array {
  const middle = (box.top + box.bottom) / 2;
  const radius = (box.bottom - box.top) / 2;
  return maskOfRows(box, (row) => Math.sqrt(Math.max(0, 1 - ((row + 0.5 - middle) / radius) ** 2)));
}

/** Fills each row of the box around its middle, to a share of its width. */
function maskOfRows(box: Box, share: (row: number) => number): Uint8Array {
  const mask = new Uint8Array(BOARD_WIDTH * BOARD_HEIGHT);
  const [middle, radius] = [(box.left + box.right) / 2, (box.right - box.left) / 2];
  for (let row = box.top; row < box.bottom; row++) {
    const half = radius * share(row);
    mask.fill(
      1,
      row * BOARD_WIDTH + Math.ceil(middle - half - 0.5),
      row * BOARD_WIDTH + Math.floor(middle + half - 0.5) + 1,
    );
  }
  return mask;
}

export const SCENE_WIDTH = 150;
export const SCENE_HEIGHT = 100;

/** Codes of what is behind the object: 4 times these, so that truth and prediction have the low bits. */
export const SKY = 0;
export const GROUND = 1;
export const ROAD = 2;
export const MARKING = 3;

/** Where the car stands: its parts grow from here. */
const ANCHOR = { x: 76, y: 62 };

/** Convex parts that hold the anchor, corners clockwise on the screen, so that every size of the car holds the smaller ones. */
const PARTS: readonly (readonly (readonly [number, number])[])[] = [
  // body
  [
    [-1, -0.12],
    [0.95, -0.12],
    [1.05, 0.02],
    [1.05, 0.32],
    [-1.05, 0.32],
    [-1.05, 0],
  ],
  // cabin
  [
    [-0.45, -0.56],
    [0.3, -0.56],
    [0.72, -0.05],
    [0.72, 0.1],
    [-0.8, 0.1],
    [-0.8, -0.05],
  ],
  // wheels
  [
    [-0.1, -0.05],
    [0.1, -0.02],
    [-0.34, 0.46],
    [-0.44, 0.52],
    [-0.66, 0.52],
    [-0.76, 0.46],
    [-0.76, 0.3],
  ],
  [
    [-0.1, -0.02],
    [0.1, -0.05],
    [0.76, 0.3],
    [0.76, 0.46],
    [0.66, 0.52],
    [0.44, 0.52],
    [0.34, 0.46],
  ],
];

/** The size at which the car reaches a place. */
function reach(x: number, y: number): number {
  return Math.min(...PARTS.map((corners) => gauge(corners, x - ANCHOR.x, y - ANCHOR.y)));
}

/** By how much a convex polygon around the origin must be scaled to reach a point. */
function gauge(corners: readonly (readonly [number, number])[], x: number, y: number): number {
  let most = 0;
  corners.forEach(([x1, y1], index) => {
    const [x2, y2] = corners[(index + 1) % corners.length] as readonly [number, number];
    const [normalX, normalY] = [y2 - y1, x1 - x2];
    most = Math.max(most, (normalX * x + normalY * y) / (normalX * x1 + normalY * y1));
  });
  return most;
}

/** Pixels by the size at which the car reaches them; made once. */
let sizes: Float64Array | undefined;
let sorted: Float64Array | undefined;

/** The car that covers a share of the picture, to the pixel but for ties. */
export function carMask(share: number): { readonly mask: Uint8Array; readonly size: number } {
  sizes ??= Float64Array.from({ length: SCENE_WIDTH * SCENE_HEIGHT }, (_, i) =>
    reach(i % SCENE_WIDTH, Math.floor(i / SCENE_WIDTH)),
  );
  sorted ??= sizes.slice().sort();
  const size = sorted[Math.round(share * sizes.length)] as number;
  return { mask: Uint8Array.from(sizes, (own) => Number(own < size)), size };
}

/** What a fair model makes of the car of a size: a little off and a little small. */
export function foundMask(size: number): Uint8Array {
  const [dx, dy, scale] = [0.1 * size, 0.05 * size, 0.96 * size];
  return Uint8Array.from({ length: SCENE_WIDTH * SCENE_HEIGHT }, (_, i) =>
    Number(reach((i % SCENE_WIDTH) - dx, Math.floor(i / SCENE_WIDTH) - dy) < scale),
  );
}

/** A road to the horizon. */
export function backdrop(): Uint8Array {
  const horizon = 36;
  return Uint8Array.from({ length: SCENE_WIDTH * SCENE_HEIGHT }, (_, i) => {
    const [x, y] = [i % SCENE_WIDTH, Math.floor(i / SCENE_WIDTH)];
    if (y < horizon) return SKY;
    const depth = (y - horizon) / (SCENE_HEIGHT - horizon);
    const off = Math.abs(x + 0.5 - SCENE_WIDTH / 2);
    if (off > 6 + 64 * depth) return GROUND;
    const isDash = Math.floor(7 * Math.sqrt(depth)) % 2 === 0;
    return off < 0.5 + 1.6 * depth && isDash ? MARKING : ROAD;
  });
}

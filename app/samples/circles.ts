/** A disc on the tutorial's plane. */
export interface Circle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** One of the tutorial's drawings: a true disc and a predicted one. */
export interface CirclePair {
  readonly groundTruth: Circle;
  readonly prediction: Circle;
}

const TRUTH: Circle = { x: 0, y: 0, radius: 4 };

/** The tutorial's three pairs: a perfect hit, a shifted one, and one that is too small. */
export const CIRCLE_PAIRS: readonly CirclePair[] = [
  { groundTruth: TRUTH, prediction: { x: 0, y: 0, radius: 4 } },
  { groundTruth: TRUTH, prediction: { x: 2, y: 0, radius: 4 } },
  { groundTruth: TRUTH, prediction: { x: 2, y: 0, radius: 2 } },
];

/** Points a side of the tutorial's grid, np.arange(-7, 7.1, 0.05). */
export const GRID_SIZE = 282;

export const GRID_START = -7;

/** NumPy steps by the difference of the first two points, which is not quite 0.05: it decides the points on a rim. */
const GRID_STEP = GRID_START + 0.05 - GRID_START;

/** The disc as a binary mask of GRID_SIZE x GRID_SIZE pixels, row-major, 1 inside. */
export function circleMask(circle: Circle): Uint8Array {
  const mask = new Uint8Array(GRID_SIZE * GRID_SIZE);
  for (let row = 0; row < GRID_SIZE; row++) {
    const dy = GRID_START + row * GRID_STEP - circle.y;
    for (let column = 0; column < GRID_SIZE; column++) {
      const dx = GRID_START + column * GRID_STEP - circle.x;
      mask[row * GRID_SIZE + column] = Number(dx * dx + dy * dy < circle.radius * circle.radius);
    }
  }
  return mask;
}

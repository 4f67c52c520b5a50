import type { CoordinateSystem, Placement, RasterGrid, RasterSize } from "./raster.js";

// Two grids are told apart by where the middles of their corner pixels lie: an affine map is no further off anywhere else.

/** Corners may lie this far apart, in pixels of the ground truth: what is written as float32 is not exact. */
const TOLERANCE = 1e-4;

/** Lengths in metres, of those units that are lengths. */
const METRES = { m: 1, mm: 1e-3, um: 1e-6, degree: undefined } as const;

/** How a grid's axes lie along another's. All three are in the order of a RasterSize: z, y, x. */
export interface Reorientation {
  /** Along each axis of the ground truth lies this axis of the prediction, */
  readonly axes: readonly [number, number, number];
  /** and runs the other way. */
  readonly isFlipped: readonly [boolean, boolean, boolean];
}

export type GridRelation =
  | { readonly kind: "same" }
  /** Every pixel lies on one of the other grid: flips and exchanges of axes bring it there. */
  | { readonly kind: "reoriented"; readonly reorientation: Reorientation }
  /** `distance`: how far corners are apart in the best orientation, in pixels; undefined where no number says it. */
  | { readonly kind: "elsewhere"; readonly distance: number | undefined };

type Corner = readonly [z: number, y: number, x: number];

/** All 48 ways to lay three axes along three axes; the one that changes nothing is the first. */
const REORIENTATIONS: readonly Reorientation[] = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
].flatMap((axes) =>
  Array.from({ length: 8 }, (_, bits) => ({
    axes: axes as [number, number, number],
    isFlipped: [(bits & 4) !== 0, (bits & 2) !== 0, (bits & 1) !== 0] as const,
  })),
);

/** How a prediction's grid lies to that of its ground truth. Where one of them has no placement nothing is known against it: "same". */
export function compareGrids(groundTruth: RasterGrid, prediction: RasterGrid): GridRelation {
  const { placement: truth } = groundTruth;
  const { placement: predicted } = prediction;
  if (truth === undefined || predicted === undefined || isEqual(groundTruth, prediction)) {
    return { kind: "same" };
  }
  if (!isSameSystem(truth.coordinateSystem, predicted.coordinateSystem)) {
    return { kind: "elsewhere", distance: undefined };
  }
  const distanceOf = cornerDistances(groundTruth.size, truth, predicted);
  let least = Infinity;
  for (const reorientation of REORIENTATIONS) {
    if (reorientation.axes.some((axis, i) => prediction.size[axis] !== groundTruth.size[i])) continue;
    const distance = distanceOf(reorientation);
    if (distance <= TOLERANCE) {
      return reorientation === REORIENTATIONS[0] ? { kind: "same" } : { kind: "reoriented", reorientation };
    }
    least = Math.min(least, distance);
  }
  return { kind: "elsewhere", distance: Number.isFinite(least) ? least : undefined };
}

/** The usual case, which takes no arithmetic. */
function isEqual(a: RasterGrid, b: RasterGrid): boolean {
  const [p, q] = [a.placement as Placement, b.placement as Placement];
  return (
    a.size.every((length, axis) => length === b.size[axis]) &&
    p.affine.every((number, i) => number === q.affine[i]) &&
    unitRatio(p, q) === 1 &&
    isSameSystem(p.coordinateSystem, q.coordinateSystem)
  );
}

/** Codes tell systems apart, and names where a side has no code; one that is not named may be any. */
function isSameSystem(a: CoordinateSystem | undefined, b: CoordinateSystem | undefined): boolean {
  if (a === undefined || b === undefined) return true;
  if (a.epsg !== undefined && b.epsg !== undefined) return a.epsg === b.epsg;
  if (a.citation === undefined || b.citation === undefined) return true;
  return plainName(a.citation) === plainName(b.citation);
}

/** Programs write one name with spaces, underlines or neither. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** What the prediction's coordinates are to be multiplied with; 1 where a side does not say its unit. */
function unitRatio(truth: Placement, predicted: Placement): number {
  const ratio = (METRES[predicted.unit ?? "degree"] ?? NaN) / (METRES[truth.unit ?? "degree"] ?? NaN);
  return Number.isNaN(ratio) ? 1 : ratio;
}

/** How far apart corners are when the prediction is brought to the truth's grid one way or another: the largest distance. */
function cornerDistances(
  size: RasterSize,
  truth: Placement,
  predicted: Placement,
): (reorientation: Reorientation) => number {
  const toPixels = inverse(truth.affine);
  const ratio = unitRatio(truth, predicted);
  const corners = cornersOf(size);
  return ({ axes, isFlipped }) => {
    let largest = 0;
    for (const corner of corners) {
      const from: [number, number, number] = [0, 0, 0];
      axes.forEach((axis, i) => {
        const [at, length] = [corner[i] as number, size[i] as number];
        from[axis] = isFlipped[i] === true ? length - 1 - at : at;
      });
      const wanted = placeOf(truth.affine, corner);
      const off = placeOf(predicted.affine, from).map((c, i) => c * ratio - (wanted[i] as number));
      const squares = [0, 3, 6].map(
        (row) => off.reduce((sum, c, i) => sum + c * (toPixels[row + i] as number), 0) ** 2,
      );
      // A grid without an extent has no distances: NaN, which is no small one.
      largest = Math.max(largest, Math.sqrt(squares.reduce((sum, square) => sum + square)));
    }
    return largest;
  };
}

function cornersOf(size: RasterSize): readonly Corner[] {
  const [zs, ys, xs] = size.map((length) => (length === 1 ? [0] : [0, length - 1])) as [
    number[],
    number[],
    number[],
  ];
  return zs.flatMap((z) => ys.flatMap((y) => xs.map((x) => [z, y, x] as const)));
}

/** The world's coordinates of the middle of a pixel. */
function placeOf(affine: Placement["affine"], [z, y, x]: Corner): readonly number[] {
  const at = (i: number): number => affine[i] as number;
  return [0, 4, 8].map((row) => at(row) * x + at(row + 1) * y + at(row + 2) * z + at(row + 3));
}

/** Of the affine's 3 x 3 part, row-major; not finite where it has none. */
function inverse(affine: Placement["affine"]): readonly number[] {
  const [a, b, c, , d, e, f, , g, h, i] = affine as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const minors = [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
  const determinant = a * (minors[0] as number) + b * (minors[3] as number) + c * (minors[6] as number);
  return minors.map((minor) => minor / determinant);
}

/** Whether an affine gives every pixel a place of its own. */
export function isInvertible(affine: Placement["affine"]): boolean {
  return [...affine, ...inverse(affine)].every(Number.isFinite);
}

/** Where a grid lies, in words: its coordinate system, its first pixel, and the way from a pixel to the next. */
export function placementText({ affine, coordinateSystem, unit }: Placement, [depth]: RasterSize): string {
  // Of an image that lies flat in the map's plane a third coordinate says nothing.
  const isFlat = depth === 1 && [2, 6, 8, 9, 11].every((i) => affine[i] === 0);
  const column = (i: number): string =>
    `(${(isFlat ? [0, 4] : [0, 4, 8]).map((row) => numberText(affine[row + i] as number)).join(", ")})`;
  const steps = (isFlat ? ["x", "y"] : ["x", "y", "z"]).map((axis, i) => `${axis} ${column(i)}`);
  return [
    ...(coordinateSystem === undefined ? [] : [systemText(coordinateSystem)]),
    `first pixel at ${column(3)}`,
    `steps ${steps.join(", ")}${unit === undefined ? "" : ` ${unit}`}`,
  ].join(", ");
}

function systemText({ epsg, citation }: CoordinateSystem): string {
  if (epsg === undefined) return citation ?? "an unnamed coordinate system";
  return `EPSG:${epsg}${citation === undefined ? "" : ` (${citation})`}`;
}

/** Ten digits are a tenth of a millimetre of a world's coordinates. */
function numberText(number: number): string {
  return String(Number(number.toPrecision(10)));
}

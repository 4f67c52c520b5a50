import { isScored } from "../../../src/measures/boundary/boundarySettings.js";
import { PIXELS } from "../../../src/measures/surfaces/lengthUnit.js";
import type { SurfaceSettings } from "../../../src/measures/surfaces/surfaceSettings.js";
import { countText, lengthText } from "../numberTexts.js";
import { MAX_SIDE } from "../smallMasks.js";
import type { LabelledImage } from "./labelledImage.js";
import { NOTHING, paintSlice, sampledSlice } from "./paintSlice.js";
import { type SidesPoints, surfacePointsOf } from "./surfacePoints.js";
import {
  type PaintedPanel,
  type PaintedSlice,
  paintScale,
  shownSlices,
  sliceDetail,
  type TaskPicture,
} from "./taskPicture.js";

const SIDES = ["groundTruth", "prediction"] as const;
type Side = (typeof SIDES)[number];

const TITLES: Readonly<Record<Side, string>> = {
  groundTruth: "Ground truth's surface",
  prediction: "Prediction's surface",
};

/** Points up to a distance, and beyond those of the bin before. */
interface Bin {
  readonly upTo: number;
  readonly text: string;
  readonly colour: string;
}

/** From near to far, whatever the number of bins. */
const COLOURS: readonly (readonly string[])[] = [
  ["#2f7fd6"],
  ["#2f7fd6", "#d9480f"],
  ["#2f7fd6", "#ffd43b", "#d9480f"],
  ["#2f7fd6", "#ffd43b", "#f08c00", "#d9480f"],
  ["#2f7fd6", "#ffd43b", "#f08c00", "#d9480f", "#8f1d1d"],
];
const MOST_BINS = COLOURS.length;
const NOWHERE = "#8f4fc9";

/** Palette: nothing, what lies within, the other side's outline, the bins. */
const WITHIN = { place: 1, colour: "#aab4c0" };
/** Seen on light and on dark. */
const OTHER = { place: 2, colour: "#d6409f" };
const FIRST_BIN = 3;

/**
 * Both sides' surfaces, point by point in the colour of the distance to the other's: within each tolerance and beyond, or
 * in quarters of the largest distance where there is no tolerance.
 *
 * @param nameOfClass by label
 * @param maxSlices of a volume so many are painted: the one with the largest distance, and others at like distances
 * @throws {TypeError | RangeError} as SurfaceScorer.update
 */
export function surfacePicture(
  id: string,
  about: string,
  settings: SurfaceSettings,
  image: LabelledImage,
  nameOfClass: (label: number) => string,
  maxSlices: number,
): TaskPicture {
  const points = surfacePointsOf(settings, image);
  const [depth, height, width] = (image.shape.length === 3 ? image.shape : [1, ...image.shape]) as [
    number,
    number,
    number,
  ];
  const sliceOf = (voxel: number): number => Math.floor(voxel / (height * width));
  const scale = paintScale(width, height, MAX_SIDE);
  const unit = settings.unit === null ? "" : ` ${settings.unit === PIXELS ? "pixels" : settings.unit}`;
  const farthest = farthestOf(points);
  const bins = binsOf(settings.tolerances, points, unit);
  const counts = countsOf(points, bins);
  const palette = ["#000000", WITHIN.colour, OTHER.colour, ...bins.map(({ colour }) => colour)];
  const filled = new Set<number>();
  for (const { voxels } of pointsOfBoth(points)) for (const voxel of voxels) filled.add(sliceOf(voxel));
  const best = farthest === undefined ? 0 : sliceOf(farthest.voxel);
  const shown = shownSlices(depth, best, maxSlices, (slice) => filled.has(slice));
  const within = (side: Side, slice: number): Int32Array =>
    sampledSlice(scale, width, slice * height * width, (voxel) => {
      const label = Number(image[side][voxel]);
      return isScored(settings, label) ? label : -1;
    });
  const panelOf = (side: Side, slice: number): PaintedPanel => {
    const own = within(side, slice);
    const indices = Uint8Array.from(own, (label) => (label < 0 ? NOTHING : WITHIN.place));
    for (const { voxels, distances } of points[side]) {
      voxels.forEach((voxel, i) => {
        if (sliceOf(voxel) !== slice) return;
        const [y, x] = [Math.floor(voxel / width) % height, voxel % width];
        const place = Math.floor(y / scale.step) * scale.width + Math.floor(x / scale.step);
        // Of several points in one pixel the farthest shows.
        const bin = binIn(bins, distances[i] as number);
        indices[place] = Math.max(indices[place] as number, FIRST_BIN + bin);
      });
    }
    const other = within(side === "groundTruth" ? "prediction" : "groundTruth", slice);
    const outlines = [{ values: other, index: OTHER.place }];
    return { title: TITLES[side], uri: paintSlice({ indices, scale, outlines }, palette), boxes: [] };
  };
  return {
    id,
    about,
    width: scale.width,
    height: scale.height,
    first: shown.indexOf(best),
    slices: shown.map((slice): PaintedSlice => ({
      detail: sliceDetail(slice, depth),
      panels: SIDES.map((side) => panelOf(side, slice)),
    })),
    legend: [
      ...bins.map(({ colour, text }, bin) => ({
        colour,
        text: `${text}: ${countText(counts[bin] as number)} points`,
      })),
      { colour: WITHIN.colour, text: "within the mask" },
      { colour: OTHER.colour, text: "outline of the other mask" },
    ],
    facts:
      farthest === undefined
        ? []
        : [
            [
              "largest distance",
              farthestText(farthest, unit, sliceDetail(sliceOf(farthest.voxel), depth), nameOfClass),
            ],
          ],
    segments: [],
  };
}

function pointsOfBoth({ groundTruth, prediction }: SidesPoints): SidesPoints["groundTruth"] {
  return [...groundTruth, ...prediction];
}

/** A point of one side's surface. */
interface Farthest {
  readonly side: Side;
  readonly label: number;
  readonly voxel: number;
  readonly distance: number;
}

/** The point that is farthest from the other side's surface; undefined where there is no point. */
function farthestOf(points: SidesPoints): Farthest | undefined {
  let farthest: Farthest | undefined;
  for (const side of SIDES) {
    for (const { label, voxels, distances } of points[side]) {
      for (const [i, distance] of distances.entries()) {
        if (farthest !== undefined && distance <= farthest.distance) continue;
        farthest = { side, label, voxel: voxels[i] as number, distance };
      }
    }
  }
  return farthest;
}

function farthestText(
  { side, label, distance }: Farthest,
  unit: string,
  where: string | undefined,
  nameOfClass: (label: number) => string,
): string {
  const [whose, other] =
    side === "groundTruth" ? ["ground truth", "prediction"] : ["prediction", "ground truth"];
  const name = nameOfClass(label);
  const place = where === undefined ? "" : `, in ${where}`;
  return distance === Infinity
    ? `infinite: the ${other} has no ${name}${place}`
    : `${lengthText(distance)}${unit}, from the ${whose}'s surface to the ${other}'s, of ${name}${place}`;
}

function binsOf(tolerances: readonly number[], points: SidesPoints, unit: string): Bin[] {
  let [largest, hasInfinite] = [0, false];
  for (const { distances } of pointsOfBoth(points)) {
    for (const distance of distances) {
      if (distance === Infinity) hasInfinite = true;
      else largest = Math.max(largest, distance);
    }
  }
  const limits =
    tolerances.length > 0
      ? [...new Set(tolerances)].sort((a, b) => a - b).slice(0, MOST_BINS - 1)
      : largest > 0
        ? [0, 0.25, 0.5, 0.75, 1].map((share) => share * largest)
        : [0];
  const last = Math.max(...limits);
  const colours = COLOURS[limits.length - Number(largest <= last)] as readonly string[];
  const digits = (length: number): string => String(Number(length.toPrecision(4)));
  const bins = limits.map((upTo, i): Bin => {
    const text =
      i > 0
        ? `${digits(limits[i - 1] as number)} to ${digits(upTo)}${unit}`
        : upTo === 0
          ? "on the other surface"
          : `within ${digits(upTo)}${unit} of the other surface`;
    return { upTo, text, colour: colours[i] as string };
  });
  if (largest > last) {
    const colour = colours.at(-1) as string;
    bins.push({ upTo: Number.MAX_VALUE, text: `beyond ${digits(last)}${unit}`, colour });
  }
  if (hasInfinite) bins.push({ upTo: Infinity, text: "no other surface", colour: NOWHERE });
  return bins;
}

function binIn(bins: readonly Bin[], distance: number): number {
  return bins.findIndex(({ upTo }) => distance <= upTo);
}

/** Points of both sides, a bin each. */
function countsOf(points: SidesPoints, bins: readonly Bin[]): number[] {
  const counts = bins.map(() => 0);
  for (const { distances } of pointsOfBoth(points)) {
    for (const distance of distances) {
      const bin = binIn(bins, distance);
      counts[bin] = (counts[bin] as number) + 1;
    }
  }
  return counts;
}

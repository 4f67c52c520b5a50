import { seededRandom } from "./seededRandom.js";

/** Names of the scene's classes, in label order: the 19 of Cityscapes. */
export const STREET_CLASS_NAMES = [
  "road",
  "sidewalk",
  "building",
  "wall",
  "fence",
  "pole",
  "traffic light",
  "traffic sign",
  "vegetation",
  "terrain",
  "sky",
  "person",
  "rider",
  "car",
  "truck",
  "bus",
  "train",
  "motorcycle",
  "bicycle",
] as const;

type StreetClass = (typeof STREET_CLASS_NAMES)[number];

/** Ground-truth label of pixels that belong to no class (the hood of the camera's own car). */
export const STREET_IGNORE_INDEX = 255;

export interface StreetSceneOptions {
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  /** Fraction of predicted pixels replaced by a random class; default 0. */
  readonly noise?: number;
}

export interface StreetScene {
  readonly width: number;
  readonly height: number;
  /** Labels 0..18 and STREET_IGNORE_INDEX. */
  readonly groundTruth: Uint8Array;
  /** Labels 0..18. */
  readonly prediction: Uint8Array;
}

/** A thing in the scene, in units of the image's width and height. */
interface Shape {
  readonly label: number;
  readonly top: number;
  readonly bottom: number;
  /** Left and right edge at a height within the shape, 0 at its top to 1 at its bottom. */
  readonly edges: (depth: number) => readonly [number, number];
}

/**
 * Draws a made-up street as a pair of label maps: large regions with few, smooth borders and small things on
 * top, as real scenes have. The prediction is the scene as an average model sees it: edges off by a little,
 * small things missed, look-alikes confused. The same options give the same pixels on every machine.
 */
export function streetScene({ width, height, seed, noise = 0 }: StreetSceneOptions): StreetScene {
  const random = seededRandom(seed);
  const groundTruth = new Uint8Array(width * height).fill(labelOf("sky"));
  const prediction = new Uint8Array(width * height).fill(labelOf("sky"));
  for (const shape of streetShapes(random)) {
    paint(groundTruth, width, height, shape);
    const seen = asSeen(shape, random);
    if (seen !== undefined) paint(prediction, width, height, seen);
  }
  paint(groundTruth, width, height, {
    label: STREET_IGNORE_INDEX,
    top: 0.94,
    bottom: 1,
    edges: (depth) => [0.25 - 0.2 * depth, 0.75 + 0.2 * depth],
  });
  for (let pixel = 0; noise > 0 && pixel < prediction.length; pixel++) {
    if (random() < noise) prediction[pixel] = Math.floor(random() * STREET_CLASS_NAMES.length);
  }
  return { width, height, groundTruth, prediction };
}

/** Everything in the scene, from back to front. */
function streetShapes(random: () => number): Shape[] {
  const between = (low: number, high: number): number => low + (high - low) * random();
  const horizon = between(0.42, 0.5);
  const shapes: Shape[] = [];
  for (let left = -0.05; left < 1; ) {
    const right = left + between(0.08, 0.22);
    shapes.push(box("building", left, between(0.08, 0.3), right, horizon + 0.08));
    left = right + between(-0.01, 0.05);
  }
  for (let i = 0; i < 5; i++) {
    const size = between(0.06, 0.14);
    shapes.push(ellipse("vegetation", between(0, 1), horizon - between(0, 0.1), size / 2, size));
  }
  shapes.push(box("wall", 0, horizon + 0.02, between(0.1, 0.2), horizon + 0.09));
  shapes.push(box("fence", between(0.7, 0.8), horizon + 0.02, 1, horizon + 0.09));
  shapes.push(ground("terrain", horizon + 0.06, -0.6, 1.6, 0.1, 0.9));
  shapes.push(ground("sidewalk", horizon + 0.06, -0.4, 1.4, 0.3, 0.7));
  const lean = between(-0.05, 0.05);
  shapes.push(ground("road", horizon + 0.06, 0, 1, 0.42 + lean, 0.58 + lean));
  shapes.push(box("train", 0.62, horizon - 0.06, 0.74, horizon + 0.07));
  shapes.push(box("truck", 0.28, horizon - 0.08, 0.36, horizon + 0.1));
  shapes.push(box("bus", 0.38, horizon - 0.03, 0.43, horizon + 0.09));
  for (let i = 0; i < 6; i++) {
    const size = between(0.04, 0.12);
    const y = horizon + 0.08 + size;
    const x = i % 2 === 0 ? between(0.1, 0.42) : between(0.58, 0.9);
    shapes.push(ellipse("car", x, y - size * 0.4, size * 0.45, size * 0.5));
    shapes.push(box("car", x - size * 0.6, y - size * 0.4, x + size * 0.6, y + size * 0.35));
  }
  for (let i = 0; i < 6; i++) {
    const x = between(0.02, 0.98);
    const tall = between(0.1, 0.22);
    const foot = horizon + 0.1 + tall * 0.5;
    shapes.push(ellipse("person", x, foot - tall * 0.88, tall * 0.06, tall * 0.12));
    shapes.push(ellipse("person", x, foot - tall * 0.4, tall * 0.11, tall * 0.42));
  }
  for (const [vehicle, x] of [
    ["bicycle", between(0.15, 0.3)],
    ["motorcycle", between(0.7, 0.85)],
  ] as const) {
    const y = horizon + 0.24;
    shapes.push(ellipse(vehicle, x - 0.02, y, 0.016, 0.035));
    shapes.push(ellipse(vehicle, x + 0.02, y, 0.016, 0.035));
    shapes.push(box(vehicle, x - 0.02, y - 0.04, x + 0.02, y));
    shapes.push(ellipse("rider", x, y - 0.09, 0.014, 0.065));
  }
  for (let i = 0; i < 5; i++) {
    const x = between(0.03, 0.97);
    const top = between(0.1, 0.25);
    shapes.push(box("pole", x - 0.004, top, x + 0.004, horizon + 0.16));
    shapes.push(
      i % 2 === 0
        ? box("traffic light", x - 0.01, top, x + 0.01, top + 0.06)
        : ellipse("traffic sign", x, top + 0.03, 0.016, 0.03),
    );
  }
  return shapes;
}

/** What a model takes for what. */
const LOOK_ALIKES: Partial<Record<StreetClass, StreetClass>> = {
  truck: "bus",
  train: "building",
  wall: "building",
  fence: "wall",
  rider: "person",
  motorcycle: "bicycle",
  terrain: "vegetation",
};

/** Small things are sometimes missed. */
const OFTEN_MISSED: readonly StreetClass[] = ["pole", "traffic light", "traffic sign", "person"];

/** The shape as the prediction has it, or undefined where it is missed. */
function asSeen(shape: Shape, random: () => number): Shape | undefined {
  const name = STREET_CLASS_NAMES[shape.label] as StreetClass;
  const [missed, confused, dx, dy, dw] = [random(), random(), random(), random(), random()] as const;
  if (OFTEN_MISSED.includes(name) && missed < 0.3) return undefined;
  const lookAlike = LOOK_ALIKES[name];
  const shift = (dy - 0.5) * 0.012;
  return {
    label: lookAlike !== undefined && confused < 0.4 ? labelOf(lookAlike) : shape.label,
    top: shape.top + shift,
    bottom: shape.bottom + shift,
    edges: (depth) => {
      const [left, right] = shape.edges(depth);
      return [left + (dx - 0.5) * 0.008 - (dw - 0.5) * 0.006, right + (dx - 0.5) * 0.008 + (dw - 0.5) * 0.006];
    },
  };
}

function labelOf(name: StreetClass): number {
  return STREET_CLASS_NAMES.indexOf(name);
}

function box(name: StreetClass, left: number, top: number, right: number, bottom: number): Shape {
  return { label: labelOf(name), top, bottom, edges: () => [left, right] };
}

function ellipse(name: StreetClass, x: number, y: number, radiusX: number, radiusY: number): Shape {
  return {
    label: labelOf(name),
    top: y - radiusY,
    bottom: y + radiusY,
    edges: (depth) => {
      const half = radiusX * Math.sqrt(Math.max(0, 1 - (2 * depth - 1) ** 2));
      return [x - half, x + half];
    },
  };
}

/** A band that runs towards the viewer: edges at the bottom of the image, and where it meets the horizon. */
function ground(
  name: StreetClass,
  top: number,
  left: number,
  right: number,
  farLeft: number,
  farRight: number,
): Shape {
  return {
    label: labelOf(name),
    top,
    bottom: 1,
    edges: (depth) => [farLeft + (left - farLeft) * depth, farRight + (right - farRight) * depth],
  };
}

function paint(labels: Uint8Array, width: number, height: number, shape: Shape): void {
  const firstRow = Math.max(0, Math.round(shape.top * height));
  const endRow = Math.min(height, Math.round(shape.bottom * height));
  for (let row = firstRow; row < endRow; row++) {
    const depth = ((row + 0.5) / height - shape.top) / (shape.bottom - shape.top);
    const [left, right] = shape.edges(depth);
    const from = Math.max(0, Math.round(left * width));
    const to = Math.min(width, Math.round(right * width));
    if (from < to) labels.fill(shape.label, row * width + from, row * width + to);
  }
}

import { seededRandom } from "./seededRandom.js";

/** What samples/panoptic/ is drawn from. */
export const PANOPTIC_SAMPLE = { width: 256, height: 160, seeds: [5, 6, 7] } as const;

/** As COCO writes them. */
export const PANOPTIC_CATEGORIES = [
  { id: 1, name: "person", isthing: 1 },
  { id: 3, name: "car", isthing: 1 },
  { id: 187, name: "sky", isthing: 0 },
  { id: 149, name: "road", isthing: 0 },
  { id: 197, name: "building", isthing: 0 },
] as const;

type CategoryName = (typeof PANOPTIC_CATEGORIES)[number]["name"];

/** A segment as COCO lists it. */
export interface SampleSegment {
  readonly id: number;
  readonly category_id: number;
  readonly area: number;
  readonly iscrowd: 0 | 1;
}

/** One side of a scene. */
export interface SampleSide {
  /** The id of each pixel's segment, row-major; 0 is void. */
  readonly map: Uint32Array;
  readonly segments: readonly SampleSegment[];
}

export interface PanopticScene {
  readonly width: number;
  readonly height: number;
  readonly groundTruth: SampleSide;
  readonly prediction: SampleSide;
}

/** What a model makes of one thing, or of two that stand side by side. */
const FATES = ["found", "found", "split", "missed", "merged", "shifted", "taken for another"] as const;

/** Places of things from left to right; what is merged takes two. */
const PLACES = FATES.length + 1;

/** A thing's middle and half its size, in pixels. */
interface Thing {
  readonly name: "person" | "car";
  readonly x: number;
  readonly y: number;
  readonly halfWidth: number;
  readonly halfHeight: number;
}

/**
 * Draws a made-up street with people and cars as COCO's panoptic format has it, and what a model makes of it: some things
 * are found, one is in two pieces, two are one, one is missed, one out of place, one of another category, and one is made
 * up. The same options give the same pixels on every machine.
 */
export function panopticScene({
  width,
  height,
  seed,
}: {
  readonly width: number;
  readonly height: number;
  readonly seed: number;
}): PanopticScene {
  const random = seededRandom(seed);
  const between = (low: number, high: number): number => low + (high - low) * random();
  const truth = new Canvas(width, height, random);
  const predicted = new Canvas(width, height, random);
  const horizon = Math.round(between(0.5, 0.58) * height);
  const roofs = Math.round(between(0.16, 0.26) * height);
  truth.stuff("sky", 0, roofs);
  truth.stuff("building", roofs, horizon);
  truth.stuff("road", horizon, height - 8);
  predicted.stuff("sky", 0, roofs + 5);
  predicted.stuff("building", roofs + 5, horizon + 2);
  predicted.stuff("road", horizon + 2, height);

  const step = width / PLACES;
  let place = 0;
  for (const fate of shuffled(FATES, random)) {
    const name = random() < 0.5 ? "person" : "car";
    const thing = thingAt(name, (place + 0.5) * step, horizon + between(0.08, 0.2) * height, step, between);
    place += fate === "merged" ? 2 : 1;
    truth.thing(name, [thing]);
    const nudged = { ...thing, x: thing.x + between(-2, 2), y: thing.y + between(-2, 2) };
    switch (fate) {
      case "found":
        predicted.thing(name, [nudged]);
        break;
      case "split":
        predicted.thing(name, [thing], (x) => x < thing.x);
        predicted.thing(name, [thing], (x) => x >= thing.x);
        break;
      case "merged": {
        const next = { ...thing, x: thing.x + step };
        truth.thing(name, [next]);
        predicted.thing(name, [thing, next]);
        break;
      }
      case "shifted":
        predicted.thing(name, [{ ...thing, y: thing.y - thing.halfHeight }]);
        break;
      case "taken for another":
        predicted.thing(name === "car" ? "person" : "car", [nudged]);
        break;
      case "missed":
    }
  }
  predicted.thing("person", [
    { name: "person", x: between(0.2, 0.8) * width, y: roofs + 14, halfWidth: 5, halfHeight: 9 },
  ]);
  return { width, height, groundTruth: truth.side(), prediction: predicted.side() };
}

function thingAt(
  name: Thing["name"],
  x: number,
  y: number,
  step: number,
  between: (low: number, high: number) => number,
): Thing {
  return name === "car"
    ? { name, x, y, halfWidth: step * between(0.38, 0.46), halfHeight: step * between(0.26, 0.34) }
    : { name, x, y, halfWidth: step * between(0.2, 0.28), halfHeight: step * between(0.5, 0.62) };
}

/** By Fisher and Yates. */
function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as T, order[i] as T];
  }
  return order;
}

class Canvas {
  readonly #map: Uint32Array;
  readonly #width: number;
  readonly #random: () => number;
  readonly #categories = new Map<number, number>();

  constructor(width: number, height: number, random: () => number) {
    this.#map = new Uint32Array(width * height);
    [this.#width, this.#random] = [width, random];
  }

  stuff(name: CategoryName, top: number, bottom: number): void {
    this.#map.fill(this.#newId(name), top * this.#width, bottom * this.#width);
  }

  /** @param isPart of the thing's pixels, those that are painted */
  thing(
    name: Thing["name"],
    shapes: readonly Thing[],
    isPart: (x: number) => boolean = () => true,
  ): void {
    const id = this.#newId(name);
    for (let pixel = 0; pixel < this.#map.length; pixel++) {
      const [x, y] = [(pixel % this.#width) + 0.5, Math.floor(pixel / this.#width) + 0.5];
      const isInside = shapes.some((shape) => {
        const [dx, dy] = [(x - shape.x) / shape.halfWidth, (y - shape.y) / shape.halfHeight];
        // A car is a box with round corners, whatever it is taken for.
        return shape.name === "car" ? dx ** 4 + dy ** 4 < 1 : dx * dx + dy * dy < 1;
      });
      if (isInside && isPart(x)) this.#map[pixel] = id;
    }
  }

  /** What others have covered whole is not listed. */
  side(): SampleSide {
    const areas = new Map<number, number>();
    for (const id of this.#map) areas.set(id, (areas.get(id) ?? 0) + 1);
    const segments = [...this.#categories].flatMap(([id, category]) => {
      const area = areas.get(id);
      return area === undefined ? [] : [{ id, category_id: category, area, iscrowd: 0 as const }];
    });
    return { map: this.#map, segments };
  }

  /** Any colour but black, for a map of ids is a picture, too. */
  #newId(name: CategoryName): number {
    let id = 0;
    while (id === 0 || this.#categories.has(id)) id = Math.floor(this.#random() * 2 ** 24);
    this.#categories.set(id, PANOPTIC_CATEGORIES.find((one) => one.name === name)?.id as number);
    return id;
  }
}

/** COCO's panoptic JSON of one side of all scenes. */
export function panopticJson(side: "groundTruth" | "prediction"): object {
  const { width, height, seeds } = PANOPTIC_SAMPLE;
  return {
    ...(side === "groundTruth"
      ? { images: seeds.map((seed) => ({ id: seed, width, height, file_name: `scene-${seed}.jpg` })) }
      : {}),
    annotations: seeds.map((seed) => ({
      image_id: seed,
      file_name: `scene-${seed}.png`,
      segments_info: panopticScene({ width, height, seed })[side].segments,
    })),
    ...(side === "groundTruth" ? { categories: PANOPTIC_CATEGORIES } : {}),
  };
}

/** Red, green and blue of each id: R + 256 G + 65536 B. */
export function coloursOfIds(map: Uint32Array): Uint8Array {
  const colours = new Uint8Array(map.length * 3);
  map.forEach((id, pixel) => {
    colours.set([id & 255, (id >>> 8) & 255, id >>> 16], pixel * 3);
  });
  return colours;
}

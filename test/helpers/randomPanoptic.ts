import { seededRandom } from "../../app/samples/seededRandom.js";
import type { PanopticCategoryOptions, PanopticImage, PanopticSegment } from "../../src/panoptic/index.js";

export const RANDOM_CATEGORIES: readonly PanopticCategoryOptions[] = [1, 2, 3, 10, 11].map((id) => ({
  id,
  isThing: id < 10,
  name: `category ${id}`,
}));

export interface RandomPair {
  readonly groundTruth: PanopticImage;
  readonly prediction: PanopticImage;
}

/** An image of boxes over one another, some void, some crowds, and a prediction that moves, splits and renames them. */
export function randomPair(seed: number, predictionSeed = seed, width = 24, height = 18): RandomPair {
  const random = seededRandom(seed);
  const guess = seededRandom(predictionSeed + 1000);
  const whole = (from: () => number, below: number): number => Math.floor(from() * below);
  const truth = new Uint32Array(width * height);
  const predicted = new Uint32Array(width * height);
  const truthSegments: PanopticSegment[] = [];
  const predictedSegments: PanopticSegment[] = [];
  const categoryOf = (from: () => number): number => RANDOM_CATEGORIES[whole(from, 5)]?.id as number;
  for (let box = 0; box < 8; box++) {
    const [x, y, w, h] = [
      whole(random, width),
      whole(random, height),
      3 + whole(random, 9),
      3 + whole(random, 9),
    ];
    const isVoid = random() < 0.15;
    const id = isVoid ? 0 : 1 + whole(random, 2 ** 24);
    const categoryId = categoryOf(random);
    paint(truth, width, [x, y, w, h], id);
    if (!isVoid) truthSegments.push({ id, categoryId, isCrowd: random() < 0.1 });
    const guessed = guess() < 0.1 ? 0 : 1 + whole(guess, 2 ** 32 - 2);
    paint(predicted, width, [x + whole(guess, 2), y + whole(guess, 2), w, h], guessed);
    const isRight = guess() < 0.8;
    const renamed = categoryOf(guess);
    if (guessed !== 0) predictedSegments.push({ id: guessed, categoryId: isRight ? categoryId : renamed });
  }
  const image = (map: Uint32Array, segments: PanopticSegment[]): PanopticImage => {
    const painted = new Set(map);
    return { map, width, height, segments: segments.filter(({ id }) => painted.has(id)) };
  };
  return { groundTruth: image(truth, truthSegments), prediction: image(predicted, predictedSegments) };
}

function paint(
  map: Uint32Array,
  width: number,
  box: readonly [number, number, number, number],
  id: number,
): void {
  const [left, top, w, h] = box;
  for (let y = top; y < Math.min(top + h, map.length / width); y++) {
    map.fill(id, y * width + left, y * width + Math.min(left + w, width));
  }
}

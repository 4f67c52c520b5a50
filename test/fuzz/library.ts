import { binaryOverlap, confusionMatrix, dice, iou, metrics_np } from "../../src/index.js";
import { sameBits } from "../helpers/sameBits.js";
import { finding, type FuzzTarget } from "./fuzzTarget.js";
import { type Random, randomOf } from "./random.js";
import { type Call, requireSameOnEngines } from "./sameOnEngines.js";

const LABEL_ARRAYS = [Uint8Array, Int8Array, Uint16Array, Int16Array, Int32Array, Uint32Array] as const;
const SCORE_ARRAYS = [Float32Array, Float64Array] as const;

/**
 * Any masks are counted alike by every backend and by a plain loop. An input is the seed of a call, as text: calls hold typed
 * arrays at odd places of larger buffers, of any size, type, noise and class count.
 */
export const library: FuzzTarget = {
  name: "library",
  make: (random) => new TextEncoder().encode(String(random.integer(2 ** 31))),
  check(input): void {
    const seed = Number(new TextDecoder().decode(input));
    requireSameOnEngines(callOf(randomOf(seed, 0)));
  },
};

function callOf(random: Random): Call {
  switch (random.integer(4)) {
    case 0:
      return tutorialCall(random);
    case 1:
      return binaryCall(random);
    default:
      return countCall(random);
  }
}

/** Labels against labels or scores, checked against a loop, too. */
function countCall(random: Random): Call {
  const pixels = random.integer(random.chance(0.9) ? 700 : 40_000);
  const numClasses = 1 + random.integer(random.chance(0.8) ? 24 : 300);
  const ignoreIndex = random.chance(0.5) ? random.pick([255, 0, numClasses, -1, 1]) : undefined;
  const voidPredictions =
    ignoreIndex !== undefined && random.chance(0.5) ? random.pick(["miss", "error"] as const) : undefined;
  const truth = labels(random, pixels, numClasses, ignoreIndex);
  const predicted = almost(random, truth, numClasses, voidPredictions === "miss" ? ignoreIndex : undefined);
  const options = { numClasses, ignoreIndex, voidPredictions };
  const what = `confusionMatrix of ${pixels} pixels, ${JSON.stringify(options)}`;
  return {
    what,
    run: () => {
      const { counts, ignoredCount, voidPredictions: voids } = confusionMatrix(truth, predicted, options);
      const wanted = countedByLoop(truth, predicted, options);
      if (!sameBits(counts, wanted.counts)) throw finding(`${what}: other counts than a loop's`);
      if (ignoredCount !== wanted.ignoredCount) throw finding(`${what}: ignored ${ignoredCount}`);
      return [
        counts,
        voids ?? null,
        iou(truth, predicted, { ...options, average: "none" }),
        dice(truth, predicted, { ...options, average: "none" }),
      ];
    },
  };
}

function labels(
  random: Random,
  pixels: number,
  numClasses: number,
  ignoreIndex: number | undefined,
): InstanceType<(typeof LABEL_ARRAYS)[number]> {
  const type = random.pick(LABEL_ARRAYS);
  const step = type.BYTES_PER_ELEMENT;
  const array = new type(new ArrayBuffer((pixels + 9) * step), random.integer(9) * step, pixels);
  const limit = Math.min(numClasses, type === Int8Array ? 128 : type === Uint8Array ? 256 : numClasses);
  const run = 1 + random.integer(40);
  let label = 0;
  for (let i = 0; i < pixels; i++) {
    if (i % run === 0) label = random.integer(limit);
    array[i] = label;
    if (ignoreIndex !== undefined && random.chance(0.05)) array[i] = ignoreIndex;
  }
  // A label out of range now and then: every backend names the same pixel.
  if (pixels > 0 && random.chance(0.1))
    array[random.integer(pixels)] = random.pick([numClasses, 255, -3, 999]);
  return array;
}

function almost(
  random: Random,
  truth: ArrayLike<number>,
  numClasses: number,
  voidLabel: number | undefined,
): InstanceType<(typeof LABEL_ARRAYS)[number]> {
  const array = labels(random, truth.length, numClasses, undefined);
  const noise = random.pick([0, 0.02, 0.3, 1]);
  for (let i = 0; i < array.length; i++) {
    const label = truth[i] as number;
    if (label >= 0 && label < numClasses && !random.chance(noise)) array[i] = label;
    if (voidLabel !== undefined && random.chance(0.03)) array[i] = voidLabel;
  }
  return array;
}

/** What confusionMatrix says, by the words of its documentation. Only asked where it threw no error. */
function countedByLoop(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  {
    numClasses,
    ignoreIndex,
    voidPredictions,
  }: { numClasses: number; ignoreIndex: number | undefined; voidPredictions: string | undefined },
): { readonly counts: Float64Array; readonly ignoredCount: number } {
  const counts = new Float64Array(numClasses * numClasses);
  let ignoredCount = 0;
  for (let i = 0; i < truth.length; i++) {
    const [t, p] = [truth[i] as number, predicted[i] as number];
    if (t === ignoreIndex) ignoredCount++;
    else if (p !== ignoreIndex || voidPredictions !== "miss") {
      const cell = t * numClasses + p;
      counts[cell] = (counts[cell] as number) + 1;
    }
  }
  return { counts, ignoredCount };
}

function tutorialCall(random: Random): Call {
  const shape = [
    1 + random.integer(3),
    1 + random.integer(9),
    1 + random.integer(30),
    1 + random.integer(23),
  ];
  const length = shape.reduce((product, size) => product * size, 1);
  const scores = (): Float32Array | Float64Array => {
    const type = random.pick(SCORE_ARRAYS);
    const step = type.BYTES_PER_ELEMENT;
    const array = new type(new ArrayBuffer((length + 5) * step), random.integer(5) * step, length);
    const levels = random.pick([2, 3, 1000]);
    for (let i = 0; i < length; i++) array[i] = random.integer(levels) / levels;
    return array;
  };
  const [y_true, y_pred] = [
    { data: scores(), shape },
    { data: scores(), shape },
  ];
  const name = random.pick(["iou", "dice"] as const);
  const type = random.pick(["standard", "soft", "naive"] as const);
  const options = {
    metric_type: type,
    drop_last: random.chance(0.5) && shape[3] !== 1,
    mean_per_class: random.chance(0.5),
  };
  return {
    what: `metrics_np of ${shape.join(" x ")}, ${name}, ${JSON.stringify(options)}`,
    run: () => metrics_np(y_true, y_pred, name, options),
  };
}

function binaryCall(random: Random): Call {
  const pixels = random.integer(3000);
  const mask = (): Uint8Array => {
    const array = new Uint8Array(new ArrayBuffer(pixels + 9), random.integer(9), pixels);
    for (let i = 0; i < pixels; i++) array[i] = random.chance(0.5) ? random.pick([1, 255, 128]) : 0;
    return array;
  };
  const [truth, predicted] = [mask(), mask()];
  return {
    what: `binaryOverlap of ${pixels} pixels`,
    run: () => {
      const counted = binaryOverlap(truth, predicted);
      const both = truth.reduce((sum, label, i) => sum + Number(label !== 0 && predicted[i] !== 0), 0);
      if (counted.intersection !== both) throw finding(`intersection ${counted.intersection}, not ${both}`);
      return counted;
    },
  };
}

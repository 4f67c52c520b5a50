// One digest a kind of input, committed here: every engine that runs this file (Node, Chromium, Firefox) and every backend
// must come to the same bits. A digest that changes means that what people measured yesterday is measured differently today.
import { describe, expect, it } from "vitest";
import { sha256 } from "../src/run/sha256.js";
import {
  argmaxLabels,
  binaryOverlap,
  compareModels,
  type ConfusionMatrix,
  confusionMatrix,
  metrics_np,
  SegmentationScorer,
  thresholdCurve,
} from "../src/index.js";
import { seededRandom } from "../app/samples/seededRandom.js";
import type { Labels, ScoreArray } from "../src/types.js";
import { BACKENDS, withBackend } from "./helpers/backends.js";
import { awkwardScores, finiteScores, toPlanes } from "./helpers/scores.js";

const CLASSES = 7;
const HEIGHT = 61;
const WIDTH = 83;
const PIXELS = HEIGHT * WIDTH;
const VOID = 255;

/** Regions rather than noise, with void between some, and with labels beyond the classes where the truth is void. */
function labelPair(seed: number): readonly [truth: number[], predicted: number[]] {
  const random = seededRandom(seed);
  let [label, guess] = [0, 0];
  const pairs = Array.from({ length: PIXELS }, () => {
    if (random() < 0.15) label = random() < 0.2 ? VOID : Math.floor(random() * CLASSES);
    if (random() < 0.3) guess = random() < 0.6 && label !== VOID ? label : Math.floor(random() * CLASSES);
    return [label, label === VOID ? 200 : guess] as const;
  });
  return [pairs.map(([truth]) => truth), pairs.map(([, predicted]) => predicted)];
}

const [TRUTH, PREDICTED] = labelPair(1);

function foreground(labels: readonly number[]): Uint8Array {
  return Uint8Array.from(labels, (label) => label % 2);
}

function countPair(make: (labels: readonly number[]) => Labels): ConfusionMatrix {
  return confusionMatrix(make(TRUTH), make(PREDICTED), { numClasses: CLASSES, ignoreIndex: VOID });
}

/** Scores beside labels, as most models are scored. */
function countScores(data: ScoreArray, type?: "float16"): ConfusionMatrix[] {
  const truth = Uint8Array.from(TRUTH);
  const options = { numClasses: CLASSES, ignoreIndex: VOID } as const;
  const last = { type, data, dims: [1, HEIGHT, WIDTH, CLASSES] };
  const first = { type, data: toPlanes(data, PIXELS, CLASSES), dims: [1, CLASSES, HEIGHT, WIDTH] };
  return [
    confusionMatrix(truth, last, options),
    confusionMatrix(truth, first, { ...options, layout: "channelsFirst" }),
  ];
}

/** Twelve images; models of another seed predict otherwise, every third image better. */
function scorerOf(seed: number): SegmentationScorer {
  const scorer = new SegmentationScorer({ numClasses: CLASSES, ignoreIndex: VOID });
  for (let image = 0; image < 12; image++) {
    const [truth, nearby] = labelPair(100 + image);
    const [far] = labelPair(seed + image);
    const predicted = Uint8Array.from(truth, (label, pixel) =>
      Math.min((image % 3 === 0 || pixel % seed < 9 ? nearby[pixel] : far[pixel]) ?? label, CLASSES - 1),
    );
    scorer.update(Uint8Array.from(truth), predicted, { id: `image ${image}` });
  }
  return scorer;
}

const SCORES = awkwardScores(PIXELS, CLASSES, 3);
const PROBABILITIES = Float32Array.from(TRUTH, (_, pixel) => ((pixel * 40503) & 0xffff) / 0x10000);
const SOFT = { data: finiteScores(PIXELS * CLASSES, 4), shape: [1, HEIGHT, WIDTH, CLASSES] };
const SOFT_TRUTH = { data: finiteScores(PIXELS * CLASSES, 5), shape: [1, HEIGHT, WIDTH, CLASSES] };

/** Soft sums are float64 and so depend on the order of adding, which is one of plain loops and another of kernels. */
interface Digests {
  readonly kernels: string;
  readonly reference: string;
}

/** The same labels, and the same order of scores, in arrays of several types. */
const LABELS = "39a4ab066d30554b78d45c1191c3b1973b92ed66d7a3fc304263577a26f8a435";
const SCORED = "d0fa4e23d8542cbcdd545bd5dd5ca78106d9ccb6815329bce29a1082ac56df22";

/** What is computed, and the digest of all its numbers. */
const CASES: readonly (readonly [name: string, digest: string | Digests, compute: () => unknown])[] = [
  ["labels in uint8", LABELS, () => countPair((labels) => Uint8Array.from(labels))],
  ["labels in uint16", LABELS, () => countPair((labels) => Uint16Array.from(labels))],
  ["labels in int32", LABELS, () => countPair((labels) => Int32Array.from(labels))],
  ["labels in int64", LABELS, () => countPair((labels) => BigInt64Array.from(labels, BigInt))],
  ["scores in float32", SCORED, () => countScores(SCORES)],
  [
    "scores in float64",
    SCORED,
    () => countScores(Float64Array.from(SCORES, (score) => score * 1.0000000001)),
  ],
  [
    "scores in float16",
    "beb3ea859fb00948d06d985dc3ac1d28c9df4c6a88a83e4374286784bd6be25c",
    () =>
      countScores(
        Uint16Array.from(SCORES, (_, i) => (i * 40503) & 0x7bff),
        "float16",
      ),
  ],
  [
    "argmax",
    "6fb7a2d86bffbdec0b1f3f0856dca6a99c01041fdd727eb830edc07c814c04fa",
    () => argmaxLabels({ data: SCORES, shape: [1, HEIGHT, WIDTH, CLASSES] }),
  ],
  [
    "masks of bytes and of bits",
    "73b25d5e5c42d5c93021e834889f7f6b61a7df31e662c321f4bbf040ca70c511",
    () => {
      return [
        binaryOverlap(foreground(TRUTH), foreground(PREDICTED)),
        // The same bytes as rows of bits.
        binaryOverlap(Uint8Array.from(TRUTH), Uint8Array.from(PREDICTED), {
          bitPacked: true,
          width: 8 * WIDTH,
          height: HEIGHT,
        }),
      ];
    },
  ],
  [
    "soft scores",
    {
      kernels: "8a3e5ba24f59aef47a0be3d36a6140be5ef78e205e2325648889012585fc7530",
      reference: "7547c380805962d2035e05e3d273e23a110e4145c0e815d22157f696a25e56cb",
    },
    () =>
      (["iou", "dice"] as const).map((metric) =>
        metrics_np(SOFT_TRUTH, SOFT, metric, {
          metric_type: "soft",
          mean_per_class: true,
          drop_last: false,
        }),
      ),
  ],
  [
    "hard scores",
    "77cd024c2bd71116fa11e81549249ebed608bb7a01741d7ed2d696033811141e",
    () =>
      (["iou", "dice"] as const).map((metric) =>
        metrics_np(SOFT_TRUTH, SOFT, metric, { mean_per_class: true, drop_last: false }),
      ),
  ],
  [
    "a threshold curve",
    "79cf418eaf3351ab3a6e4ae2eccd4a809da6ade20bd07a94f07964f9f7691634",
    () => thresholdCurve(foreground(TRUTH), PROBABILITIES),
  ],
  [
    "a data set",
    "8584263f364808163c1ef041f3685aa01c324491de680b6ebf2c446620b2e602",
    () => {
      const scorer = scorerOf(17);
      return [scorer.digest(), scorer.compute(), scorer.spread()];
    },
  ],
  [
    "bootstrap intervals",
    "85217f84ecabb665b37dd596f2a317cac34ba8c085f82e93bb1e362bce5f35f7",
    () => scorerOf(17).confidenceIntervals({ resamples: 300, seed: 6 }),
  ],
  [
    "a comparison of models",
    "52978a729728a50ab335f96722679dc9eb95c8fdf1912cad7b567f3036db76db",
    () => compareModels(scorerOf(17), scorerOf(23), { resamples: 300, seed: 7 }),
  ],
];

/** Every number to its last bit, in one order; names and structure with it. */
function digestOf(value: unknown): string {
  const parts: string[] = [];
  const visit = (item: unknown): void => {
    if (typeof item === "number") parts.push(bitsOf(item));
    else if (ArrayBuffer.isView(item)) Array.from(item as Uint8Array).forEach(visit);
    else if (Array.isArray(item)) item.forEach(visit);
    else if (item !== null && typeof item === "object") {
      for (const [key, inside] of Object.entries(item)) {
        parts.push(key);
        visit(inside);
      }
    } else parts.push(String(item));
  };
  visit(value);
  return hexOf(sha256(new TextEncoder().encode(parts.join("\n"))));
}

function bitsOf(number: number): string {
  // NaN has many forms, and engines pick theirs.
  return Number.isNaN(number) ? "NaN" : hexOf(new Uint8Array(Float64Array.of(number).buffer));
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

describe.each(BACKENDS)("on %s", (backend) => {
  it.each(CASES)("%s has the bits that every engine comes to", (_, digest, compute) => {
    const wanted =
      typeof digest === "string" ? digest : digest[backend === "reference" ? backend : "kernels"];
    expect(withBackend(backend, () => digestOf(compute()))).toBe(wanted);
  });
});

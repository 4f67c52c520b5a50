import {
  type BackendName,
  binaryOverlap,
  confusionMatrix,
  type ConfusionMatrix,
  metrics_np,
  setBackend,
  type TensorLike,
} from "maskscore";
import { createScoringPool, type ScoringPool } from "maskscore/pool";
import { plainLowerBound } from "./baselines/bootstrap.js";
import { tutorialMeanIou } from "./baselines/tutorial.js";
import {
  binaryPair,
  type Disorder,
  held,
  oneHotAndSoftmax,
  packBits,
  scorerOfImages,
  shared,
  type Sides,
  streetLabels,
  streetPair,
  tiled,
  toPlanes,
} from "./inputs.js";
import type { Case, Contender } from "./benchCase.js";
import { RECORD_CASES } from "./recordCases.js";
import { RUN_CASES } from "./runCases.js";

const BACKENDS: readonly BackendName[] = ["simd", "scalar", "reference"];

const IN_PLACE = "simd, in place";

/** The job on every backend, and where a second form is given, on masks that live in WebAssembly memory. */
function contenders(run: () => unknown, inPlace?: () => () => unknown): Contender[] {
  const onBackends = BACKENDS.map((name) => ({
    name,
    prepare: () => {
      setBackend(name);
    },
    run,
  }));
  if (inPlace === undefined) return onBackends;
  setBackend("simd");
  const prepare = (): void => {
    setBackend("simd");
  };
  return [{ name: IN_PLACE, prepare, run: inPlace() }, ...onBackends];
}

/** Every case, by name; inputs are made when a case is asked for, since they are large. */
export function allCases(): ReadonlyMap<string, () => Case> {
  const makers = new Map<string, () => Case>();
  const add = (name: string, make: () => Omit<Case, "name">): void => {
    makers.set(name, () => ({ name, ...make() }));
  };
  for (const [side, numClasses] of [
    [1024, 21],
    [512, 2],
  ] as const) {
    for (const metricType of ["standard", "soft"] as const) {
      add(
        `metrics_np / ${metricType} / 1 x ${side} x ${side} x ${numClasses}, one-hot vs softmax, 2 % noise`,
        () => metricsCase(side, numClasses, metricType),
      );
    }
  }
  add("confusionMatrix / labels vs logits / 1 x 21 x 1024 x 1024, channels first", labelsVsLogits);
  for (const disorder of ["smooth", "2 % noise", "random"] as const) {
    add(`confusionMatrix / u8 / 2048 x 1024, 19 classes, ${disorder}`, () =>
      matrixCase(Uint8Array, 19, disorder),
    );
  }
  add("confusionMatrix / u8 / 2048 x 1024, 150 classes, smooth", () => matrixCase(Uint8Array, 150, "smooth"));
  add("confusionMatrix / u16 / 2048 x 1024, 19 classes, smooth", () => matrixCase(Uint16Array, 19, "smooth"));
  add("confusionMatrix / i32 / 2048 x 1024, 19 classes, smooth", () => matrixCase(Int32Array, 19, "smooth"));
  add("confusionMatrix / u8 / 64 x 64, 19 classes, smooth", () =>
    matrixCase(Uint8Array, 19, "smooth", 64, 64),
  );
  add("pool / metrics_np standard / 1 x 1024 x 1024 x 21, one-hot vs softmax, 2 % noise", pooledMetrics);
  add("pool / confusionMatrix u8 / 16384 x 16384, 19 classes, smooth", pooledMatrix);
  add("confidenceIntervals / iou / 10,000 resamples x 1,000 images x 19 classes", intervalsCase);
  add("binaryOverlap / u8 / 4096 x 4096", () => binaryCase(false));
  add("binaryOverlap / bit-packed / 4096 x 4096", () => binaryCase(true));
  for (const [name, make] of [...RUN_CASES, ...RECORD_CASES]) add(name, make);
  return makers;
}

function metricsCase(side: number, numClasses: number, metricType: "standard" | "soft"): Omit<Case, "name"> {
  const shape = [1, side, side, numClasses] as const;
  const { groundTruth, prediction } = oneHotAndSoftmax(side, numClasses);
  const yTrue = { data: groundTruth, shape };
  const yPred = { data: prediction, shape };
  return {
    pixels: side * side,
    bytes: groundTruth.byteLength + prediction.byteLength,
    digest: (result) => result as number,
    // The tutorial's products are float32.
    tolerance: metricType === "soft" ? 1e-6 : 0,
    contenders: [
      ...contenders(
        () => metrics_np(yTrue, yPred, "iou", metricType),
        () => {
          const [t, p] = [held(groundTruth), held(prediction)];
          return () => metrics_np({ data: t(), shape }, { data: p(), shape }, "iou", metricType);
        },
      ),
      {
        name: "tutorial",
        prepare: () => undefined,
        run: () => tutorialMeanIou(yTrue, yPred, metricType),
      },
    ],
  };
}

/** Both intervals of the mean and of each class, against a loop that adds up the images drawn, one after the other. */
function intervalsCase(): Omit<Case, "name"> {
  const scorer = scorerOfImages(1000, 19);
  const options = { resamples: 10_000, seed: 1 };
  const run = scorer.countedImages("the benchmark");
  return {
    pixels: run.totalSums.groundTruthArea.reduce((sum, area) => sum + area, 0),
    bytes: 1000 * 19 * 3 * 8,
    digest: (result) => result as number,
    tolerance: 0,
    contenders: [
      {
        name: "confidenceIntervals",
        prepare: () => undefined,
        run: () => scorer.confidenceIntervals(options).mean.percentile.low,
      },
      { name: "reference", prepare: () => undefined, run: () => plainLowerBound(run, options) },
    ],
  };
}

/** Two workers on shared memory against one thread on ordinary arrays, and on the same shared ones. */
function pooledContenders<R>(
  one: () => R,
  oneShared: () => R,
  pooled: (pool: ScoringPool) => Promise<R>,
): Contender[] {
  const pool = createScoringPool({ threads: 2 });
  const on = (name: string, backendName: BackendName, run: () => unknown, isAsync = false): Contender => ({
    name,
    prepare: () => {
      setBackend(backendName);
    },
    run,
    isAsync,
  });
  return [
    on("2 threads, shared memory", "simd", () => pooled(pool), true),
    on("1 thread, shared memory", "simd", oneShared),
    on("1 thread", "simd", one),
    on("reference", "reference", one),
  ];
}

function pooledMetrics(): Omit<Case, "name"> {
  const side = 1024;
  const numClasses = 21;
  const shape = [1, side, side, numClasses] as const;
  const { groundTruth, prediction } = oneHotAndSoftmax(side, numClasses);
  const tensor = (data: Float32Array): TensorLike => ({ data, shape });
  const [t, p] = [tensor(groundTruth), tensor(prediction)];
  const [st, sp] = [tensor(shared(groundTruth)), tensor(shared(prediction))];
  return {
    pixels: side * side,
    bytes: groundTruth.byteLength + prediction.byteLength,
    digest: (result) => result as number,
    tolerance: 0,
    contenders: pooledContenders(
      () => metrics_np(t, p, "iou"),
      () => metrics_np(st, sp, "iou"),
      (pool) => pool.metrics_np(st, sp, "iou"),
    ),
  };
}

function pooledMatrix(): Omit<Case, "name"> {
  const side = 16384;
  const scene = streetPair(2048, 1024, "smooth");
  const [t, p] = [tiled(scene.groundTruth, 2048, side), tiled(scene.prediction, 2048, side)];
  const [st, sp] = [shared(t), shared(p)];
  const options = { numClasses: 19 };
  return {
    pixels: side * side,
    bytes: side * side * 2,
    digest: matrixDigest,
    tolerance: 0,
    contenders: pooledContenders(
      () => confusionMatrix(t, p, options),
      () => confusionMatrix(st, sp, options),
      (pool) => pool.confusionMatrix(st, sp, options),
    ),
  };
}

/** Every cell weighs differently. */
function matrixDigest(result: unknown): number {
  return (result as ConfusionMatrix).counts.reduce((sum, count, cell) => sum + count * (cell + 1), 0);
}

function labelsVsLogits(): Omit<Case, "name"> {
  const numClasses = 21;
  const labels = streetLabels(1024);
  const logits = toPlanes(oneHotAndSoftmax(1024, numClasses).prediction, numClasses);
  const shape = [1, numClasses, 1024, 1024];
  const options = { layout: "channelsFirst" } as const;
  return {
    pixels: labels.length,
    bytes: labels.byteLength + logits.byteLength,
    digest: matrixDigest,
    tolerance: 0,
    contenders: contenders(
      () => confusionMatrix(labels, { data: logits, shape }, options),
      () => {
        const [t, p] = [held(labels), held(logits)];
        return () => confusionMatrix(t(), { data: p(), shape }, options);
      },
    ),
  };
}

function matrixCase(
  type: typeof Uint8Array | typeof Uint16Array | typeof Int32Array,
  numClasses: number,
  disorder: Disorder,
  width = 2048,
  height = 1024,
): Omit<Case, "name"> {
  // More classes: the scene's regions get labels from further apart.
  const spread = Math.floor(numClasses / 19);
  const scene = streetPair(width, height, disorder);
  const asType = (labels: Uint8Array): Uint8Array =>
    type.from(labels.map((label) => label * spread)) as Uint8Array;
  const sides: Sides<Uint8Array> = {
    groundTruth: asType(scene.groundTruth),
    prediction: asType(scene.prediction),
  };
  const options = { numClasses };
  return {
    pixels: width * height,
    bytes: sides.groundTruth.byteLength * 2,
    digest: matrixDigest,
    tolerance: 0,
    contenders: contenders(
      () => confusionMatrix(sides.groundTruth, sides.prediction, options),
      () => {
        const [t, p] = [held(sides.groundTruth), held(sides.prediction)];
        return () => confusionMatrix(t(), p(), options);
      },
    ),
  };
}

function binaryCase(bitPacked: boolean): Omit<Case, "name"> {
  const side = 4096;
  const pair = binaryPair(side);
  const [t, p] = bitPacked
    ? [packBits(pair.groundTruth), packBits(pair.prediction)]
    : [pair.groundTruth, pair.prediction];
  const options = bitPacked ? ({ bitPacked, width: side, height: side } as const) : undefined;
  return {
    pixels: side * side,
    bytes: t.byteLength + p.byteLength,
    digest: (result) => {
      const { intersection, groundTruthArea, predictionArea } = result as ReturnType<typeof binaryOverlap>;
      return intersection + groundTruthArea * 3 + predictionArea * 7;
    },
    tolerance: 0,
    contenders: contenders(
      () => binaryOverlap(t, p, options),
      () => {
        const [truth, predicted] = [held(t), held(p)];
        return () => binaryOverlap(truth(), predicted(), options);
      },
    ),
  };
}

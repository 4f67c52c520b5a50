import { setBackend } from "maskscore";
import {
  binaryPair,
  type Disorder,
  ellipsoids,
  oneHotAndSoftmax,
  streetLabels,
  streetPair,
  toPlanes,
} from "../inputs.js";
import { type Contender, inThisProcess, type Inputs, type Job, type Jobs } from "./contender.js";
import { mlConfusionMatrixJobs, ndarrayJobs } from "./loopJobs.js";
import { maskscoreJobs } from "./maskscoreJobs.js";
import { TABLES } from "./tables.js";
import {
  bincountJobs,
  confusionMatrixJobs,
  matMulJobs,
  tensorStepJobs,
  useBackend,
} from "./tensorflowJobs.js";

export interface RivalCase {
  /** The heading of the case's column. */
  readonly name: string;
  /** The heading of the table that it is a column of. */
  readonly table: string;
  readonly job: Job;
  /** How far a number may be from maskscore's reference, relatively; 0: equal. */
  readonly tolerance: number;
  /** Makes the inputs, which are large. */
  readonly makeInputs: () => Inputs;
}

/** Float32 sums of a million products and more, which is how TensorFlow.js and NumPy add up float32. */
const SOFT_TOLERANCE = 1e-3;
/** Distances are roots and products of the same integers, in another order. */
const DISTANCE_TOLERANCE = 1e-9;
/** Means of the same integer counts, which differ in the order of their float64 additions. */
const MEAN_TOLERANCE = 1e-12;

const SIDE = 1024;
const SCORE_CLASSES = 21;
const STREET_CLASSES = 19;

export const CASES: readonly RivalCase[] = [
  {
    name: "metrics_np standard",
    table: TABLES.scores,
    job: "meanIou",
    tolerance: MEAN_TOLERANCE,
    makeInputs: oneHotVersusSoftmax,
  },
  {
    name: "metrics_np soft",
    table: TABLES.scores,
    job: "softMeanIou",
    tolerance: SOFT_TOLERANCE,
    makeInputs: oneHotVersusSoftmax,
  },
  {
    name: "labels vs scores, channels last",
    table: TABLES.scores,
    job: "scoreMatrix",
    tolerance: 0,
    makeInputs: () => labelsVersusScores(false),
  },
  {
    name: "labels vs scores, channels first",
    table: TABLES.scores,
    job: "scoreMatrix",
    tolerance: 0,
    makeInputs: () => labelsVersusScores(true),
  },
  {
    name: "confusion matrix, smooth",
    table: TABLES.masks,
    job: "labelMatrix",
    tolerance: 0,
    makeInputs: () => labelMaps("smooth"),
  },
  {
    name: "confusion matrix, 2 % noise",
    table: TABLES.masks,
    job: "labelMatrix",
    tolerance: 0,
    makeInputs: () => labelMaps("2 % noise"),
  },
  { name: "binary IoU", table: TABLES.masks, job: "binaryOverlap", tolerance: 0, makeInputs: binaryMasks },
  {
    name: "distances of edges",
    table: TABLES.surfaces,
    job: "edgeDistances",
    tolerance: DISTANCE_TOLERANCE,
    makeInputs: organs,
  },
  {
    name: "distances of surfels",
    table: TABLES.surfaces,
    job: "surfelDistances",
    tolerance: DISTANCE_TOLERANCE,
    makeInputs: organs,
  },
  {
    name: "boundary IoU",
    table: TABLES.surfaces,
    job: "boundaryIou",
    tolerance: 0,
    makeInputs: () => labelMaps("smooth"),
  },
];

function oneHotVersusSoftmax(): Inputs {
  const { groundTruth, prediction } = oneHotAndSoftmax(SIDE, SCORE_CLASSES);
  const shape = [1, SIDE, SIDE, SCORE_CLASSES];
  return {
    groundTruth: { data: groundTruth, shape },
    prediction: { data: prediction, shape },
    numClasses: SCORE_CLASSES,
    channelsFirst: false,
  };
}

function labelsVersusScores(channelsFirst: boolean): Inputs {
  const { prediction } = oneHotAndSoftmax(SIDE, SCORE_CLASSES);
  return {
    groundTruth: { data: streetLabels(SIDE), shape: [SIDE, SIDE] },
    prediction: channelsFirst
      ? { data: toPlanes(prediction, SCORE_CLASSES), shape: [1, SCORE_CLASSES, SIDE, SIDE] }
      : { data: prediction, shape: [1, SIDE, SIDE, SCORE_CLASSES] },
    numClasses: SCORE_CLASSES,
    channelsFirst,
  };
}

function labelMaps(disorder: Disorder): Inputs {
  const { groundTruth, prediction } = streetPair(2048, 1024, disorder);
  const shape = [1024, 2048];
  return {
    groundTruth: { data: groundTruth, shape },
    prediction: { data: prediction, shape },
    numClasses: STREET_CLASSES,
    channelsFirst: false,
  };
}

function binaryMasks(): Inputs {
  const side = 4096;
  const { groundTruth, prediction } = binaryPair(side);
  const shape = [side, side];
  return {
    groundTruth: { data: groundTruth, shape },
    prediction: { data: prediction, shape },
    numClasses: 2,
    channelsFirst: false,
  };
}

/** An organ of three ellipsoids; predicted smaller, moved, and with a stray lump. */
function organs(): Inputs {
  const shape = [128, 256, 256] as const;
  const truth = [
    { centre: [64, 120, 130], radii: [30, 60, 50] },
    { centre: [80, 170, 150], radii: [20, 30, 40] },
    { centre: [40, 90, 100], radii: [12, 25, 25] },
  ] as const;
  const predicted = [
    { centre: [65, 121, 128], radii: [29, 58, 51] },
    { centre: [80, 168, 152], radii: [21, 29, 39] },
    { centre: [41, 90, 103], radii: [11, 26, 24] },
    { centre: [64, 60, 60], radii: [3, 8, 8] },
  ] as const;
  return {
    groundTruth: { data: ellipsoids(shape, truth), shape },
    prediction: { data: ellipsoids(shape, predicted), shape },
    numClasses: 2,
    channelsFirst: false,
    spacing: [2.5, 0.8, 0.8],
  };
}

export const MASKSCORE = "maskscore";
export const MASKSCORE_REFERENCE = "maskscore, reference backend";
export const MASKSCORE_ONE_THREAD = "maskscore, one thread";

const maskscore = (name: "simd" | "reference") => (): void => {
  setBackend(name);
};
const tensorflow = (name: "cpu" | "wasm") => (): Promise<void> => useBackend(name);
const nothing = (): void => undefined;

const IN_JAVASCRIPT: readonly (readonly [name: string, prepare: Contender["prepare"], jobs: Jobs])[] = [
  [MASKSCORE, maskscore("simd"), maskscoreJobs],
  [MASKSCORE_REFERENCE, maskscore("reference"), maskscoreJobs],
  ["ndarray, a loop", nothing, ndarrayJobs],
  ["ml-confusion-matrix", nothing, mlConfusionMatrixJobs],
  ["TensorFlow.js cpu, tensor steps", tensorflow("cpu"), tensorStepJobs],
  ["TensorFlow.js cpu, confusionMatrix", tensorflow("cpu"), confusionMatrixJobs],
  ["TensorFlow.js cpu, bincount", tensorflow("cpu"), bincountJobs],
  ["TensorFlow.js wasm, tensor steps", tensorflow("wasm"), tensorStepJobs],
  ["TensorFlow.js wasm, confusionMatrix", tensorflow("wasm"), confusionMatrixJobs],
  ["TensorFlow.js wasm, oneHot and matMul in float32", tensorflow("wasm"), matMulJobs],
  ["TensorFlow.js wasm, bincount", tensorflow("wasm"), bincountJobs],
];

export const JAVASCRIPT_NAMES: readonly string[] = [
  MASKSCORE,
  MASKSCORE_ONE_THREAD,
  ...IN_JAVASCRIPT.map(([name]) => name).filter((name) => name !== MASKSCORE),
];

/** The contenders in JavaScript that do this job. */
export function javascriptContenders(job: Job, inputs: Inputs): Contender[] {
  return IN_JAVASCRIPT.flatMap(([name, prepare, jobs]) => {
    const run = jobs[job];
    return run === undefined ? [] : [inThisProcess(name, prepare, () => run(inputs))];
  });
}

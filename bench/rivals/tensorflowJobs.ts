import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { meanIouOfSums } from "../baselines/tutorial.js";
import type { Inputs, Job, Jobs, ShapedArray } from "./contender.js";

// Keeps it from advertising its native backend.
tf.env().set("IS_TEST", true);

/** Makes the backend the one that runs; the first time it is loaded. */
export async function useBackend(name: "cpu" | "wasm"): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js has no ${name} backend here`);
}

/** Frees all tensors but those that a job gives back as arrays. Tensors are made of the typed arrays each time: that is in the time of the others, too. */
function tidied(run: (inputs: Inputs) => ArrayLike<number>): (inputs: Inputs) => ArrayLike<number> {
  return (inputs) => {
    tf.engine().startScope();
    try {
      return run(inputs);
    } finally {
      tf.engine().endScope();
    }
  };
}

const tensor = ({ data, shape }: ShapedArray): tf.Tensor =>
  tf.tensor(data, [...shape], data instanceof Float32Array ? "float32" : "int32");

const labels = ({ data }: ShapedArray): tf.Tensor1D => tf.tensor1d(data, "int32");

function argmaxLabels({ prediction, channelsFirst }: Inputs): tf.Tensor1D {
  return tf.reshape(tf.argMax(tensor(prediction), channelsFirst ? 1 : 3), [-1]);
}

/** The tutorial's steps in tensors. */
function meanIou(truth: tf.Tensor, predicted: tf.Tensor, numClasses: number): number[] {
  const sum = (values: tf.Tensor): Float64Array =>
    Float64Array.from(tf.sum(tf.abs(values), [1, 2]).dataSync());
  return [meanIouOfSums(sum(tf.mul(truth, predicted)), sum(truth), sum(predicted), numClasses)];
}

const oneHot = (scores: tf.Tensor, numClasses: number): tf.Tensor =>
  tf.oneHot(tf.argMax(scores, 3) as tf.Tensor3D, numClasses);

export const tensorStepJobs: Jobs = {
  meanIou: tidied(({ groundTruth, prediction, numClasses }) =>
    meanIou(oneHot(tensor(groundTruth), numClasses), oneHot(tensor(prediction), numClasses), numClasses),
  ),
  softMeanIou: tidied(({ groundTruth, prediction, numClasses }) =>
    meanIou(tensor(groundTruth), tensor(prediction), numClasses),
  ),
  binaryOverlap: tidied(({ groundTruth, prediction }) => {
    const mask = ({ data }: ShapedArray): tf.Tensor => tf.tensor1d(data, "bool");
    const [truth, predicted] = [mask(groundTruth), mask(prediction)];
    const count = (both: tf.Tensor): number => tf.sum(both).dataSync()[0] as number;
    return [count(tf.logicalAnd(truth, predicted)), count(tf.logicalOr(truth, predicted))];
  }),
};

type MatrixOfLabels = (truth: tf.Tensor1D, predicted: tf.Tensor1D, numClasses: number) => tf.Tensor;

function matrixJobs(matrix: MatrixOfLabels): Pick<Jobs, Job & ("scoreMatrix" | "labelMatrix")> {
  return {
    scoreMatrix: tidied((inputs) =>
      matrix(labels(inputs.groundTruth), argmaxLabels(inputs), inputs.numClasses).dataSync(),
    ),
    labelMatrix: tidied(({ groundTruth, prediction, numClasses }) =>
      matrix(labels(groundTruth), labels(prediction), numClasses).dataSync(),
    ),
  };
}

export const confusionMatrixJobs = matrixJobs((truth, predicted, numClasses) =>
  tf.math.confusionMatrix(truth, predicted, numClasses),
);

/** tf.math.confusionMatrix by hand, in float32, which is what the wasm backend can multiply. Exact to 2^24 pixels a cell. */
export const matMulJobs = matrixJobs((truth, predicted, numClasses) => {
  const asOneHot = (side: tf.Tensor1D): tf.Tensor2D =>
    tf.cast(tf.oneHot(side, numClasses) as tf.Tensor2D, "float32");
  return tf.matMul(asOneHot(truth), asOneHot(predicted), true, false);
});

export const bincountJobs = matrixJobs((truth, predicted, numClasses) => {
  const cells = tf.add(tf.mul(truth, tf.scalar(numClasses, "int32")), predicted);
  return tf.bincount(cells as tf.Tensor1D, tf.tensor1d([], "int32"), numClasses ** 2);
});

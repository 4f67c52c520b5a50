// The tutorial's metrics_np, transcribed to plain JavaScript step by step: argmax, one-hot arrays, products, sums.
// Arrays are made where NumPy makes them. No option but those that the benchmark uses.

const SMOOTH = 0.001;

interface Tensor {
  readonly data: Float32Array;
  readonly shape: readonly [number, number, number, number];
}

function argmax({ data, shape }: Tensor): Int32Array {
  const numClasses = shape[3];
  const labels = new Int32Array(data.length / numClasses);
  for (let pixel = 0; pixel < labels.length; pixel++) {
    let label = 0;
    for (let c = 1; c < numClasses; c++) {
      if ((data[pixel * numClasses + c] as number) > (data[pixel * numClasses + label] as number)) label = c;
    }
    labels[pixel] = label;
  }
  return labels;
}

function oneHot(tensor: Tensor): Tensor {
  const numClasses = tensor.shape[3];
  const data = new Float32Array(tensor.data.length);
  argmax(tensor).forEach((label, pixel) => {
    data[pixel * numClasses + label] = 1;
  });
  return { data, shape: tensor.shape };
}

/** np.sum(np.abs(x), axis=(1, 2)) */
function sumOfAbsolutes(data: Float32Array, shape: Tensor["shape"]): Float64Array {
  const [batchSize, height, width, numClasses] = shape;
  const sums = new Float64Array(batchSize * numClasses);
  for (let image = 0; image < batchSize; image++) {
    for (let pixel = 0; pixel < height * width; pixel++) {
      for (let c = 0; c < numClasses; c++) {
        const slot = image * numClasses + c;
        const value = data[(image * height * width + pixel) * numClasses + c] as number;
        sums[slot] = (sums[slot] as number) + Math.abs(value);
      }
    }
  }
  return sums;
}

/**
 * The end of metrics_np(..., "iou"), drop_last on: the mean over the classes that are somewhere, each averaged over its images.
 *
 * @param intersection sums over an image's pixels, images x numClasses, as are the others
 */
export function meanIouOfSums(
  intersection: Float64Array,
  truth: Float64Array,
  predicted: Float64Array,
  numClasses: number,
): number {
  const union = truth.map((area, i) => area + (predicted[i] as number) - (intersection[i] as number));
  const iou = intersection.map((area, i) => (area + SMOOTH) / ((union[i] as number) + SMOOTH));
  const means: number[] = [];
  for (let c = 0; c < numClasses - 1; c++) {
    const present: number[] = [];
    for (let i = c; i < union.length; i += numClasses) {
      if (union[i] !== 0) present.push(iou[i] as number);
    }
    if (present.length > 0) means.push(present.reduce((sum, value) => sum + value) / present.length);
  }
  return means.reduce((sum, value) => sum + value) / means.length;
}

/** metrics_np(y_true, y_pred, "iou", metric_type), drop_last on. */
export function tutorialMeanIou(yTrue: Tensor, yPred: Tensor, metricType: "standard" | "soft"): number {
  const [t, p] = metricType === "soft" ? [yTrue, yPred] : [oneHot(yTrue), oneHot(yPred)];
  const product = t.data.map((value, i) => value * (p.data[i] as number));
  return meanIouOfSums(
    sumOfAbsolutes(product, t.shape),
    sumOfAbsolutes(t.data, t.shape),
    sumOfAbsolutes(p.data, t.shape),
    t.shape[3],
  );
}

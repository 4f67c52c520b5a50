/** Which code counts pixels: the SIMD binary, the scalar binary, or plain TypeScript. */
export type BackendName = "simd" | "scalar" | "reference";

/** Array types whose float32 copy is exact: the fast path. */
export type Float32Exact =
  Float32Array | Int8Array | Uint8Array | Uint8ClampedArray | Int16Array | Uint16Array;

/** Score arrays as the counters take them. 64-bit integers have become a Float64Array by then. */
export type ScoreArray = Float32Exact | Float64Array | Int32Array | Uint32Array;

/** Class labels, one per pixel, row-major. */
export type LabelArray =
  Uint8Array | Uint8ClampedArray | Int8Array | Uint16Array | Int16Array | Int32Array | Uint32Array;

/** An image's labels with its size in pixels. */
export interface LabelMap {
  readonly data: LabelArray;
  readonly width: number;
  readonly height: number;
}

/** What a tensor may hold its values in. Which arrays are accepted is checked when a function is called. */
export type TensorData = ArrayBufferView | ArrayLike<unknown>;

/**
 * A tensor by its structure, so that no library needs to be a dependency: `data` with `shape` (plain
 * objects, ndarray), `data` with `dims` (onnxruntime, transformers.js) or `dataSync()` with `shape`
 * (TensorFlow.js).
 */
export type TensorLike =
  | { readonly data: TensorData; readonly shape: readonly number[] }
  | { readonly data: TensorData; readonly dims: readonly number[] }
  | { dataSync(): TensorData; readonly shape: readonly number[] };

/** A validated tensor of class scores, channels last: batchSize x pixelCount x numClasses. */
export interface ScoreTensor {
  readonly data: ScoreArray;
  readonly batchSize: number;
  /** Pixels of one image: height x width. */
  readonly pixelCount: number;
  readonly numClasses: number;
}

/** Per image and class, batchSize x numClasses each, row-major: pixels (hard) or sums of absolute scores (soft). */
export interface OverlapSums {
  readonly intersection: Float64Array;
  readonly groundTruthArea: Float64Array;
  readonly predictionArea: Float64Array;
}

/** How often each ground-truth class met each predicted class. */
export interface ConfusionMatrix {
  readonly numClasses: number;
  /** Pixels, numClasses x numClasses: counts[groundTruth * numClasses + prediction]. */
  readonly counts: Float64Array;
  /** Pixels whose ground truth is ignoreIndex; they are in no cell of counts. */
  readonly ignoredCount: number;
}

/** What counting two label maps gives: the counts, or the first pixel with a label that has no class. */
export interface ConfusionCounts {
  readonly counts: Float64Array;
  readonly ignoredCount: number;
  /** Index of the first pixel with a label outside 0..numClasses-1, or -1; the counts are of no use then. */
  readonly firstInvalidPixel: number;
}

/** Touches pixels and counts them. All counters give identical integers. Inputs are validated already. */
export interface Counter {
  readonly name: BackendName;
  /** Label of the highest score of each pixel; of a single class, 1 where the score is > 0. batchSize x pixelCount labels. */
  argmaxLabels(scores: ScoreTensor): Uint16Array | Uint32Array;
  /** Overlap of the argmax labels of two tensors of one shape, in pixels. */
  countOverlap(groundTruth: ScoreTensor, prediction: ScoreTensor): OverlapSums;
  /** Sums of |t * p|, |t| and |p| of two tensors of one shape, in float64. */
  sumOverlap(groundTruth: ScoreTensor, prediction: ScoreTensor): OverlapSums;
  /** Joint histogram of two label maps of one length. */
  countLabels(
    groundTruth: LabelArray,
    prediction: LabelArray,
    numClasses: number,
    ignoreIndex: number | undefined,
  ): ConfusionCounts;
}

/** A numeric table: scores or a mask, batch x classes. */
export interface ClassTable {
  readonly data: Float64Array;
  /** [batchSize, numClasses] */
  readonly shape: [number, number];
}

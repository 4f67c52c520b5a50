/** Which code counts pixels: the SIMD binary, the scalar binary, or plain TypeScript. */
export type BackendName = "simd" | "scalar" | "reference";

/** Array types whose float32 copy is exact: the fast path. */
export type Float32Exact =
  Float32Array | Int8Array | Uint8Array | Uint8ClampedArray | Int16Array | Uint16Array;

/** Score arrays as the counters take them. 64-bit integers have become a Float64Array by then. */
export type ScoreArray = Float32Exact | Float64Array | Int32Array | Uint32Array;

/** The integer arrays that command and formats hand about: class labels, one per pixel, row-major. */
export type LabelArray =
  Uint8Array | Uint8ClampedArray | Int8Array | Uint16Array | Int16Array | Int32Array | Uint32Array;

/** Every array of class labels that can be counted; BigInt64Array is what argmax nodes of ONNX models give. */
export type Labels = LabelArray | BigInt64Array;

/** An image's labels with its size in pixels. */
export interface LabelMap {
  readonly data: Labels;
  readonly width: number;
  readonly height: number;
}

/** What a tensor may hold its values in. Which arrays are accepted is checked when a function is called. */
export type TensorData =
  ArrayBufferView | ArrayLike<unknown> | { readonly length: number; get(place: number): unknown };

/**
 * A tensor by its structure, so that no library needs to be a dependency: `data` with `shape` (plain objects; ndarray,
 * whose `stride` and `offset` are followed; npyjs, whose `fortranOrder` is), `data` with `dims` (onnxruntime,
 * transformers.js) or `dataSync()` with `shape` (TensorFlow.js).
 */
export type TensorLike =
  | {
      readonly data: TensorData;
      readonly shape: readonly number[];
      /** Elements from one index of each dimension to the next, and the place of the first; default: row-major, 0. */
      readonly stride?: ArrayLike<number> | undefined;
      readonly offset?: number | undefined;
      /** data is column-major. */
      readonly fortranOrder?: boolean | undefined;
      /** "float16": data is the bits of such numbers. */
      readonly type?: string | undefined;
    }
  | { readonly data: TensorData; readonly dims: readonly number[]; readonly type?: string | undefined }
  | { dataSync(): TensorData; readonly shape: readonly number[] };

/**
 * An image by its structure: `data` with `width` and `height`, `channels` values a pixel where there are several
 * (ImageData, LabelMap, transformers.js' RawImage, fast-png), an image-js Image or Mask, or a canvas.
 */
export type ImageLike =
  | {
      readonly data: TensorData;
      readonly width: number;
      readonly height: number;
      /** 1 to 4; default: what the length of data says. */
      readonly channels?: number | undefined;
      /** Bits of a value; 1, 2 and 4 are packed into bytes, each row from a byte of its own. */
      readonly depth?: number | undefined;
    }
  | { readonly width: number; readonly height: number; getRawImage(): unknown }
  | { readonly width: number; readonly height: number; getContext(kind: "2d"): unknown };

/**
 * Where the class axis of scores stands: "channelsLast" is batch x height x width x classes (TensorFlow),
 * "channelsFirst" batch x classes x height x width (PyTorch, ONNX).
 */
export type ScoreLayout = "channelsLast" | "channelsFirst";

/** A validated tensor of class scores: batchSize x pixelCount x numClasses, or batchSize x numClasses x pixelCount. */
export interface ScoreTensor {
  readonly data: ScoreArray;
  /** data holds the bits of float16 numbers in a Uint16Array. */
  readonly isFloat16: boolean;
  readonly layout: ScoreLayout;
  readonly batchSize: number;
  /** Pixels of one image: height x width. */
  readonly pixelCount: number;
  readonly numClasses: number;
  /** Elements from one class's plane to the next: pixelCount, or more in a strip of one channels-first image. */
  readonly planeStride: number;
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
  /**
   * Pixels. Dense (cells is undefined): numClasses x numClasses, counts[groundTruth * numClasses + prediction].
   * Sparse: one number for each of cells.
   */
  readonly counts: Float64Array;
  /** Sparse: groundTruth * numClasses + prediction of each cell that is not 0, ascending. Undefined where counts is dense. */
  readonly cells?: Uint32Array | undefined;
  /** Pixels whose ground truth is ignoreIndex; they are in no cell of counts. */
  readonly ignoredCount: number;
  /**
   * Pixels of each ground-truth class whose prediction is void, where these count as missed: they are of the class's area in
   * the truth and of no predicted one, so in no cell of counts. Undefined where there are none.
   */
  readonly voidPredictions?: Float64Array | undefined;
}

/** One side of a count: a label per pixel, or scores whose argmax is the label. */
export type LabelSource = Labels | ScoreTensor;

/** One number a pixel: labels, or values that a threshold makes labels of. */
export type PixelValues = Labels | Float32Array | Float64Array;

/** One side before its labels are known. */
export type PixelSource = PixelValues | ScoreTensor;

/** How many images are counted, and of how many pixels each. */
export interface ImageSizes {
  readonly batchSize: number;
  readonly pixelCount: number;
}

/** Pixels of two binary masks. */
export interface BinaryCounts {
  readonly intersection: number;
  readonly groundTruthArea: number;
  readonly predictionArea: number;
}

/** Rows of a bit-packed mask: width pixels each, the first in the highest bit, rowBytes apart. */
export interface PackedRows {
  readonly width: number;
  readonly height: number;
  readonly rowBytes: number;
}

/** What counting labels gives: counts as in ConfusionMatrix, or the first pixel with a label that has no class. */
export interface ConfusionCounts {
  readonly counts: Float64Array;
  readonly cells: Uint32Array | undefined;
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
  /** Joint histogram of two sides of one size; dense up to MAX_DENSE_CLASSES. */
  countLabels(
    groundTruth: LabelSource,
    prediction: LabelSource,
    sizes: ImageSizes,
    numClasses: number,
    ignoreIndex: number | undefined,
  ): ConfusionCounts;
  /** Two masks of one byte a pixel and of one length; any nonzero byte is foreground. */
  countBinary(groundTruth: Uint8Array, prediction: Uint8Array): BinaryCounts;
  /** Two masks of one bit a pixel; bits behind a row's last pixel do not count. */
  countPacked(groundTruth: Uint8Array, prediction: Uint8Array, rows: PackedRows): BinaryCounts;
}

/** A numeric table: scores or a mask, batch x classes. */
export interface ClassTable {
  readonly data: Float64Array;
  /** [batchSize, numClasses] */
  readonly shape: [number, number];
}

/** Whether numbers are floats, of which only a threshold makes labels. By name, since an array may come from another realm. */
export function isFloats(values: PixelValues): values is Float32Array | Float64Array {
  return values[Symbol.toStringTag].startsWith("Float");
}

/** Whether labels are 64 bits wide. By name, since an array may come from another realm. */
export function isBigIntegers(labels: Labels): labels is BigInt64Array {
  return labels[Symbol.toStringTag] === "BigInt64Array";
}

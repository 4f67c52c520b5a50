/** The binary's exports, as assembly/ declares them. Pointers and counts are u32; see there for what each kernel reads and writes. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  heapBase(): number;
  argmaxF32: ArgmaxKernel;
  argmaxF64: ArgmaxKernel;
  thresholdF32: ThresholdKernel;
  thresholdF64: ThresholdKernel;
  labelOverlap(
    groundTruthPtr: number,
    predictionPtr: number,
    pixelCount: number,
    numClasses: number,
    countsPtr: number,
  ): void;
  jointHistogramU8: JointHistogramKernel;
  jointHistogramI32: JointHistogramKernel;
  softSumsF32: SoftSumsKernel;
  softSumsF64: SoftSumsKernel;
}

export type ArgmaxKernel = (
  scoresPtr: number,
  pixelCount: number,
  numClasses: number,
  labelsPtr: number,
) => void;

export type ThresholdKernel = (scoresPtr: number, pixelCount: number, labelsPtr: number) => void;

export type JointHistogramKernel = (
  groundTruthPtr: number,
  predictionPtr: number,
  pixelCount: number,
  numClasses: number,
  ignoreIndex: number,
  hasIgnoreIndex: number,
  countsPtr: number,
) => number;

export type SoftSumsKernel = (
  groundTruthPtr: number,
  predictionPtr: number,
  elementCount: number,
  width: number,
  sumsPtr: number,
) => void;

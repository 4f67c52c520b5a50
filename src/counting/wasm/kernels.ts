/** The binary's exports, as assembly/ declares them. Pointers and counts are u32; see there for what each kernel reads and writes. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  heapBase(): number;
  argmaxF32: ArgmaxKernel;
  argmaxF64: ArgmaxKernel;
  argmaxPlanesF32: ArgmaxPlanesKernel;
  argmaxPlanesF64: ArgmaxPlanesKernel;
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
  jointHistogramU16: JointHistogramKernel;
  jointHistogramU32: JointHistogramKernel;
  sparseHistogramU32(
    groundTruthPtr: number,
    predictionPtr: number,
    pixelCount: number,
    numClasses: number,
    ignoreIndex: number,
    hasIgnoreIndex: number,
    tablePtr: number,
    capacity: number,
  ): number;
  softSumsF32: SoftSumsKernel;
  softSumsF64: SoftSumsKernel;
  binaryOverlapU8: (
    groundTruthPtr: number,
    predictionPtr: number,
    pixelCount: number,
    countsPtr: number,
  ) => void;
  binaryOverlapPacked(
    groundTruthPtr: number,
    predictionPtr: number,
    width: number,
    height: number,
    rowBytes: number,
    countsPtr: number,
  ): void;
  narrowLabelsI64(
    sourcePtr: number,
    count: number,
    targetPtr: number,
    ignoreIndex: bigint,
    hasIgnoreIndex: number,
  ): void;
  narrowLabelsU16: ConvertKernel;
  widenLabelsU16: ConvertKernel;
  widenScoresF16: ConvertKernel;
  widenScoresU8: ConvertKernel;
}

export type ArgmaxKernel = (
  scoresPtr: number,
  pixelCount: number,
  numClasses: number,
  labelsPtr: number,
) => void;

export type ArgmaxPlanesKernel = (
  scoresPtr: number,
  pixelCount: number,
  planeBytes: number,
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

export type ConvertKernel = (sourcePtr: number, count: number, targetPtr: number) => void;

/** The binary's exports, as assembly/volumes/ declares them. Pointers and counts are u32; see there for what each kernel reads and writes. */
export interface VolumeKernels {
  readonly memory: WebAssembly.Memory;
  heapBase(): number;
  segmentPairs(
    groundTruthPtr: number,
    predictionPtr: number,
    pixelCount: number,
    tablePtr: number,
    capacity: number,
  ): number;
}

/** The binary's exports, as assembly/shapes/ declares them. Pointers and counts are u32; see there for what each kernel reads and writes. */
export interface ShapeKernels {
  readonly memory: WebAssembly.Memory;
  heapBase(): number;
  commonPixels(
    firstPtr: number,
    firstCount: number,
    secondPtr: number,
    secondCount: number,
    height: number,
    outPtr: number,
  ): void;
  rowChanges(
    rowsPtr: number,
    rowCount: number,
    width: number,
    firstRow: number,
    changesPtr: number,
    capacity: number,
  ): number;
  byteChanges(bytesPtr: number, count: number, wasIn: number, outPtr: number): number;
  paintColumns(
    countsPtr: number,
    runCount: number,
    height: number,
    width: number,
    firstRow: number,
    rowCount: number,
    outPtr: number,
  ): void;
  runTexts(
    textPtr: number,
    lengthsPtr: number,
    count: number,
    height: number,
    width: number,
    runsPtr: number,
    masksPtr: number,
    areasPtr: number,
  ): number;
}

import type { SurfaceKernels } from "./surfaceKernels.js";

/** The binary's exports, as assembly/volumes/ declares them. Pointers and counts are u32; see there for what each kernel reads and writes. */
export interface VolumeKernels extends SurfaceKernels {
  readonly memory: WebAssembly.Memory;
  heapBase(): number;
  componentRunsU8: ComponentRuns;
  componentRunsU16: ComponentRuns;
  componentRunsU32: ComponentRuns;
  joinRuns(
    rowsPtr: number,
    runsPtr: number,
    depth: number,
    height: number,
    width: number,
    steps: number,
  ): void;
  numberRuns(runsPtr: number, runCount: number): number;
  componentTable(runsPtr: number, runCount: number, tablePtr: number, count: number): void;
  paintRuns(
    runsPtr: number,
    run: number,
    endRun: number,
    firstPixel: number,
    pixelCount: number,
    idsPtr: number,
  ): void;
  segmentPairs(
    groundTruthPtr: number,
    predictionPtr: number,
    pixelCount: number,
    tablePtr: number,
    capacity: number,
  ): number;
}

type ComponentRuns = (
  labelsPtr: number,
  rowCount: number,
  width: number,
  firstPixel: number,
  background: number,
  hasBackground: number,
  rowsPtr: number,
  runsPtr: number,
  runCount: number,
) => number;

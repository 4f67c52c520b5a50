import type { Raster } from "../../src/reading/raster.js";

/** One side of a pair, with the name it goes by in messages. */
export interface NamedMask {
  readonly name: string;
  readonly mask: Raster;
  /** As of the file: see MaskFile. */
  readonly undecidedBits?: number | undefined;
}

export interface MaskPair {
  readonly groundTruth: NamedMask;
  readonly prediction: NamedMask;
}

import type { Raster } from "../../src/reading/raster.js";

export type FormatName = "png" | "bmp" | "gif" | "pnm" | "jpeg" | "npy" | "npz" | "tiff" | "nifti";

/** What a file holds. */
export interface MaskFile {
  readonly raster: Raster;
  readonly format: FormatName;
  /** Of grey in 1, 2 or 4 bits, of which nobody said what it is: how many; the labels are the numbers as they are stored. */
  readonly undecidedBits?: number | undefined;
  /** What the file is, in words. */
  readonly note: string;
}

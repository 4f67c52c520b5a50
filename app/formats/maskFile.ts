import type { Raster } from "../../src/reading/raster.js";

export type FormatName = "png" | "bmp" | "gif" | "pnm" | "jpeg" | "npy" | "npz" | "tiff" | "nifti";

/** What a file holds. */
export interface MaskFile {
  readonly raster: Raster;
  readonly format: FormatName;
  /** What the file is, in words. */
  readonly note: string;
}

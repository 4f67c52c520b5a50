import type { LabelMap, ScoreTensor } from "../../src/types.js";

export type FormatName = "png" | "npy" | "npz" | "tiff" | "nifti";

/** One image's mask: a class a pixel, or scores a pixel and class. */
export type DecodedMask =
  | {
      readonly kind: "labels";
      readonly format: FormatName;
      /** Of a volume, the rows of all slices one below the other: width x (height x slices). */
      readonly labels: LabelMap;
      /** 1, or how many slices a volume has. */
      readonly slices: number;
      /** The label that marks pixels without data, where the file names one. */
      readonly nodata: number | undefined;
      /** What the file is, in words. */
      readonly note: string;
    }
  | {
      readonly kind: "scores";
      readonly format: FormatName;
      readonly scores: ScoreTensor;
      readonly width: number;
      readonly height: number;
      /** What the file is, in words. */
      readonly note: string;
    };

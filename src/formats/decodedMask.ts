import type { LabelMap, ScoreTensor } from "../types.js";

export type FormatName = "png" | "npy" | "npz" | "tiff" | "nifti";

/** One image's mask: a class a pixel, or scores a pixel and class. */
export type DecodedMask =
  | {
      readonly kind: "labels";
      readonly format: FormatName;
      /** Of a volume, its slices one below the other: height is that of all. */
      readonly labels: LabelMap;
      /** 1 unless it is a volume. */
      readonly slices: number;
      /** The label that the file itself names as "no data". */
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
      readonly note: string;
    };

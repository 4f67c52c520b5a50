import type { ChannelsRead } from "../../src/reading/raster.js";

/** What is to be known of a pair beside its counts. Plain data, which workers can send. */
export type PairNote =
  /** The scores of a file hold NaN, in so many pixels. */
  | { readonly code: "not-numbers"; readonly file: string; readonly pixels: number }
  /** No value of a prediction is above 1, and a threshold of greys makes background of it. */
  | { readonly code: "faint-prediction"; readonly file: string; readonly threshold: number }
  /** Pixels of a file are void as nothing is painted there, or as the palette lacks their colour. */
  | {
      readonly code: "declared-void";
      readonly file: string;
      readonly transparent: number;
      readonly unlisted: number;
    }
  /** Pixels of a file were taken for the nearest colour of the palette. */
  | {
      readonly code: "moved-colours";
      readonly file: string;
      readonly moved: number;
      readonly farthest: number;
    }
  /** A file has several numbers a pixel, and nobody said how they make a label. */
  | { readonly code: "channels-read"; readonly file: string; readonly as: ChannelsRead }
  /** A prediction was brought to its truth's grid: it is stored mirrored, or with its axes in another order. */
  | { readonly code: "reoriented"; readonly file: string }
  /** A prediction was brought to its truth's size, as was asked for: "256 x 128" to "512 x 256". */
  | { readonly code: "resized"; readonly file: string; readonly from: string; readonly to: string };

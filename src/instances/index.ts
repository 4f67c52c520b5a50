export { decodeRuns, encodeRuns, type BitmapOptions, type DecodeOptions } from "../shapes/bitmaps.js";
export type { PixelOrder } from "../shapes/encodeCounts.js";
export { boxIou, type BoxFormat, type BoxIouKind, type BoxIouOptions, type Boxes } from "../shapes/boxIou.js";
export { mergeRuns } from "../shapes/mergeRuns.js";
export type { PairMatrix } from "../shapes/pairMatrix.js";
export { type Polygon, runsFromBox, runsFromPolygons } from "../shapes/polygons.js";
export type { IncompleteRuns, MaskSize, Runs } from "../shapes/runs.js";
export { runsArea, runsBox } from "../shapes/runsFigures.js";
export { type CrowdOption, runsIou } from "../shapes/runsIou.js";
export { runsFromString, runsToString } from "../shapes/runsString.js";
export { runsToPolygons } from "../shapes/outlines.js";
export { rotatedBoxIou, type RotatedBox, type RotatedBoxOptions } from "../shapes/rotatedBoxIou.js";
// Other programs' masks.
export {
  type PackedOptions,
  runsFromBitmaps,
  runsFromBits,
  runsToBitmaps,
  runsToBits,
} from "../shapes/dialects/bitmapLists.js";
export { type CvatMask, runsFromCvat, runsToCvat } from "../shapes/dialects/cvat.js";
export { runsFromLabelStudio, runsToLabelStudio } from "../shapes/dialects/labelStudio.js";
export { runsFromYolo, runsToYolo, type YoloObject } from "../shapes/dialects/yolo.js";

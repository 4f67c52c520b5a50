import { MASK_COUNT, MASK_SIZE } from "../maskSet.js";

/** The headings of the rivals' tables; docs/performance.md has a place for each. */
export const TABLES = {
  scores: "Class scores, 1024 x 1024 pixels, 21 classes",
  masks: "Label maps, 2048 x 1024 pixels, 19 classes; binary masks, 4096 x 4096",
  surfaces:
    "Surfaces of a volume, 256 x 256 x 128 voxels of 0.8 x 0.8 x 2.5 mm; boundaries of label maps, 2048 x 1024 pixels, 19 classes",
  runs: `Run-length masks of ${MASK_COUNT} objects, ${MASK_SIZE.width} x ${MASK_SIZE.height} pixels each`,
  files: "Files to numbers, maskscore as a whole process, the others without their import",
} as const;

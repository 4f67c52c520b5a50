// The joint histogram of two label maps with so many classes that most cells of a matrix would be empty: a hash
// table of the cells that occur.
//
//    tablePtr:  u32 used | u32 ignoredCount | u32 status | u32 0 | capacity entries of { u32 cell, u32 count }
//
// A cell is groundTruth * numClasses + prediction, below 2^32 for up to 65,536 classes. An entry is free where
// its count is 0. The host empties the table when the kernel stops for want of room, and long before 2^32 pixels.

/** All pixels were counted. */
const DONE: u32 = 0;
/** The table is full; the pixel returned and those after it are not counted. */
const FULL: u32 = 1;
/** The pixel returned has a label outside 0..numClasses-1. */
const INVALID: u32 = 2;

/**
 * Adds the pixels of two maps of 32-bit labels, any alignment, to the table; capacity is a power of two. Sets status,
 * and gives how many pixels were counted. Neighbours that repeat a pair are counted by one look-up.
 */
export function sparseHistogramU32(
  groundTruthPtr: usize,
  predictionPtr: usize,
  pixelCount: usize,
  numClasses: u32,
  ignoreIndex: u32,
  hasIgnoreIndex: bool,
  tablePtr: usize,
  capacity: u32,
): usize {
  const entries = tablePtr + 16;
  const mostUsed = capacity - (capacity >> 2);
  let used = load<u32>(tablePtr);
  let ignored = load<u32>(tablePtr, 4);
  let status = DONE;
  let pixel: usize = 0;
  while (pixel < pixelCount) {
    const groundTruth = load<u32>(groundTruthPtr + (pixel << 2));
    if (hasIgnoreIndex && groundTruth == ignoreIndex) {
      ignored++;
      pixel++;
      continue;
    }
    const prediction = load<u32>(predictionPtr + (pixel << 2));
    if (groundTruth >= numClasses || prediction >= numClasses) {
      status = INVALID;
      break;
    }
    if (used >= mostUsed) {
      status = FULL;
      break;
    }
    const runStart = pixel;
    do {
      pixel++;
    } while (
      pixel < pixelCount &&
      load<u32>(groundTruthPtr + (pixel << 2)) == groundTruth &&
      load<u32>(predictionPtr + (pixel << 2)) == prediction
    );
    const cell = groundTruth * numClasses + prediction;
    // Fibonacci hashing: the high bits of the product are well mixed.
    let index = (cell * 0x9e3779b1) >> (clz(capacity) + 1);
    let entry = entries + (usize(index) << 3);
    while (load<u32>(entry, 4) != 0 && load<u32>(entry) != cell) {
      index = (index + 1) & (capacity - 1);
      entry = entries + (usize(index) << 3);
    }
    if (load<u32>(entry, 4) == 0) {
      store<u32>(entry, cell);
      used++;
    }
    store<u32>(entry, load<u32>(entry, 4) + u32(pixel - runStart), 4);
  }
  store<u32>(tablePtr, used);
  store<u32>(tablePtr, ignored, 4);
  store<u32>(tablePtr, status, 8);
  return pixel;
}

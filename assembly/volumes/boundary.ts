import { endOfRun } from "./labelBoxes";

// The boundary band of the classes of a label map, row by row. A pixel is inside its class where all pixels of the square of
// 2 * width + 1 around it are of the class, and of the image; else it is on the boundary. That is what `width` erosions by
// the 3 x 3 square leave out, of all classes at once and at the same cost whatever the width.
//
//    heightsPtr:  u32 of each column: how many rows up to this one have the same label over 2 * width + 1 columns around it

/** Takes a row into the heights. The row before is 0 of the first. Labels are u32. */
export function squareHeights(
  rowPtr: usize,
  rowBeforePtr: usize,
  columns: i32,
  width: i32,
  heightsPtr: usize,
): void {
  let start = 0;
  while (start < columns) {
    const label = load<u32>(rowPtr + (usize(start) << 2));
    const end = endOfRun<u32>(rowPtr, start, columns, label);
    const from = min(start + width, end);
    const to = max(end - width, from);
    let column = start;
    for (; column < from; column++) store<u32>(heightsPtr + (usize(column) << 2), 0);
    if (rowBeforePtr == 0) {
      for (; column < to; column++) store<u32>(heightsPtr + (usize(column) << 2), 1);
    } else {
      if (ASC_FEATURE_SIMD) {
        const wanted = i32x4.splat(label);
        const one = i32x4.splat(1);
        for (; column + 4 <= to; column += 4) {
          const same = i32x4.eq(v128.load(rowBeforePtr + (usize(column) << 2)), wanted);
          const ptr = heightsPtr + (usize(column) << 2);
          v128.store(ptr, i32x4.add(v128.and(v128.load(ptr), same), one));
        }
      }
      for (; column < to; column++) {
        const ptr = heightsPtr + (usize(column) << 2);
        const isSame = load<u32>(rowBeforePtr + (usize(column) << 2)) == label;
        store<u32>(ptr, isSame ? load<u32>(ptr) + 1 : 1);
      }
    }
    for (; column < end; column++) store<u32>(heightsPtr + (usize(column) << 2), 0);
    start = end;
  }
}

/**
 * Counts a row of both sides whose heights have reached `width` rows below it: a pixel is inside where its height is `enough`,
 * 2 * width + 1. Adds to
 *
 *    sumsPtr:  u32 of each class: intersection, groundTruth, prediction: pixels on both boundaries, and on each
 *
 * Labels of 2^32 - 1 do not count. Gives how many columns were counted: all, or those before a label that is no class.
 * No sum overflows before 2^32 pixels.
 */
export function countBoundary(
  groundTruthPtr: usize,
  predictionPtr: usize,
  groundTruthHeights: usize,
  predictionHeights: usize,
  columns: i32,
  enough: u32,
  numClasses: u32,
  sumsPtr: usize,
): i32 {
  let column = 0;
  while (column < columns) {
    const offset = usize(column) << 2;
    if (ASC_FEATURE_SIMD) {
      // Inside on both sides nothing counts, and most pixels are.
      if (column + 4 <= columns) {
        const least = i32x4.min_u(
          v128.load(groundTruthHeights + offset),
          v128.load(predictionHeights + offset),
        );
        if (i32x4.all_true(i32x4.ge_u(least, i32x4.splat(enough)))) {
          column += 4;
          continue;
        }
      }
    }
    const truth = load<u32>(groundTruthPtr + offset);
    const predicted = load<u32>(predictionPtr + offset);
    const inTruth = load<u32>(groundTruthHeights + offset) >= enough;
    const inPrediction = load<u32>(predictionHeights + offset) >= enough;
    if (truth != 0xffffffff && !inTruth) {
      if (truth >= numClasses) return column;
      add(sumsPtr + usize(truth) * 12 + 4);
    }
    if (predicted != 0xffffffff && !inPrediction) {
      if (predicted >= numClasses) return column;
      add(sumsPtr + usize(predicted) * 12 + 8);
      if (predicted == truth && !inTruth) add(sumsPtr + usize(truth) * 12);
    }
    column++;
  }
  return columns;
}


@inline
function add(sumPtr: usize): void {
  store<u32>(sumPtr, load<u32>(sumPtr) + 1);
}

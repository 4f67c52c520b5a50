import { widenHigh, widenLow } from "./lanes";

// Two score tensors -> the sums of |t * p|, |t| and |p| in float64, column by column. Adds to
//
//    sumsPtr:  f64 product[width] | f64 groundTruth[width] | f64 prediction[width]      (8-byte aligned)
//
// The tensors are read as one flat run of elementCount scores that starts in column 0 and has `width`
// columns: the classes, taken so many times that four lanes divide them (the host adds up the columns of
// a class). Each column is summed in the order of its elements, on from what sumsPtr holds, so neither
// the build nor the way the data was cut into calls changes a bit of the result.

/** float32 scores, any alignment. width is a multiple of 4. A float32 product is exact in float64. */
export function softSumsF32(
  groundTruthPtr: usize,
  predictionPtr: usize,
  elementCount: usize,
  width: usize,
  sumsPtr: usize,
): void {
  assert(width % 4 == 0);
  if (ASC_FEATURE_SIMD) {
    // Column groups of four run down a strip of rows with their sums in registers; the strip is short
    // enough (8 KiB a tensor) to stay in the first-level cache for the next group.
    const stripRows = max<usize>(1, 2048 / width);
    const rowCount = elementCount / width;
    for (let row: usize = 0; row < rowCount; row += stripRows) {
      const rows = min(stripRows, rowCount - row);
      const first = (row * width) << 2;
      for (let column: usize = 0; column < width; column += 4) {
        const offset = first + (column << 2);
        addColumnGroup(
          groundTruthPtr + offset,
          predictionPtr + offset,
          rows,
          width << 2,
          sumsPtr + (column << 3),
          width << 3,
        );
      }
    }
    const done = rowCount * width;
    softSumsOneByOne<f32>(
      groundTruthPtr + (done << 2),
      predictionPtr + (done << 2),
      elementCount - done,
      width,
      sumsPtr,
    );
  } else {
    softSumsOneByOne<f32>(groundTruthPtr, predictionPtr, elementCount, width, sumsPtr);
  }
}

/** float64 scores, any alignment; scalar in every build. */
export function softSumsF64(
  groundTruthPtr: usize,
  predictionPtr: usize,
  elementCount: usize,
  width: usize,
  sumsPtr: usize,
): void {
  assert(width % 4 == 0);
  softSumsOneByOne<f64>(groundTruthPtr, predictionPtr, elementCount, width, sumsPtr);
}

/** Adds `rows` rows of four columns; |t| * |p| equals |t * p| to the bit, and takes the signs off before widening. */
@inline
function addColumnGroup(
  groundTruthPtr: usize,
  predictionPtr: usize,
  rows: usize,
  rowBytes: usize,
  productPtr: usize,
  sumsBytes: usize,
): void {
  const groundTruthSumPtr = productPtr + sumsBytes;
  const predictionSumPtr = groundTruthSumPtr + sumsBytes;
  let productLow = v128.load(productPtr);
  let productHigh = v128.load(productPtr, 16);
  let groundTruthLow = v128.load(groundTruthSumPtr);
  let groundTruthHigh = v128.load(groundTruthSumPtr, 16);
  let predictionLow = v128.load(predictionSumPtr);
  let predictionHigh = v128.load(predictionSumPtr, 16);
  for (let row: usize = 0; row < rows; row++) {
    const t = f32x4.abs(v128.load(groundTruthPtr));
    const p = f32x4.abs(v128.load(predictionPtr));
    const tLow = widenLow(t);
    const tHigh = widenHigh(t);
    const pLow = widenLow(p);
    const pHigh = widenHigh(p);
    productLow = f64x2.add(productLow, f64x2.mul(tLow, pLow));
    productHigh = f64x2.add(productHigh, f64x2.mul(tHigh, pHigh));
    groundTruthLow = f64x2.add(groundTruthLow, tLow);
    groundTruthHigh = f64x2.add(groundTruthHigh, tHigh);
    predictionLow = f64x2.add(predictionLow, pLow);
    predictionHigh = f64x2.add(predictionHigh, pHigh);
    groundTruthPtr += rowBytes;
    predictionPtr += rowBytes;
  }
  v128.store(productPtr, productLow);
  v128.store(productPtr, productHigh, 16);
  v128.store(groundTruthSumPtr, groundTruthLow);
  v128.store(groundTruthSumPtr, groundTruthHigh, 16);
  v128.store(predictionSumPtr, predictionLow);
  v128.store(predictionSumPtr, predictionHigh, 16);
}

function softSumsOneByOne<T extends number>(
  groundTruthPtr: usize,
  predictionPtr: usize,
  elementCount: usize,
  width: usize,
  sumsPtr: usize,
): void {
  const sumsBytes = width << 3;
  const slotsEnd = sumsPtr + sumsBytes;
  let slot = sumsPtr;
  for (let i: usize = 0; i < elementCount; i++) {
    const t = abs(f64(load<T>(groundTruthPtr + i * sizeof<T>())));
    const p = abs(f64(load<T>(predictionPtr + i * sizeof<T>())));
    store<f64>(slot, load<f64>(slot) + t * p);
    store<f64>(slot + sumsBytes, load<f64>(slot + sumsBytes) + t);
    store<f64>(slot + 2 * sumsBytes, load<f64>(slot + 2 * sumsBytes) + p);
    slot += 8;
    if (slot == slotsEnd) slot = sumsPtr;
  }
}

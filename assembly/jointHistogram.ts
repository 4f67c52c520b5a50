// Two label maps -> how often each ground-truth class meets each predicted class. Adds to
//
//    countsPtr:  u32 confusionMatrix[numClasses * numClasses] (row ground truth, column prediction) | u32 ignoredCount
//
// Pixels whose ground truth is ignoreIndex are counted in ignoredCount, whatever their prediction. The
// result is the index of the first pixel with a label outside 0..numClasses-1, or pixelCount when there
// is none; what was counted up to it is then of no use. No counter overflows as long as the host
// empties them before 2^32 pixels. Increments to scattered places do not vectorise: scalar in every build.

/** Labels are u8, any alignment. ignoreIndex is 0..255, or -1 for none. */
export function jointHistogramU8(
  groundTruthPtr: usize,
  predictionPtr: usize,
  pixelCount: usize,
  numClasses: u32,
  ignoreIndex: i32,
  hasIgnoreIndex: bool,
  countsPtr: usize,
): usize {
  return jointHistogram<u8>(
    groundTruthPtr,
    predictionPtr,
    pixelCount,
    numClasses,
    u32(ignoreIndex),
    hasIgnoreIndex,
    countsPtr,
  );
}

/** Labels are 32 bits wide, any alignment, compared as u32: a negative one is out of range as it should be. */
export function jointHistogramI32(
  groundTruthPtr: usize,
  predictionPtr: usize,
  pixelCount: usize,
  numClasses: u32,
  ignoreIndex: i32,
  hasIgnoreIndex: bool,
  countsPtr: usize,
): usize {
  return jointHistogram<u32>(
    groundTruthPtr,
    predictionPtr,
    pixelCount,
    numClasses,
    u32(ignoreIndex),
    hasIgnoreIndex,
    countsPtr,
  );
}


@inline
function jointHistogram<T extends number>(
  groundTruthPtr: usize,
  predictionPtr: usize,
  pixelCount: usize,
  numClasses: u32,
  ignoreIndex: u32,
  hasIgnoreIndex: bool,
  countsPtr: usize,
): usize {
  const ignoredSlot = countsPtr + ((usize(numClasses) * numClasses) << 2);
  let ignored: u32 = 0;
  let pixel: usize = 0;
  for (; pixel < pixelCount; pixel++) {
    const groundTruth = u32(load<T>(groundTruthPtr + pixel * sizeof<T>()));
    if (hasIgnoreIndex && groundTruth == ignoreIndex) {
      ignored++;
      continue;
    }
    const prediction = u32(load<T>(predictionPtr + pixel * sizeof<T>()));
    if (groundTruth >= numClasses || prediction >= numClasses) break;
    const slot = countsPtr + ((usize(groundTruth) * numClasses + prediction) << 2);
    store<u32>(slot, load<u32>(slot) + 1);
  }
  store<u32>(ignoredSlot, load<u32>(ignoredSlot) + ignored);
  return pixel;
}

// How many pixels each pair of segments has, of two maps of 32-bit ids: a hash table of the pairs that occur.
//
//    tablePtr:  u32 used | u32 0 | u32 0 | u32 0 | capacity entries of { u32 groundTruth, u32 prediction, u32 pixels, u32 0 }
//
// An entry is free where its count is 0. Counts fit u32 because memory does: the host empties the table after each call that
// could bring them to 2^32.

/** The first of the pixels from `pixel` on that is of another pair; pixelCount where there is none. */
function runEnd(
  groundTruthPtr: usize,
  predictionPtr: usize,
  pixel: usize,
  pixelCount: usize,
  groundTruth: u32,
  prediction: u32,
): usize {
  if (ASC_FEATURE_SIMD) {
    const truths = i32x4.splat(groundTruth);
    const predictions = i32x4.splat(prediction);
    while (pixel + 4 <= pixelCount) {
      const same = v128.and(
        i32x4.eq(v128.load(groundTruthPtr + (pixel << 2)), truths),
        i32x4.eq(v128.load(predictionPtr + (pixel << 2)), predictions),
      );
      // One bit a lane: the lowest that is 0 is where the run ends.
      const lanes = i32x4.bitmask(same);
      if (lanes != 15) return pixel + usize(ctz(~lanes));
      pixel += 4;
    }
  }
  while (
    pixel < pixelCount &&
    load<u32>(groundTruthPtr + (pixel << 2)) == groundTruth &&
    load<u32>(predictionPtr + (pixel << 2)) == prediction
  ) {
    pixel++;
  }
  return pixel;
}

/**
 * Adds the pixels of two maps, any alignment, to the table; capacity is a power of two. Gives how many pixels were counted:
 * fewer than there are where the table has become three quarters full. A run of equal neighbours takes one look-up.
 */
export function segmentPairs(
  groundTruthPtr: usize,
  predictionPtr: usize,
  pixelCount: usize,
  tablePtr: usize,
  capacity: u32,
): usize {
  const entries = tablePtr + 16;
  const mostUsed = capacity - (capacity >> 2);
  const mask = capacity - 1;
  let used = load<u32>(tablePtr);
  let pixel: usize = 0;
  while (pixel < pixelCount && used < mostUsed) {
    const groundTruth = load<u32>(groundTruthPtr + (pixel << 2));
    const prediction = load<u32>(predictionPtr + (pixel << 2));
    const end = runEnd(groundTruthPtr, predictionPtr, pixel + 1, pixelCount, groundTruth, prediction);
    // Ids may be small and consecutive on both sides, or differ in their high bits only: all bits are mixed.
    let hash = (groundTruth * 0x9e3779b1) ^ (prediction * 0x85ebca6b);
    hash = (hash ^ (hash >> 15)) * 0x2c1b3c6d;
    let index = (hash ^ (hash >> 13)) & mask;
    let entry = entries + (usize(index) << 4);
    while (
      load<u32>(entry, 8) != 0 &&
      (load<u32>(entry) != groundTruth || load<u32>(entry, 4) != prediction)
    ) {
      index = (index + 1) & mask;
      entry = entries + (usize(index) << 4);
    }
    if (load<u32>(entry, 8) == 0) {
      store<u32>(entry, groundTruth);
      store<u32>(entry, prediction, 4);
      used++;
    }
    store<u32>(entry, load<u32>(entry, 8) + u32(end - pixel), 8);
    pixel = end;
  }
  store<u32>(tablePtr, used);
  return pixel;
}

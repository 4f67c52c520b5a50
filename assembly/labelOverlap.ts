/**
 * Two label maps -> per class the pixels both give it, and the pixels each gives it. Adds to
 *
 *    countsPtr:  u32 intersection[numClasses] | u32 groundTruthArea[numClasses] | u32 predictionArea[numClasses]
 *
 * Reads pixelCount u16 at each label pointer, any alignment; every label must be < numClasses.
 * Neighbouring pixels mostly repeat the same pair of labels, so a run is counted once, by its length.
 * No counter overflows as long as the host empties them before 2^32 pixels.
 */
export function labelOverlap(
  groundTruthPtr: usize,
  predictionPtr: usize,
  pixelCount: usize,
  numClasses: usize,
  countsPtr: usize,
): void {
  if (pixelCount == 0) return;
  const groundTruthAreaPtr = countsPtr + (numClasses << 2);
  const predictionAreaPtr = groundTruthAreaPtr + (numClasses << 2);
  let pixel: usize = 0;
  while (pixel < pixelCount) {
    const groundTruth = load<u16>(groundTruthPtr + (pixel << 1));
    const prediction = load<u16>(predictionPtr + (pixel << 1));
    assert(groundTruth < numClasses && prediction < numClasses);
    const runStart = pixel++;
    if (ASC_FEATURE_SIMD) {
      const groundTruths = i16x8.splat(groundTruth);
      const predictions = i16x8.splat(prediction);
      while (pixel + 8 <= pixelCount) {
        const same = v128.and(
          i16x8.eq(v128.load(groundTruthPtr + (pixel << 1)), groundTruths),
          i16x8.eq(v128.load(predictionPtr + (pixel << 1)), predictions),
        );
        const repeats = ctz(~i16x8.bitmask(same));
        pixel += repeats;
        if (repeats < 8) break;
      }
    }
    while (
      pixel < pixelCount &&
      load<u16>(groundTruthPtr + (pixel << 1)) == groundTruth &&
      load<u16>(predictionPtr + (pixel << 1)) == prediction
    ) {
      pixel++;
    }
    const run = u32(pixel - runStart);
    if (groundTruth == prediction) add(countsPtr, groundTruth, run);
    add(groundTruthAreaPtr, groundTruth, run);
    add(predictionAreaPtr, prediction, run);
  }
}


@inline
function add(areaPtr: usize, label: u16, pixels: u32): void {
  const slot = areaPtr + (usize(label) << 2);
  store<u32>(slot, load<u32>(slot) + pixels);
}

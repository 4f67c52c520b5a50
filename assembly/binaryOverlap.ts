// Two binary masks -> pixels set in both, in the ground truth, in the prediction. Adds to
//
//    countsPtr:  u32 intersection | u32 groundTruthArea | u32 predictionArea
//
// No counter overflows as long as the host empties them before 2^32 pixels.

/** One byte a pixel, any alignment; any nonzero byte is foreground. */
export function binaryOverlapU8(
  groundTruthPtr: usize,
  predictionPtr: usize,
  pixelCount: usize,
  countsPtr: usize,
): void {
  let intersection: u32 = 0;
  let groundTruthArea: u32 = 0;
  let predictionArea: u32 = 0;
  let i: usize = 0;
  if (ASC_FEATURE_SIMD) {
    const simdEnd = pixelCount & ~31;
    const zero = i8x16.splat(0);
    while (i < simdEnd) {
      // Background is counted, since "equals zero" is one instruction; -1 a lane, and a u8 lane holds 255 of them.
      const blockEnd = min<usize>(i + 127 * 32, simdEnd);
      const blockStart = i;
      let neither = zero;
      let noGroundTruth = zero;
      let noPrediction = zero;
      for (; i < blockEnd; i += 32) {
        const t0 = i8x16.eq(v128.load(groundTruthPtr + i), zero);
        const p0 = i8x16.eq(v128.load(predictionPtr + i), zero);
        const t1 = i8x16.eq(v128.load(groundTruthPtr + i, 16), zero);
        const p1 = i8x16.eq(v128.load(predictionPtr + i, 16), zero);
        noGroundTruth = i8x16.sub(i8x16.sub(noGroundTruth, t0), t1);
        noPrediction = i8x16.sub(i8x16.sub(noPrediction, p0), p1);
        neither = i8x16.sub(i8x16.sub(neither, v128.or(t0, p0)), v128.or(t1, p1));
      }
      const pixels = u32(blockEnd - blockStart);
      intersection += pixels - sumLanesU8(neither);
      groundTruthArea += pixels - sumLanesU8(noGroundTruth);
      predictionArea += pixels - sumLanesU8(noPrediction);
    }
  }
  for (; i < pixelCount; i++) {
    const t = u32(load<u8>(groundTruthPtr + i) != 0);
    const p = u32(load<u8>(predictionPtr + i) != 0);
    intersection += t & p;
    groundTruthArea += t;
    predictionArea += p;
  }
  addCounts(countsPtr, intersection, groundTruthArea, predictionArea);
}

/**
 * One bit a pixel, the first pixel in the highest bit of a byte, as NumPy's packbits writes them; any alignment.
 * Each row begins at a byte, rowBytes after the row before; what stands behind its last pixel does not count.
 */
export function binaryOverlapPacked(
  groundTruthPtr: usize,
  predictionPtr: usize,
  width: usize,
  height: usize,
  rowBytes: usize,
  countsPtr: usize,
): void {
  let intersection: u32 = 0;
  let groundTruthArea: u32 = 0;
  let predictionArea: u32 = 0;
  const wholeBytes = width >> 3;
  // The bits of a row's last, partly used byte that are pixels.
  const tailMask = (u32(0xff00) >> u32(width & 7)) & 0xff;
  for (let row: usize = 0; row < height; row++) {
    const t = groundTruthPtr + row * rowBytes;
    const p = predictionPtr + row * rowBytes;
    let byte: usize = 0;
    for (; byte + 8 <= wholeBytes; byte += 8) {
      const t8 = load<u64>(t + byte);
      const p8 = load<u64>(p + byte);
      intersection += u32(popcnt(t8 & p8));
      groundTruthArea += u32(popcnt(t8));
      predictionArea += u32(popcnt(p8));
    }
    for (; byte < (width + 7) >> 3; byte++) {
      const mask: u32 = byte < wholeBytes ? 0xff : tailMask;
      const t1 = u32(load<u8>(t + byte)) & mask;
      const p1 = u32(load<u8>(p + byte)) & mask;
      intersection += popcnt(t1 & p1);
      groundTruthArea += popcnt(t1);
      predictionArea += popcnt(p1);
    }
  }
  addCounts(countsPtr, intersection, groundTruthArea, predictionArea);
}


@inline
function addCounts(countsPtr: usize, intersection: u32, groundTruthArea: u32, predictionArea: u32): void {
  store<u32>(countsPtr, load<u32>(countsPtr) + intersection);
  store<u32>(countsPtr, load<u32>(countsPtr, 4) + groundTruthArea, 4);
  store<u32>(countsPtr, load<u32>(countsPtr, 8) + predictionArea, 8);
}

/** Sum of sixteen u8 lanes. */
@inline
function sumLanesU8(v: v128): u32 {
  const quads = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(v));
  const pairs = i32x4.add(quads, v128.shuffle<i32>(quads, quads, 2, 3, 0, 1));
  return i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1);
}

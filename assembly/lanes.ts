// Small SIMD idioms shared by the kernels. Only reached from blocks guarded by ASC_FEATURE_SIMD.

/** Sum of the four i32 lanes. */
@inline
export function sumLanesI32(v: v128): i32 {
  const pairs = i32x4.add(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
  return i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1);
}

/** The largest of the four f32 lanes, in every lane. Lanes must hold no NaN: pmax is one
 *  instruction where f32x4.max, which handles NaN, is many. */
@inline
export function maxLanesF32(v: v128): v128 {
  const pairs = f32x4.pmax(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
  return f32x4.pmax(pairs, v128.shuffle<i32>(pairs, pairs, 1, 0, 3, 2));
}

/** Lanes where a later score x takes over from the best so far: x is larger, or x is the first NaN.
 *  best >= x is false for an unordered pair too, so a NaN in x passes; best == best bars the way
 *  once best is NaN itself. */
@inline
export function takesOverF32(best: v128, x: v128): v128 {
  return v128.andnot(f32x4.eq(best, best), f32x4.ge(best, x));
}

/** Two lane masks of four i32 (0 or -1) as eight u16 of 0 or 1. */
@inline
export function masksToU16(low: v128, high: v128): v128 {
  return i16x8.neg(i16x8.narrow_i32x4_s(low, high));
}

/** The two low f32 lanes as f64: exact. */
@inline
export function widenLow(v: v128): v128 {
  return f64x2.promote_low_f32x4(v);
}

/** The two high f32 lanes as f64: exact. */
@inline
export function widenHigh(v: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i32>(v, v, 2, 3, 2, 3));
}

/** One bit for each of 16 pixels: its pair of labels differs from that of the pixel before. Reads one label
 *  before each address. */
@inline
export function changeMask16<T extends number>(groundTruthPtr: usize, predictionPtr: usize): u64 {
  let same: v128;
  if (sizeof<T>() == 1) {
    same = samePair<T>(groundTruthPtr, predictionPtr);
  } else if (sizeof<T>() == 2) {
    same = i8x16.narrow_i16x8_s(
      samePair<T>(groundTruthPtr, predictionPtr),
      samePair<T>(groundTruthPtr + 16, predictionPtr + 16),
    );
  } else {
    same = i8x16.narrow_i16x8_s(
      i16x8.narrow_i32x4_s(
        samePair<T>(groundTruthPtr, predictionPtr),
        samePair<T>(groundTruthPtr + 16, predictionPtr + 16),
      ),
      i16x8.narrow_i32x4_s(
        samePair<T>(groundTruthPtr + 32, predictionPtr + 32),
        samePair<T>(groundTruthPtr + 48, predictionPtr + 48),
      ),
    );
  }
  return u64(u32(~i8x16.bitmask(same) & 0xffff));
}

/** One vector of pixels: -1 in the lanes whose pair of labels is that of the pixel before. */
@inline
function samePair<T extends number>(groundTruthPtr: usize, predictionPtr: usize): v128 {
  return v128.and(
    v128.eq<T>(v128.load(groundTruthPtr), v128.load(groundTruthPtr - sizeof<T>())),
    v128.eq<T>(v128.load(predictionPtr), v128.load(predictionPtr - sizeof<T>())),
  );
}

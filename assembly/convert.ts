// Narrow scores -> float32, and labels of one width -> another: exact, tile by tile, so that one argmax and one
// histogram serve every type that users bring.

/** u8 scores -> f32. Reads `count` bytes, writes `count` f32; any alignment, no overlap. */
export function widenScoresU8(sourcePtr: usize, count: usize, targetPtr: usize): void {
  let i: usize = 0;
  if (ASC_FEATURE_SIMD) {
    for (; i + 8 <= count; i += 8) {
      const words = v128.load_ext<u8>(sourcePtr + i);
      v128.store(targetPtr + (i << 2), f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(words)));
      v128.store(targetPtr + (i << 2), f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(words)), 16);
    }
  }
  for (; i < count; i++) store<f32>(targetPtr + (i << 2), f32(load<u8>(sourcePtr + i)));
}

/**
 * float16 bits (IEEE 754 binary16) -> f32, exactly: denormals, infinities and NaN stay what they are. Reads `count`
 * u16, writes `count` f32; any alignment, no overlap.
 *
 * Exponent and mantissa, moved to their places in a float32, make a number 2^112 too small; one multiplication
 * sets that right, denormals included. Infinity and NaN (exponent all ones) come out as 65536 and more, which no
 * finite float16 reaches: they get float32's exponent of all ones.
 */
export function widenScoresF16(sourcePtr: usize, count: usize, targetPtr: usize): void {
  let i: usize = 0;
  if (ASC_FEATURE_SIMD) {
    const scale = f32x4.splat(5192296858534827628530496329220096.0); // 2^112
    const beyond = f32x4.splat(65536);
    for (; i + 4 <= count; i += 4) {
      const bits = v128.load_ext<u16>(sourcePtr + (i << 1));
      const magnitude = f32x4.mul(i32x4.shl(v128.and(bits, i32x4.splat(0x7fff)), 13), scale);
      const special = v128.and(f32x4.ge(magnitude, beyond), i32x4.splat(0x7f800000));
      const sign = i32x4.shl(v128.and(bits, i32x4.splat(0x8000)), 16);
      v128.store(targetPtr + (i << 2), v128.or(v128.or(magnitude, special), sign));
    }
  }
  for (; i < count; i++) {
    const bits = u32(load<u16>(sourcePtr + (i << 1)));
    const magnitude = reinterpret<f32>((bits & 0x7fff) << 13) * f32(5192296858534827628530496329220096.0);
    const special: u32 = magnitude >= 65536 ? 0x7f800000 : 0;
    store<u32>(targetPtr + (i << 2), reinterpret<u32>(magnitude) | special | ((bits & 0x8000) << 16));
  }
}

/**
 * 64-bit labels -> 32-bit ones, in place at half the width: ignoreIndex becomes -1, other labels outside 0..2^31-1
 * become -2, which no class has. Reads `count` i64 and writes `count` i32; targetPtr may be sourcePtr.
 */
export function narrowLabelsI64(
  sourcePtr: usize,
  count: usize,
  targetPtr: usize,
  ignoreIndex: i64,
  hasIgnoreIndex: bool,
): void {
  for (let i: usize = 0; i < count; i++) {
    const label = load<i64>(sourcePtr + (i << 3));
    let narrow = i32(label);
    if (u64(label) > 0x7fffffff) narrow = -2;
    if (hasIgnoreIndex && label == ignoreIndex) narrow = -1;
    store<i32>(targetPtr + (i << 2), narrow);
  }
}

/** u16 labels -> u8, for labels below 256. In place or apart; any alignment. */
export function narrowLabelsU16(sourcePtr: usize, count: usize, targetPtr: usize): void {
  let i: usize = 0;
  if (ASC_FEATURE_SIMD) {
    for (; i + 16 <= count; i += 16) {
      const low = v128.load(sourcePtr + (i << 1));
      const high = v128.load(sourcePtr + (i << 1), 16);
      v128.store(targetPtr + i, i8x16.narrow_i16x8_u(low, high));
    }
  }
  for (; i < count; i++) store<u8>(targetPtr + i, u8(load<u16>(sourcePtr + (i << 1))));
}

/** u16 labels -> u32. Reads `count` u16, writes `count` u32; any alignment, no overlap. */
export function widenLabelsU16(sourcePtr: usize, count: usize, targetPtr: usize): void {
  let i: usize = 0;
  if (ASC_FEATURE_SIMD) {
    for (; i + 4 <= count; i += 4) {
      v128.store(targetPtr + (i << 2), v128.load_ext<u16>(sourcePtr + (i << 1)));
    }
  }
  for (; i < count; i++) store<u32>(targetPtr + (i << 2), load<u16>(sourcePtr + (i << 1)));
}

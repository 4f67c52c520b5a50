// A class of a label map as one bit a pixel: 64 neighbours are looked at by one instruction.
//
//    maskPtr:  rows of rowWords u64; column k of a row is bit k & 63 of word k >> 6; bits behind the last column are 0

/**
 * Packs `count` labels of each of `rows` rows, `stride` labels apart, from column `first` on: 1 where the label is `label`,
 * or with anyLabel where it is not 0. Labels of 1 or 4 bytes, any alignment.
 */
export function packMask(
  labelsPtr: usize,
  labelBytes: u32,
  stride: usize,
  first: usize,
  count: usize,
  rows: usize,
  label: u32,
  anyLabel: bool,
  maskPtr: usize,
  rowWords: usize,
): void {
  for (let row: usize = 0; row < rows; row++) {
    const rowPtr = labelsPtr + (row * stride + first) * usize(labelBytes);
    const bitsPtr = maskPtr + row * rowWords * 8;
    for (let word: usize = 0; word < rowWords; word++) {
      const start = word << 6;
      let bits: u64 = 0;
      if (start < count) {
        const length = min<usize>(64, count - start);
        const wordPtr = rowPtr + start * usize(labelBytes);
        bits = labelBytes == 1 ? pack<u8>(wordPtr, length, label) : pack<u32>(wordPtr, length, label);
        if (anyLabel) {
          const unset = labelBytes == 1 ? pack<u8>(wordPtr, length, 0) : pack<u32>(wordPtr, length, 0);
          bits = ~unset & (length == 64 ? u64.MAX_VALUE : ((<u64>1) << length) - 1);
        }
      }
      store<u64>(bitsPtr + word * 8, bits);
    }
  }
}

/** Up to 64 labels that are the one wanted, as bits. */
@inline
function pack<T>(labelsPtr: usize, length: usize, label: u32): u64 {
  // A byte never is a label beyond 255.
  if (sizeof<T>() == 1 && label > 255) return 0;
  let bits: u64 = 0;
  let i: usize = 0;
  if (ASC_FEATURE_SIMD) {
    const lanes: usize = 16 / sizeof<T>();
    const wanted = sizeof<T>() == 1 ? i8x16.splat(i8(label)) : i32x4.splat(i32(label));
    for (; i + lanes <= length; i += lanes) {
      const found = v128.load(labelsPtr + i * sizeof<T>());
      const same =
        sizeof<T>() == 1 ? i8x16.bitmask(i8x16.eq(found, wanted)) : i32x4.bitmask(i32x4.eq(found, wanted));
      bits |= u64(u32(same)) << i;
    }
  }
  for (; i < length; i++) bits |= u64(u32(load<T>(labelsPtr + i * sizeof<T>())) == label) << i;
  return bits;
}

/** Bits set in both of two pieces of `words` u64. */
export function commonBits(aPtr: usize, bPtr: usize, words: usize): f64 {
  let count: u64 = 0;
  for (let i: usize = 0; i < words; i++) {
    count += popcnt(load<u64>(aPtr + i * 8) & load<u64>(bPtr + i * 8));
  }
  return f64(count);
}

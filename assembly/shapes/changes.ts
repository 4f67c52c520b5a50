// Where a mask of bytes changes between 0 and any other value: what its runs are made of.

/**
 * Changes from each row to the one below it: { u32 column, u32 row } each, from changesPtr + 8 on, and how many at
 * changesPtr. The row above the first is the `width` bytes before rowsPtr. Gives how many rows were looked at: fewer than
 * there are where a row more might not fit the `capacity` changes.
 */
export function rowChanges(
  rowsPtr: usize,
  rowCount: u32,
  width: usize,
  firstRow: u32,
  changesPtr: usize,
  capacity: usize,
): u32 {
  let out = changesPtr + 8;
  const outEnd = out + (capacity << 3);
  let row: u32 = 0;
  for (; row < rowCount && out + (width << 3) <= outEnd; row++) {
    const rowPtr = rowsPtr + usize(row) * width;
    const abovePtr = rowPtr - width;
    let column: usize = 0;
    if (ASC_FEATURE_SIMD) {
      const zero = i8x16.splat(0);
      for (; column + 32 <= width; column += 32) {
        const low = v128.load(rowPtr + column);
        const high = v128.load(rowPtr + column, 16);
        const lowAbove = v128.load(abovePtr + column);
        const highAbove = v128.load(abovePtr + column, 16);
        if (!v128.any_true(v128.or(v128.xor(low, lowAbove), v128.xor(high, highAbove)))) continue;
        let lanes =
          u32(i8x16.bitmask(v128.xor(i8x16.eq(low, zero), i8x16.eq(lowAbove, zero)))) |
          (u32(i8x16.bitmask(v128.xor(i8x16.eq(high, zero), i8x16.eq(highAbove, zero)))) << 16);
        for (; lanes != 0; lanes &= lanes - 1) {
          store<u32>(out, u32(column) + ctz(lanes));
          store<u32>(out, firstRow + row, 4);
          out += 8;
        }
      }
    }
    for (; column < width; column++) {
      if ((load<u8>(rowPtr + column) != 0) != (load<u8>(abovePtr + column) != 0)) {
        store<u32>(out, u32(column));
        store<u32>(out, firstRow + row, 4);
        out += 8;
      }
    }
  }
  store<u32>(changesPtr, u32((out - changesPtr - 8) >> 3));
  return row;
}

/**
 * Places of `count` bytes that are another kind than the byte before them, u32 each at outPtr, where there is room for
 * `count`; before the first is what wasIn says. Gives how many.
 */
export function byteChanges(bytesPtr: usize, count: usize, wasIn: bool, outPtr: usize): usize {
  let out = outPtr;
  let last: u32 = u32(wasIn);
  let i: usize = 0;
  if (ASC_FEATURE_SIMD) {
    const zero = i8x16.splat(0);
    for (; i + 32 <= count; i += 32) {
      const lanes = ~(
        u32(i8x16.bitmask(i8x16.eq(v128.load(bytesPtr + i), zero))) |
        (u32(i8x16.bitmask(i8x16.eq(v128.load(bytesPtr + i, 16), zero))) << 16)
      );
      let changed = lanes ^ ((lanes << 1) | last);
      last = lanes >>> 31;
      for (; changed != 0; changed &= changed - 1) {
        store<u32>(out, u32(i) + ctz(changed));
        out += 4;
      }
    }
  }
  for (; i < count; i++) {
    const isIn = u32(load<u8>(bytesPtr + i) != 0);
    if (isIn != last) {
      store<u32>(out, u32(i));
      out += 4;
    }
    last = isIn;
  }
  return (out - outPtr) >> 2;
}

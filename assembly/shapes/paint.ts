// Bytes out of runs: countsPtr has u32 lengths of runs out of and in the mask by turns, column by column.

/**
 * Row by row: `rowCount` rows from `firstRow` on, which have all of the mask, of bytes that are 0 before. First the rows where
 * a column changes are marked, then each row takes over what is above it. Height is at most 2^31.
 */
export function paintColumns(
  countsPtr: usize,
  runCount: usize,
  height: u32,
  width: usize,
  firstRow: u32,
  rowCount: u32,
  outPtr: usize,
): void {
  let column: usize = 0;
  let row: u32 = 0;
  const end = countsPtr + (runCount & ~1) * 4;
  for (let run = countsPtr; run < end; run += 8) {
    row += load<u32>(run) % height;
    column += usize(load<u32>(run) / height);
    if (row >= height) {
      row -= height;
      column++;
    }
    let left = load<u32>(run, 4);
    while (left > 0) {
      const length = min<u32>(left, height - row);
      flip(outPtr, row - firstRow, rowCount, width, column);
      flip(outPtr, row + length - firstRow, rowCount, width, column);
      left -= length;
      row += length;
      if (row == height) {
        row = 0;
        column++;
      }
    }
  }
  const outEnd = outPtr + usize(rowCount) * width;
  let ptr = outPtr + width;
  if (ASC_FEATURE_SIMD) {
    // A row is at least as far from the one above as it is wide: narrow ones go byte by byte.
    if (width >= 16) {
      for (; ptr + 16 <= outEnd; ptr += 16) v128.store(ptr, v128.xor(v128.load(ptr), v128.load(ptr - width)));
    }
  }
  if (width >= 8) {
    for (; ptr + 8 <= outEnd; ptr += 8) store<u64>(ptr, load<u64>(ptr) ^ load<u64>(ptr - width));
  }
  for (; ptr < outEnd; ptr++) store<u8>(ptr, load<u8>(ptr) ^ load<u8>(ptr - width));
}


@inline
function flip(outPtr: usize, row: u32, rowCount: u32, width: usize, column: usize): void {
  if (row >= rowCount) return;
  const ptr = outPtr + usize(row) * width + column;
  store<u8>(ptr, load<u8>(ptr) ^ 1);
}

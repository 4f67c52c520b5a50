// Bytes out of runs: countsPtr has u32 lengths of runs out of and in the mask by turns, column by column.

/** Fills `length` bytes with 1. Short runs are the most: a call to fill takes longer than they do. */
@inline
function fillOnes(ptr: usize, length: usize): void {
  if (length > 64) {
    memory.fill(ptr, 1, length);
    return;
  }
  const end = ptr + length;
  for (; ptr + 8 <= end; ptr += 8) store<u64>(ptr, 0x0101010101010101);
  for (; ptr < end; ptr++) store<u8>(ptr, 1);
}

/** The same order: sets the bytes of runs in the mask, which are 0 before. Byte 0 of outPtr is pixel `first`, that of no run before it. */
export function paintRuns(countsPtr: usize, runCount: usize, first: usize, outPtr: usize): void {
  let place: usize = 0;
  const end = countsPtr + (runCount & ~1) * 4;
  for (let run = countsPtr; run < end; run += 8) {
    const start = place + usize(load<u32>(run));
    place = start + usize(load<u32>(run, 4));
    fillOnes(outPtr + start - first, place - start);
  }
}

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

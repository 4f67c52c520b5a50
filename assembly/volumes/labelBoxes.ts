// Where each class lies in a volume: the planes, rows and columns that hold it.
//
//    boxesPtr:  numClasses boxes of i32 firstPlane, lastPlane, firstRow, lastRow, firstColumn, lastColumn
//
// The host begins with boxes that hold nothing: firsts beyond the volume, lasts -1.

/** A label of no class that stands in no box: the host writes it where a pixel does not count. */
const NO_CLASS: u32 = 0xffffffff;

/**
 * Widens the boxes by a piece of a plane: rowCount rows of bytes, from firstRow on. Gives how many labels were looked at:
 * all, or those before the first that is no class. With anyLabel every label but 0 is in box 0.
 */
export function labelBoxesU8(
  labelsPtr: usize,
  plane: i32,
  firstRow: i32,
  rowCount: i32,
  columns: i32,
  numClasses: u32,
  anyLabel: bool,
  boxesPtr: usize,
): usize {
  return widen<u8>(labelsPtr, plane, firstRow, rowCount, columns, numClasses, anyLabel, boxesPtr);
}

/** The same of 32-bit labels, any alignment; those of no class (2^32 - 1) are in no box. */
export function labelBoxesU32(
  labelsPtr: usize,
  plane: i32,
  firstRow: i32,
  rowCount: i32,
  columns: i32,
  numClasses: u32,
  anyLabel: bool,
  boxesPtr: usize,
): usize {
  return widen<u32>(labelsPtr, plane, firstRow, rowCount, columns, numClasses, anyLabel, boxesPtr);
}


@inline
function widen<T>(
  labelsPtr: usize,
  plane: i32,
  firstRow: i32,
  rowCount: i32,
  columns: i32,
  numClasses: u32,
  anyLabel: bool,
  boxesPtr: usize,
): usize {
  for (let row = 0; row < rowCount; row++) {
    const rowPtr = labelsPtr + usize(row) * usize(columns) * sizeof<T>();
    let column = 0;
    while (column < columns) {
      const label = load<T>(rowPtr + usize(column) * sizeof<T>());
      const start = column;
      column = endOfRun<T>(rowPtr, column, columns, label);
      let box = u32(label);
      if (anyLabel) {
        if (box == 0) continue;
        box = 0;
      } else if (box >= numClasses) {
        if (sizeof<T>() == 4 && box == NO_CLASS) continue;
        return usize(row) * usize(columns) + usize(start);
      }
      const boxPtr = boxesPtr + usize(box) * 24;
      if (plane < load<i32>(boxPtr)) store<i32>(boxPtr, plane);
      if (plane > load<i32>(boxPtr, 4)) store<i32>(boxPtr, plane, 4);
      if (firstRow + row < load<i32>(boxPtr, 8)) store<i32>(boxPtr, firstRow + row, 8);
      if (firstRow + row > load<i32>(boxPtr, 12)) store<i32>(boxPtr, firstRow + row, 12);
      if (start < load<i32>(boxPtr, 16)) store<i32>(boxPtr, start, 16);
      if (column - 1 > load<i32>(boxPtr, 20)) store<i32>(boxPtr, column - 1, 20);
    }
  }
  return usize(rowCount) * usize(columns);
}

/** Where the run of a label that begins at a column ends, exclusive. */
@inline
export function endOfRun<T>(rowPtr: usize, start: i32, columns: i32, label: T): i32 {
  let column = start + 1;
  if (ASC_FEATURE_SIMD) {
    const lanes: i32 = 16 / sizeof<T>();
    const wanted = sizeof<T>() == 1 ? i8x16.splat(i8(label)) : i32x4.splat(i32(label));
    while (column + lanes <= columns) {
      const found = v128.load(rowPtr + usize(column) * sizeof<T>());
      const same =
        sizeof<T>() == 1
          ? i8x16.bitmask(i8x16.eq(found, wanted)) ^ 0xffff
          : i32x4.bitmask(i32x4.eq(found, wanted)) ^ 0xf;
      if (same != 0) return column + ctz(same);
      column += lanes;
    }
  }
  while (column < columns && load<T>(rowPtr + usize(column) * sizeof<T>()) == label) column++;
  return column;
}

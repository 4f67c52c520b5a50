// The edge of a mask, as points of a grid. Masks and points are packed (see packMask.ts):
//
//    maskPtr:    (planes + 2) x (rows + 2) rows of rowWords u64: the mask with a plane and a row of background around it
//    pointsPtr:  (planes + 1) x (rows + 1) rows of as many: column k of plane i and row j is a voxel of the mask (edges), or
//                the corner before it (surfels)
//
// A row has at least one column more than the mask. A flat mask is one plane that has no neighbours before and behind.

/** Voxels of the mask with a neighbour at a side (4 of a flat mask, else 6) outside of it. Gives how many. */
export function edgePoints(
  maskPtr: usize,
  planes: usize,
  rows: usize,
  rowWords: usize,
  isFlat: bool,
  pointsPtr: usize,
): u32 {
  const rowBytes = rowWords << 3;
  const planeBytes = (rows + 2) * rowBytes;
  const between: usize = isFlat ? 0 : planeBytes;
  let count: u32 = 0;
  let outPtr = pointsPtr;
  for (let i: usize = 0; i <= planes; i++) {
    for (let j: usize = 0; j <= rows; j++) {
      let ptr = maskPtr + (i + 1) * planeBytes + (j + 1) * rowBytes;
      let carry: u64 = 0;
      for (let word: usize = 0; word < rowWords; word++, ptr += 8, outPtr += 8) {
        let points: u64 = 0;
        // Behind the mask there are only zeros, and of the last plane and row no neighbours either.
        const bits = i < planes && j < rows ? load<u64>(ptr) : 0;
        if (bits != 0) {
          const next = word + 1 < rowWords ? load<u64>(ptr, 8) << 63 : 0;
          const inside =
            ((bits << 1) | carry) &
            ((bits >> 1) | next) &
            load<u64>(ptr - rowBytes) &
            load<u64>(ptr + rowBytes) &
            load<u64>(ptr - between) &
            load<u64>(ptr + between);
          points = bits & ~inside;
          count += u32(popcnt(points));
        }
        carry = bits >> 63;
        store<u64>(outPtr, points);
      }
    }
  }
  return count;
}

/** Corners of voxels, some of whose 8 voxels (4 of a flat mask) are in the mask and some not. Gives how many. */
export function surfelPoints(
  maskPtr: usize,
  planes: usize,
  rows: usize,
  rowWords: usize,
  isFlat: bool,
  pointsPtr: usize,
): u32 {
  const rowBytes = rowWords << 3;
  const planeBytes = (rows + 2) * rowBytes;
  const between: usize = isFlat ? 0 : planeBytes;
  let count: u32 = 0;
  let outPtr = pointsPtr;
  for (let i: usize = 0; i <= planes; i++) {
    for (let j: usize = 0; j <= rows; j++) {
      let ptr = maskPtr + (i + 1) * planeBytes + (j + 1) * rowBytes;
      let carryAny: u64 = 0;
      let carryAll: u64 = 0;
      for (let word: usize = 0; word < rowWords; word++, ptr += 8, outPtr += 8) {
        const a = load<u64>(ptr);
        const b = load<u64>(ptr - rowBytes);
        const c = load<u64>(ptr - between);
        const d = load<u64>(ptr - between - rowBytes);
        const some = a | b | c | d;
        const every = a & b & c & d;
        let points = (some | (some << 1) | carryAny) & ~(every & ((every << 1) | carryAll));
        carryAny = some >> 63;
        carryAll = every >> 63;
        if (isFlat && i == planes) points = 0;
        count += u32(popcnt(points));
        store<u64>(outPtr, points);
      }
    }
  }
  return count;
}

/**
 * One byte for each point of surfelPoints: which of its voxels are in the mask, the highest bit the one before it in every
 * direction, the lowest the one behind it; of a flat mask 4 bits.
 */
export function surfelCodes(
  maskPtr: usize,
  pointsPtr: usize,
  planes: usize,
  rows: usize,
  rowWords: usize,
  isFlat: bool,
  codesPtr: usize,
): void {
  const rowBytes = rowWords << 3;
  const planeBytes = (rows + 2) * rowBytes;
  let inPtr = pointsPtr;
  let outPtr = codesPtr;
  for (let i: usize = 0; i <= planes; i++) {
    for (let j: usize = 0; j <= rows; j++) {
      const rowPtr = maskPtr + (i + 1) * planeBytes + (j + 1) * rowBytes;
      for (let word: usize = 0; word < rowWords; word++, inPtr += 8) {
        let points = load<u64>(inPtr);
        while (points != 0) {
          const column = (word << 6) + usize(ctz(points));
          points &= points - 1;
          let code = (pairOf(rowPtr - rowBytes, column) << 2) | pairOf(rowPtr, column);
          if (!isFlat) {
            const before = rowPtr - planeBytes;
            code |= (pairOf(before - rowBytes, column) << 6) | (pairOf(before, column) << 4);
          }
          store<u8>(outPtr++, u8(code));
        }
      }
    }
  }
}

/** The bits of the column before and of the column itself. */
@inline
function pairOf(rowPtr: usize, column: usize): u32 {
  const here = bitOf(rowPtr, column);
  return column == 0 ? here : (bitOf(rowPtr, column - 1) << 1) | here;
}


@inline
function bitOf(rowPtr: usize, column: usize): u32 {
  return u32(load<u64>(rowPtr + ((column >> 6) << 3)) >> (column & 63)) & 1;
}

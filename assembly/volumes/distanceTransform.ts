// How far each point of one set is from the nearest of another: the exact Euclidean distance transform, done axis by axis as
// Felzenszwalb and Huttenlocher do it ("Distance transforms of sampled functions", 2012), and plane by plane, so that no
// distance is kept but those that were asked for. Both sets are packed grids (see edges.ts).
//
// A plane's columns know the nearest point before and behind the plane (axis 0); the lower envelope of the parabolas that
// these make gives the distances within planes (axis 1); the envelope along a row those of all three axes. Squares are summed
// in the order of the axes, each the square of a product, as SciPy sums them. Of whole spacings every sum below 2^53 is exact.
//
// First each plane is asked how far its points can be from the other set at most: that is known along each axis by looking.
// What is farther along one axis or two is nobody's nearest, and most of a plane drops out of the envelopes.
//
//    scratchPtr:  f64 plane[rows x stride] | f64 line[longest] | f64 starts[longest] | i32 sites[longest]
//                 | i32 before[columns x rows] | i32 behind[columns x rows]
//
// longest is the greater of rows and columns, stride an odd number of 64-byte lines that holds the columns: columns of a
// plane whose rows are a power of two apart would all fall into the same few lines of the cache.

/** So far away that it is no plane. */
const FAR: i32 = 0x3fffffff;

/**
 * @param squaresPtr f64 of each axis: the squares of 0, 1, 2... steps; planes, rows and columns of them
 * @param distancesPtr where the distance of each point of `from` goes, f64, in their order; Infinity where `to` is empty
 */
export function pointDistances(
  fromPtr: usize,
  toPtr: usize,
  planes: i32,
  rows: i32,
  columns: i32,
  rowWords: i32,
  squaresPtr: usize,
  scratchPtr: usize,
  distancesPtr: usize,
): void {
  const rowSquares = squaresPtr + (usize(planes) << 3);
  const columnSquares = rowSquares + (usize(rows) << 3);
  const stride = strideOf(columns);
  const longest = usize(max(rows, columns));
  const planePtr = scratchPtr;
  const linePtr = planePtr + ((usize(rows) * usize(stride)) << 3);
  const startsPtr = linePtr + (longest << 3);
  const sitesPtr = startsPtr + (longest << 3);
  const beforePtr = sitesPtr + (longest << 2);
  const behindPtr = beforePtr + ((usize(columns) * usize(rows)) << 2);
  for (let i: usize = 0; i < usize(columns) * usize(rows); i++) {
    store<i32>(beforePtr + (i << 2), -FAR);
    store<i32>(behindPtr + (i << 2), -1);
  }
  const rowBytes = usize(rowWords) << 3;
  const planeBytes = usize(rows) * rowBytes;
  let outPtr = distancesPtr;
  for (let plane = 0; plane < planes; plane++) {
    const planeOffset = usize(plane) * planeBytes;
    noteBefore(toPtr + planeOffset, plane, rows, rowWords, beforePtr);
    let firstRow = 0;
    while (firstRow < rows && isEmpty(fromPtr + planeOffset + usize(firstRow) * rowBytes, rowBytes))
      firstRow++;
    if (firstRow == rows) continue;
    let endRow = rows;
    while (isEmpty(fromPtr + planeOffset + usize(endRow - 1) * rowBytes, rowBytes)) endRow--;
    const reach = reachOf(
      fromPtr,
      toPtr,
      plane,
      planes,
      firstRow,
      endRow,
      rows,
      columns,
      rowWords,
      squaresPtr,
      beforePtr,
      behindPtr,
    );
    for (let column = 0; column < columns; column++) {
      const offset = (usize(column) * usize(rows)) << 2;
      fillLine(
        toPtr,
        plane,
        planes,
        column,
        rows,
        rowBytes,
        beforePtr + offset,
        behindPtr + offset,
        squaresPtr,
        reach,
        linePtr,
      );
      const sites = envelope(linePtr, rows, rowSquares, sitesPtr, startsPtr);
      let cellPtr = planePtr + ((usize(firstRow) * usize(stride) + usize(column)) << 3);
      let site = 0;
      for (let row = firstRow; row < endRow; row++, cellPtr += usize(stride) << 3) {
        if (sites == 0) {
          store<f64>(cellPtr, Infinity);
          continue;
        }
        while (site + 1 < sites && load<f64>(startsPtr + (usize(site + 1) << 3)) < f64(row)) site++;
        const height = heightAt(row, site, linePtr, rowSquares, sitesPtr);
        store<f64>(cellPtr, height <= reach ? height : Infinity);
      }
    }
    for (let row = firstRow; row < endRow; row++) {
      const pointsPtr = fromPtr + planeOffset + usize(row) * rowBytes;
      if (isEmpty(pointsPtr, rowBytes)) continue;
      const rowPtr = planePtr + ((usize(row) * usize(stride)) << 3);
      const sites = envelope(rowPtr, columns, columnSquares, sitesPtr, startsPtr);
      let site = 0;
      for (let word = 0; word < rowWords; word++) {
        let points = load<u64>(pointsPtr + (usize(word) << 3));
        while (points != 0) {
          const column = (word << 6) + i32(ctz(points));
          points &= points - 1;
          while (site + 1 < sites && load<f64>(startsPtr + (usize(site + 1) << 3)) < f64(column)) site++;
          store<f64>(
            outPtr,
            sites == 0 ? Infinity : Math.sqrt(heightAt(column, site, rowPtr, columnSquares, sitesPtr)),
          );
          outPtr += 8;
        }
      }
    }
  }
}

/** f64 from row to row of a plane of so many columns: an odd number of lines of 8. */
@inline
function strideOf(columns: i32): i32 {
  return (((columns + 7) >> 3) | 1) << 3;
}


@inline
function isEmpty(rowPtr: usize, rowBytes: usize): bool {
  for (let i: usize = 0; i < rowBytes; i += 8) {
    if (load<u64>(rowPtr + i) != 0) return false;
  }
  return true;
}

/** Notes the plane as the last that has a point, column by column. */
function noteBefore(planePtr: usize, plane: i32, rows: i32, rowWords: i32, beforePtr: usize): void {
  let ptr = planePtr;
  for (let row = 0; row < rows; row++) {
    for (let word = 0; word < rowWords; word++, ptr += 8) {
      let points = load<u64>(ptr);
      while (points != 0) {
        const column = (word << 6) + i32(ctz(points));
        points &= points - 1;
        store<i32>(beforePtr + ((usize(column) * usize(rows) + usize(row)) << 2), plane);
      }
    }
  }
}

/**
 * How many planes the nearest point of the same row and column is away; `planes` or more where there is none. What lies behind
 * is looked for only when the plane has passed what was found: every voxel is looked at once in all.
 *
 * @param wordPtr the word of plane 0 with the cell's bit
 */
@inline
function stepsTo(
  wordPtr: usize,
  bit: u64,
  planeBytes: usize,
  plane: i32,
  planes: i32,
  beforePtr: usize,
  behindPtr: usize,
): i32 {
  let behind = load<i32>(behindPtr);
  if (behind < plane) {
    let ptr = wordPtr + usize(plane) * planeBytes;
    behind = plane;
    while (behind < planes && ((load<u64>(ptr) >> bit) & 1) == 0) {
      behind++;
      ptr += planeBytes;
    }
    if (behind == planes) behind = 2 * FAR;
    store<i32>(behindPtr, behind);
  }
  return min(plane - load<i32>(beforePtr), behind - plane);
}

/** The squared distances along axis 0 of a column of a plane; Infinity beyond `reach`. */
@inline
function fillLine(
  toPtr: usize,
  plane: i32,
  planes: i32,
  column: i32,
  rows: i32,
  rowBytes: usize,
  beforePtr: usize,
  behindPtr: usize,
  squaresPtr: usize,
  reach: f64,
  linePtr: usize,
): void {
  const planeBytes = usize(rows) * rowBytes;
  const bit = u64(column & 63);
  let wordPtr = toPtr + (usize(column >> 6) << 3);
  for (let row = 0; row < rows; row++, wordPtr += rowBytes) {
    const cell = usize(row) << 2;
    const steps = stepsTo(wordPtr, bit, planeBytes, plane, planes, beforePtr + cell, behindPtr + cell);
    const height = steps < planes ? load<f64>(squaresPtr + (usize(steps) << 3)) : Infinity;
    store<f64>(linePtr + (usize(row) << 3), height <= reach ? height : Infinity);
  }
}

/** The greatest, of all points of a plane, of the least squared distance along one of the axes. */
function reachOf(
  fromPtr: usize,
  toPtr: usize,
  plane: i32,
  planes: i32,
  firstRow: i32,
  endRow: i32,
  rows: i32,
  columns: i32,
  rowWords: i32,
  squaresPtr: usize,
  beforePtr: usize,
  behindPtr: usize,
): f64 {
  const rowSquares = squaresPtr + (usize(planes) << 3);
  const columnSquares = rowSquares + (usize(rows) << 3);
  const rowBytes = usize(rowWords) << 3;
  const planeBytes = usize(rows) * rowBytes;
  const planeOffset = usize(plane) * planeBytes;
  let reach: f64 = 0;
  for (let row = firstRow; row < endRow; row++) {
    const rowOffset = planeOffset + usize(row) * rowBytes;
    const rowPtr = toPtr + rowOffset;
    for (let word = 0; word < rowWords; word++) {
      let points = load<u64>(fromPtr + rowOffset + (usize(word) << 3));
      while (points != 0) {
        const column = (word << 6) + i32(ctz(points));
        points &= points - 1;
        const cell = (usize(column) * usize(rows) + usize(row)) << 2;
        const wordPtr = rowPtr - planeOffset + (usize(word) << 3);
        const steps = stepsTo(
          wordPtr,
          u64(column & 63),
          planeBytes,
          plane,
          planes,
          beforePtr + cell,
          behindPtr + cell,
        );
        let least = steps < planes ? load<f64>(squaresPtr + (usize(steps) << 3)) : Infinity;
        // Who is nearer than another point's least does not count: most points end here.
        for (let k = 0; k < columns && least > reach; k++) {
          const square = load<f64>(columnSquares + (usize(k) << 3));
          if (square >= least) break;
          if (
            (column >= k && hasPoint(rowPtr, column - k)) ||
            (column + k < columns && hasPoint(rowPtr, column + k))
          ) {
            least = square;
          }
        }
        for (let k = 1; k < rows && least > reach; k++) {
          const square = load<f64>(rowSquares + (usize(k) << 3));
          if (square >= least) break;
          const offset = usize(k) * rowBytes;
          if (
            (row >= k && hasPoint(rowPtr - offset, column)) ||
            (row + k < rows && hasPoint(rowPtr + offset, column))
          ) {
            least = square;
          }
        }
        if (least > reach) reach = least;
        if (reach == Infinity) return reach;
      }
    }
  }
  return reach;
}


@inline
function hasPoint(rowPtr: usize, column: i32): bool {
  return ((load<u64>(rowPtr + (usize(column >> 6) << 3)) >> u64(column & 63)) & 1) != 0;
}

/** The parabolas of a line that are lowest somewhere: where each stands, and from where on it is the lowest. Gives how many. */
@inline
function envelope(linePtr: usize, length: i32, squaresPtr: usize, sitesPtr: usize, startsPtr: usize): i32 {
  const twice = length > 1 ? 2 * load<f64>(squaresPtr, 8) : 0;
  let last = -1;
  for (let at = 0; at < length; at++) {
    const height = load<f64>(linePtr + (usize(at) << 3));
    if (height == Infinity) continue;
    let start = -Infinity;
    while (last >= 0) {
      const site = load<i32>(sitesPtr + (usize(last) << 2));
      start =
        (height - load<f64>(linePtr + (usize(site) << 3))) / (twice * f64(at - site)) + 0.5 * f64(at + site);
      if (start > load<f64>(startsPtr + (usize(last) << 3))) break;
      last--;
    }
    if (last < 0) start = -Infinity;
    last++;
    store<i32>(sitesPtr + (usize(last) << 2), at);
    store<f64>(startsPtr + (usize(last) << 3), start);
  }
  return last + 1;
}


@inline
function heightAt(at: i32, site: i32, linePtr: usize, squaresPtr: usize, sitesPtr: usize): f64 {
  const place = load<i32>(sitesPtr + (usize(site) << 2));
  return load<f64>(linePtr + (usize(place) << 3)) + load<f64>(squaresPtr + (usize(abs(at - place)) << 3));
}

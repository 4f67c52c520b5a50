// How many pixels two masks have in common, on the places where they begin and end, column by column:
//
//    runs:      { u32 start, u32 end } of each run in the mask, ascending, none of them empty
//    masksPtr:  { u32 runsPtr, u32 runsEnd, u32 left, u32 right, u32 top, u32 bottom, u32 0, u32 0 } a mask; right and bottom
//               are the first column and row behind it. A mask without pixels has left = right.

const MASK_BYTES: usize = 32;

/** The first of the runs from `low` to before `high` that ends behind a place; `high` where there is none. */
@inline
function firstBehind(low: usize, high: usize, place: u32): usize {
  while (low < high) {
    const middle = low + (((high - low) >> 4) << 3);
    if (load<u32>(middle, 4) > place) high = middle;
    else low = middle + 8;
  }
  return low;
}

/** Pixels in both, of runs that end behind `from` and begin before `to`. Fits u32: no mask has 2^32 pixels. */
@inline
function common(a: usize, aEnd: usize, b: usize, bEnd: usize, from: u32, to: u32): u32 {
  a = firstBehind(a, aEnd, from);
  b = firstBehind(b, bEnd, from);
  let pixels: u32 = 0;
  while (a < aEnd && b < bEnd) {
    const aStop = load<u32>(a, 4);
    const bStop = load<u32>(b, 4);
    const start = max<u32>(load<u32>(a), load<u32>(b));
    if (start >= to) break;
    const stop = min<u32>(aStop, bStop);
    // Whichever ends first is done; which it is cannot be foreseen, so that nothing branches on it.
    pixels += select<u32>(stop - start, 0, stop > start);
    a += usize(aStop <= bStop) << 3;
    b += usize(bStop <= aStop) << 3;
  }
  return pixels;
}

/**
 * Writes the pixels in common of each pair of masks of one height, f64, a row for each of the first. Pairs whose boxes are
 * apart have none, and their runs are not read.
 */
export function commonPixels(
  firstPtr: usize,
  firstCount: usize,
  secondPtr: usize,
  secondCount: usize,
  height: u32,
  outPtr: usize,
): void {
  const firstEnd = firstPtr + firstCount * MASK_BYTES;
  const secondEnd = secondPtr + secondCount * MASK_BYTES;
  for (let first = firstPtr; first < firstEnd; first += MASK_BYTES) {
    const left = load<u32>(first, 8);
    const right = load<u32>(first, 12);
    const top = load<u32>(first, 16);
    const bottom = load<u32>(first, 20);
    for (let second = secondPtr; second < secondEnd; second += MASK_BYTES) {
      const from = max<u32>(left, load<u32>(second, 8));
      const to = min<u32>(right, load<u32>(second, 12));
      let pixels: u32 = 0;
      if (from < to && max<u32>(top, load<u32>(second, 16)) < min<u32>(bottom, load<u32>(second, 20))) {
        pixels = common(
          load<u32>(first),
          load<u32>(first, 4),
          load<u32>(second),
          load<u32>(second, 4),
          from * height,
          to * height,
        );
      }
      store<f64>(outPtr, f64(pixels));
      outPtr += 8;
    }
  }
}

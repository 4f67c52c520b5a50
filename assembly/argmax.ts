import { masksToU16, maxLanesF32, sumLanesI32, takesOverF32 } from "./lanes";

// Class scores -> label map, channels last: pixel after pixel, each a row of numClasses scores.
//
// The rule is NumPy's argmax: the first of equal maxima wins, a NaN counts as the maximum (the first
// NaN wins), and -0 equals +0.

/**
 * Label of each pixel of float32 scores, channels last.
 * Reads pixelCount * numClasses f32 at scoresPtr and writes pixelCount u16 at labelsPtr, any alignment.
 * numClasses is 2..65536, so a label fits u16.
 */
export function argmaxF32(scoresPtr: usize, pixelCount: usize, numClasses: usize, labelsPtr: usize): void {
  assert(numClasses >= 2 && numClasses <= 65536);
  if (ASC_FEATURE_SIMD) {
    if (numClasses == 2) {
      argmaxOfTwo(scoresPtr, pixelCount, labelsPtr);
    } else if (numClasses == 3) {
      argmaxOfThree(scoresPtr, pixelCount, labelsPtr);
    } else {
      argmaxByGuess(scoresPtr, pixelCount, numClasses, labelsPtr);
    }
  } else {
    argmaxOneByOne<f32>(scoresPtr, 0, pixelCount, numClasses, labelsPtr);
  }
}

/** As argmaxF32, of float64 scores. Two f64 lanes gain nothing over the scalar loop, so it is scalar in every build. */
export function argmaxF64(scoresPtr: usize, pixelCount: usize, numClasses: usize, labelsPtr: usize): void {
  assert(numClasses >= 2 && numClasses <= 65536);
  argmaxOneByOne<f64>(scoresPtr, 0, pixelCount, numClasses, labelsPtr);
}

/** The plain loop, from firstPixel on: scalar builds, float64, and the tails of the SIMD loops. */
function argmaxOneByOne<T extends number>(
  scoresPtr: usize,
  firstPixel: usize,
  pixelCount: usize,
  numClasses: usize,
  labelsPtr: usize,
): void {
  const rowBytes = numClasses * sizeof<T>();
  for (let pixel = firstPixel; pixel < pixelCount; pixel++) {
    const row = scoresPtr + pixel * rowBytes;
    let best = load<T>(row);
    let label: usize = 0;
    for (let c: usize = 1; c < numClasses; c++) {
      const score = load<T>(row + c * sizeof<T>());
      // Larger or unordered, one compare for nearly every score; nothing follows a NaN.
      if (!(score <= best) && best == best) {
        best = score;
        label = c;
      }
    }
    store<u16>(labelsPtr + (pixel << 1), u16(label));
  }
}

/** Two classes: eight pixels a turn, scores sorted into one vector a class, no branches. */
function argmaxOfTwo(scoresPtr: usize, pixelCount: usize, labelsPtr: usize): void {
  const simdEnd = pixelCount & ~7;
  for (let pixel: usize = 0; pixel < simdEnd; pixel += 8) {
    const block = scoresPtr + (pixel << 3);
    v128.store(labelsPtr + (pixel << 1), masksToU16(secondWins(block), secondWins(block + 32)));
  }
  argmaxOneByOne<f32>(scoresPtr, simdEnd, pixelCount, 2, labelsPtr);
}

/** Reads four pixels of two scores each; gives -1 in the lanes whose second score wins. */
@inline
function secondWins(block: usize): v128 {
  const a = v128.load(block);
  const b = v128.load(block, 16);
  return takesOverF32(v128.shuffle<i32>(a, b, 0, 2, 4, 6), v128.shuffle<i32>(a, b, 1, 3, 5, 7));
}

/** Three classes: as argmaxOfTwo, with four pixels in three vectors. */
function argmaxOfThree(scoresPtr: usize, pixelCount: usize, labelsPtr: usize): void {
  const simdEnd = pixelCount & ~7;
  for (let pixel: usize = 0; pixel < simdEnd; pixel += 8) {
    const block = scoresPtr + pixel * 12;
    v128.store(
      labelsPtr + (pixel << 1),
      i16x8.narrow_i32x4_s(labelsOfThree(block), labelsOfThree(block + 48)),
    );
  }
  argmaxOneByOne<f32>(scoresPtr, simdEnd, pixelCount, 3, labelsPtr);
}

/** Labels of four pixels of three scores each, as i32 lanes. In memory (a, b, c are the classes):
 *    low  a0 b0 c0 a1 | mid  b1 c1 a2 b2 | high  c2 a3 b3 c3 */
@inline
function labelsOfThree(block: usize): v128 {
  const low = v128.load(block);
  const mid = v128.load(block, 16);
  const high = v128.load(block, 32);
  const a = v128.shuffle<i32>(v128.shuffle<i32>(low, mid, 0, 3, 6, 6), high, 0, 1, 2, 5);
  const b = v128.shuffle<i32>(v128.shuffle<i32>(low, mid, 1, 4, 7, 7), high, 0, 1, 2, 6);
  const c = v128.shuffle<i32>(v128.shuffle<i32>(low, mid, 2, 5, 5, 5), high, 0, 1, 4, 7);
  const second = takesOverF32(a, b);
  const third = takesOverF32(v128.bitselect(b, a, second), c);
  return v128.bitselect(i32x4.splat(2), v128.and(second, i32x4.splat(1)), third);
}

/**
 * Four classes and more: neighbouring pixels mostly share their class, and proving a guess costs one
 * compare a vector where finding the maximum costs several.
 *
 * The guess g is proven when every other score of the row is strictly less than score g. A tie, a NaN
 * or a wrong guess leaves some other lane "not less", which argmaxOfRow then sorts out. Lanes that
 * are less are counted (a true lane is -1), not and-ed, since lane g is never less than itself: the
 * guess holds exactly where the count reaches the largest it can be, for four pixels at once.
 *
 * A row is read in blocks of four scores, the last one ending with the row: where numClasses is no
 * multiple of four it overlaps the block before, and lanes seen twice count twice.
 *
 *    numClasses 6:   [ 0 1 2 3 ]
 *                        [ 2 3 4 5 ]
 */
function argmaxByGuess(scoresPtr: usize, pixelCount: usize, numClasses: usize, labelsPtr: usize): void {
  const rowBytes = numClasses << 2;
  const lanesRead = (numClasses + 3) & ~3;
  let guess: usize = 0;
  let previous: usize = 0;
  let lessLanes = -lessLanesOf(guess, numClasses, lanesRead);
  let pixel: usize = 0;
  while (pixel < pixelCount) {
    let blockEnd = pixel + 4;
    if (blockEnd <= pixelCount) {
      const row = scoresPtr + pixel * rowBytes;
      if (lessLanesOfFour(row, rowBytes, guess) == lessLanes << 2) {
        store<u64>(labelsPtr + (pixel << 1), u64(guess) * 0x0001_0001_0001_0001);
        pixel = blockEnd;
        previous = guess;
        continue;
      }
    } else {
      blockEnd = pixelCount;
    }
    for (; pixel < blockEnd; pixel++) {
      const row = scoresPtr + pixel * rowBytes;
      let label = guess;
      if (lessLanesOfOne(row, rowBytes, guess) != lessLanes) {
        label = argmaxOfRow(row, numClasses);
        // One odd pixel in a region (noise) keeps the guess; a second one after it is a new region.
        if (label == previous) {
          guess = label;
          lessLanes = -lessLanesOf(guess, numClasses, lanesRead);
        }
      }
      previous = label;
      store<u16>(labelsPtr + (pixel << 1), u16(label));
    }
  }
}

/** How many of the lanes read are less than score `guess` when the guess holds: all but its own, which is read twice in the overlap. */
@inline
function lessLanesOf(guess: usize, numClasses: usize, lanesRead: usize): i32 {
  const readTwice = guess >= numClasses - 4 && guess < lanesRead - 4;
  return i32(lanesRead) - (readTwice ? 2 : 1);
}

/** Minus the number of lanes less than score `guess`, over one row. */
@inline
function lessLanesOfOne(row: usize, rowBytes: usize, guess: usize): i32 {
  const best = v128.load32_splat(row + (guess << 2));
  const lastBlock = row + rowBytes - 16;
  let less = f32x4.lt(v128.load(lastBlock), best);
  for (let block = row; block < lastBlock; block += 16) {
    less = i32x4.add(less, f32x4.lt(v128.load(block), best));
  }
  return sumLanesI32(less);
}

/** The same over four rows together: one horizontal sum and one branch for all four. */
@inline
function lessLanesOfFour(row0: usize, rowBytes: usize, guess: usize): i32 {
  const row1 = row0 + rowBytes;
  const row2 = row1 + rowBytes;
  const row3 = row2 + rowBytes;
  const best0 = v128.load32_splat(row0 + (guess << 2));
  const best1 = v128.load32_splat(row1 + (guess << 2));
  const best2 = v128.load32_splat(row2 + (guess << 2));
  const best3 = v128.load32_splat(row3 + (guess << 2));
  const lastBlock = rowBytes - 16;
  let lessA = i32x4.add(
    f32x4.lt(v128.load(row0 + lastBlock), best0),
    f32x4.lt(v128.load(row1 + lastBlock), best1),
  );
  let lessB = i32x4.add(
    f32x4.lt(v128.load(row2 + lastBlock), best2),
    f32x4.lt(v128.load(row3 + lastBlock), best3),
  );
  for (let block: usize = 0; block < lastBlock; block += 16) {
    lessA = i32x4.add(lessA, f32x4.lt(v128.load(row0 + block), best0));
    lessB = i32x4.add(lessB, f32x4.lt(v128.load(row1 + block), best1));
    lessA = i32x4.add(lessA, f32x4.lt(v128.load(row2 + block), best2));
    lessB = i32x4.add(lessB, f32x4.lt(v128.load(row3 + block), best3));
  }
  return sumLanesI32(i32x4.add(lessA, lessB));
}

/** The full search of one row: the largest score, then the first lane equal to it. */
function argmaxOfRow(row: usize, numClasses: usize): usize {
  const lastBlock = (numClasses << 2) - 16;
  const last = v128.load(row + lastBlock);
  let top = last;
  let ordered = f32x4.eq(last, last);
  for (let block: usize = 0; block < lastBlock; block += 16) {
    const scores = v128.load(row + block);
    top = f32x4.pmax(top, scores);
    ordered = v128.and(ordered, f32x4.eq(scores, scores));
  }
  if (!i32x4.all_true(ordered)) return firstNaN(row);
  top = maxLanesF32(top);
  for (let block: usize = 0; block < lastBlock; block += 16) {
    const hits = i32x4.bitmask(f32x4.eq(v128.load(row + block), top));
    if (hits != 0) return (block >> 2) + ctz(hits);
  }
  return (lastBlock >> 2) + ctz(i32x4.bitmask(f32x4.eq(last, top)));
}

/** The row must hold a NaN. */
function firstNaN(row: usize): usize {
  let score = row;
  while (load<f32>(score) == load<f32>(score)) score += 4;
  return (score - row) >> 2;
}

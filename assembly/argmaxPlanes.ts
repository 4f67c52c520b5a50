import { takesOverF32 } from "./lanes";

// Class scores -> label map, channels first: numClasses planes, each with one score a pixel. The rule is that
// of argmax.ts: the first of equal maxima, a NaN counts as the maximum (the first NaN wins), -0 equals +0.

/**
 * Label of each pixel of float32 scores, channels first.
 * Reads pixelCount f32 at scoresPtr and at each planeBytes further, numClasses times, and writes pixelCount u16
 * at labelsPtr, any alignment. numClasses is 2..65536.
 *
 * Sixteen pixels a turn. Neighbours mostly share their class, so that of the pixel before is guessed for all of
 * them: it is proven where every other plane's score is strictly less, which takes a load, a compare and an `and` a
 * vector. A tie, a NaN or another class sends the four pixels of its vector to the full search.
 */
export function argmaxPlanesF32(
  scoresPtr: usize,
  pixelCount: usize,
  planeBytes: usize,
  numClasses: usize,
  labelsPtr: usize,
): void {
  assert(numClasses >= 2 && numClasses <= 65536);
  let pixel: usize = 0;
  if (ASC_FEATURE_SIMD) {
    let guess: usize = 0;
    for (; pixel + 16 <= pixelCount; pixel += 16) {
      const column = scoresPtr + (pixel << 2);
      const labels = labelsPtr + (pixel << 1);
      const held = guessHolds(column, planeBytes, numClasses, guess);
      if (held == 15) {
        const repeated = i16x8.splat(i16(guess));
        v128.store(labels, repeated);
        v128.store(labels, repeated, 16);
      } else {
        v128.store(
          labels,
          i16x8.narrow_i32x4_u(
            labelsOfFour(held & 1, guess, column, planeBytes, numClasses),
            labelsOfFour(held & 2, guess, column + 16, planeBytes, numClasses),
          ),
        );
        v128.store(
          labels,
          i16x8.narrow_i32x4_u(
            labelsOfFour(held & 4, guess, column + 32, planeBytes, numClasses),
            labelsOfFour(held & 8, guess, column + 48, planeBytes, numClasses),
          ),
          16,
        );
        guess = load<u16>(labels, 30);
      }
    }
  }
  argmaxPlanesOneByOne<f32>(scoresPtr, pixel, pixelCount, planeBytes, numClasses, labelsPtr);
}

/** As argmaxPlanesF32, of float64 scores; scalar in every build. */
export function argmaxPlanesF64(
  scoresPtr: usize,
  pixelCount: usize,
  planeBytes: usize,
  numClasses: usize,
  labelsPtr: usize,
): void {
  assert(numClasses >= 2 && numClasses <= 65536);
  argmaxPlanesOneByOne<f64>(scoresPtr, 0, pixelCount, planeBytes, numClasses, labelsPtr);
}

/** Whether plane `guess` is strictly above every other: one bit for each four of sixteen pixels. */
@inline
function guessHolds(column: usize, planeBytes: usize, numClasses: usize, guess: usize): i32 {
  const top = column + guess * planeBytes;
  const top0 = v128.load(top);
  const top1 = v128.load(top, 16);
  const top2 = v128.load(top, 32);
  const top3 = v128.load(top, 48);
  let above0 = i32x4.splat(-1);
  let above1 = above0;
  let above2 = above0;
  let above3 = above0;
  const end = column + numClasses * planeBytes;
  for (let plane = column; plane < top; plane += planeBytes) {
    above0 = v128.and(above0, f32x4.lt(v128.load(plane), top0));
    above1 = v128.and(above1, f32x4.lt(v128.load(plane, 16), top1));
    above2 = v128.and(above2, f32x4.lt(v128.load(plane, 32), top2));
    above3 = v128.and(above3, f32x4.lt(v128.load(plane, 48), top3));
  }
  for (let plane = top + planeBytes; plane < end; plane += planeBytes) {
    above0 = v128.and(above0, f32x4.lt(v128.load(plane), top0));
    above1 = v128.and(above1, f32x4.lt(v128.load(plane, 16), top1));
    above2 = v128.and(above2, f32x4.lt(v128.load(plane, 32), top2));
    above3 = v128.and(above3, f32x4.lt(v128.load(plane, 48), top3));
  }
  return (
    i32(i32x4.all_true(above0)) |
    (i32(i32x4.all_true(above1)) << 1) |
    (i32(i32x4.all_true(above2)) << 2) |
    (i32(i32x4.all_true(above3)) << 3)
  );
}

/** Labels of four pixels as i32 lanes: the guess where it holds, else what the full search finds. */
@inline
function labelsOfFour(held: i32, guess: usize, column: usize, planeBytes: usize, numClasses: usize): v128 {
  return held != 0 ? i32x4.splat(i32(guess)) : argmaxOfFour(column, planeBytes, numClasses);
}

/** Labels of four pixels as i32 lanes: each plane takes over where it is larger, or the first NaN. */
function argmaxOfFour(column: usize, planeBytes: usize, numClasses: usize): v128 {
  let best = v128.load(column);
  let labels = i32x4.splat(0);
  let plane = column;
  for (let c: usize = 1; c < numClasses; c++) {
    plane += planeBytes;
    const scores = v128.load(plane);
    const taken = takesOverF32(best, scores);
    best = v128.bitselect(scores, best, taken);
    labels = v128.bitselect(i32x4.splat(i32(c)), labels, taken);
  }
  return labels;
}

function argmaxPlanesOneByOne<T extends number>(
  scoresPtr: usize,
  firstPixel: usize,
  pixelCount: usize,
  planeBytes: usize,
  numClasses: usize,
  labelsPtr: usize,
): void {
  for (let pixel = firstPixel; pixel < pixelCount; pixel++) {
    let address = scoresPtr + pixel * sizeof<T>();
    let best = load<T>(address);
    let label: usize = 0;
    for (let c: usize = 1; c < numClasses; c++) {
      address += planeBytes;
      const score = load<T>(address);
      // Larger or unordered, one compare for nearly every score; nothing follows a NaN.
      if (!(score <= best) && best == best) {
        best = score;
        label = c;
      }
    }
    store<u16>(labelsPtr + (pixel << 1), u16(label));
  }
}

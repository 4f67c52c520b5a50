import { changeMask16 } from "./lanes";

// Two label maps -> how often each ground-truth class meets each predicted class. Adds to
//
//    countsPtr:  u32 confusionMatrix[numClasses * numClasses] (row ground truth, column prediction) | u32 ignoredCount
//
// Pixels whose ground truth is ignoreIndex are counted in ignoredCount, whatever their prediction. The
// result is the index of the first pixel with a label outside 0..numClasses-1, or pixelCount when there
// is none; what was counted up to it is then of no use. No counter overflows as long as the host
// empties them before 2^32 pixels.
//
// Increments to scattered places do not vectorise, but real masks are regions: the pair of labels of a
// pixel is mostly that of the pixel before. So a chunk of pixels is compared with itself one pixel back, 64
// at a time, which gives one bit a pixel: "the pair changes here". The places of these bits are listed
// without a branch on them, and in a second loop each place closes a run by one increment of its length;
// labels are looked at and checked only there. Where most pixels change (noise), the chunk is counted pixel by
// pixel. (bench: confusionMatrix, smooth, 2 % noise, random)

/** Pixels a chunk: its list of changes, u16 each, stays in the first-level cache. A multiple of 64. */
const CHUNK: usize = 4096;

/** Changes a chunk from which on counting pixel by pixel is faster. */
const MAX_CHANGES: usize = 1800;

/** Pixels of a chunk that are looked at before the rest when the chunk before was noisy. */
const SAMPLE: usize = 256;

/** The list of changes; the last block may write eight places more than it has. */
const CHANGES: usize = memory.data(2 * (4096 + 64), 16);

/** Labels are u8, any alignment. ignoreIndex is 0..255. */
export function jointHistogramU8(
  groundTruthPtr: usize,
  predictionPtr: usize,
  pixelCount: usize,
  numClasses: u32,
  ignoreIndex: u32,
  hasIgnoreIndex: bool,
  countsPtr: usize,
): usize {
  return jointHistogram<u8>(
    groundTruthPtr,
    predictionPtr,
    pixelCount,
    numClasses,
    ignoreIndex,
    hasIgnoreIndex,
    countsPtr,
  );
}

/** Labels are u16, any alignment. ignoreIndex is 0..65535. */
export function jointHistogramU16(
  groundTruthPtr: usize,
  predictionPtr: usize,
  pixelCount: usize,
  numClasses: u32,
  ignoreIndex: u32,
  hasIgnoreIndex: bool,
  countsPtr: usize,
): usize {
  return jointHistogram<u16>(
    groundTruthPtr,
    predictionPtr,
    pixelCount,
    numClasses,
    ignoreIndex,
    hasIgnoreIndex,
    countsPtr,
  );
}

/** Labels are 32 bits wide, any alignment, compared as u32: a negative one is out of range as it should be. */
export function jointHistogramU32(
  groundTruthPtr: usize,
  predictionPtr: usize,
  pixelCount: usize,
  numClasses: u32,
  ignoreIndex: u32,
  hasIgnoreIndex: bool,
  countsPtr: usize,
): usize {
  return jointHistogram<u32>(
    groundTruthPtr,
    predictionPtr,
    pixelCount,
    numClasses,
    ignoreIndex,
    hasIgnoreIndex,
    countsPtr,
  );
}

/** Whether `pixels` pixels (a multiple of 64) have a class on both sides everywhere and nothing to ignore: then they are counted without looking. */
@inline
function allCounted<T extends number>(
  groundTruthPtr: usize,
  predictionPtr: usize,
  pixels: usize,
  numClasses: u32,
  ignoreIndex: u32,
  hasIgnoreIndex: bool,
): bool {
  const last = v128.splat<T>(<T>(numClasses - 1));
  const ignored = v128.splat<T>(<T>ignoreIndex);
  let stray = i64x2.splat(0);
  for (let offset: usize = 0; offset < pixels * sizeof<T>(); offset += 16) {
    const t = v128.load(groundTruthPtr + offset);
    stray = v128.or(stray, v128.gt<T>(t, last));
    stray = v128.or(stray, v128.gt<T>(v128.load(predictionPtr + offset), last));
    if (hasIgnoreIndex) stray = v128.or(stray, v128.eq<T>(t, ignored));
  }
  return !v128.any_true(stray);
}


@inline
function cellOf(groundTruth: u32, prediction: u32, numClasses: u32, countsPtr: usize): usize {
  return countsPtr + ((usize(groundTruth) * numClasses + prediction) << 2);
}

/** Address of the counter that a pair of labels belongs to; 0 where there is none. */
@inline
function slotOf(
  groundTruth: u32,
  prediction: u32,
  numClasses: u32,
  ignoreIndex: u32,
  hasIgnoreIndex: bool,
  countsPtr: usize,
): usize {
  if (hasIgnoreIndex && groundTruth == ignoreIndex) {
    return countsPtr + ((usize(numClasses) * numClasses) << 2);
  }
  if (groundTruth >= numClasses || prediction >= numClasses) return 0;
  return countsPtr + ((usize(groundTruth) * numClasses + prediction) << 2);
}


@inline
function add(slot: usize, pixels: u32): void {
  store<u32>(slot, load<u32>(slot) + pixels);
}


@inline
function jointHistogram<T extends number>(
  groundTruthPtr: usize,
  predictionPtr: usize,
  pixelCount: usize,
  numClasses: u32,
  ignoreIndex: u32,
  hasIgnoreIndex: bool,
  countsPtr: usize,
): usize {
  let pixel: usize = 0;
  if (ASC_FEATURE_SIMD) {
    if (pixelCount > 64) {
      // The run that is open: its counter, and where it began.
      let slot = slotOf(
        u32(load<T>(groundTruthPtr)),
        u32(load<T>(predictionPtr)),
        numClasses,
        ignoreIndex,
        hasIgnoreIndex,
        countsPtr,
      );
      if (slot == 0) return 0;
      let runStart: usize = 0;
      let wasNoisy = false;
      pixel = 1;
      while (pixel + 64 <= pixelCount) {
        const blocks = min<usize>(CHUNK, (pixelCount - pixel) & ~63);
        const t = groundTruthPtr + pixel * sizeof<T>();
        const p = predictionPtr + pixel * sizeof<T>();
        // A chunk behind a noisy one is first looked at in part, so that noise is not listed only to be dropped.
        const noisy =
          wasNoisy && listChanges<T>(t, p, min<usize>(blocks, SAMPLE)) > (SAMPLE * MAX_CHANGES) / CHUNK;
        let changeCount = noisy ? blocks : listChanges<T>(t, p, blocks);
        wasNoisy = changeCount > MAX_CHANGES;
        if (wasNoisy && allCounted<T>(t, p, blocks, numClasses, ignoreIndex, hasIgnoreIndex)) {
          add(slot, u32(pixel - runStart));
          countEach<T>(t, p, blocks, numClasses, countsPtr);
          // The run of the last pixel stays open behind the chunk, empty so far.
          runStart = pixel + blocks;
          slot = cellOf(
            u32(load<T>(t + (blocks - 1) * sizeof<T>())),
            u32(load<T>(p + (blocks - 1) * sizeof<T>())),
            numClasses,
            countsPtr,
          );
        } else {
          // The part that looked like noise has not been listed yet.
          if (noisy) changeCount = listChanges<T>(t, p, blocks);
          const changesEnd = CHANGES + (changeCount << 1);
          for (let change = CHANGES; change < changesEnd; change += 2) {
            const i = usize(load<u16>(change));
            add(slot, u32(pixel + i - runStart));
            slot = slotOf(
              u32(load<T>(t + i * sizeof<T>())),
              u32(load<T>(p + i * sizeof<T>())),
              numClasses,
              ignoreIndex,
              hasIgnoreIndex,
              countsPtr,
            );
            if (slot == 0) return pixel + i;
            runStart = pixel + i;
          }
        }
        pixel += blocks;
      }
      add(slot, u32(pixel - runStart));
    }
  }
  for (; pixel < pixelCount; pixel++) {
    const slot = slotOf(
      u32(load<T>(groundTruthPtr + pixel * sizeof<T>())),
      u32(load<T>(predictionPtr + pixel * sizeof<T>())),
      numClasses,
      ignoreIndex,
      hasIgnoreIndex,
      countsPtr,
    );
    if (slot == 0) return pixel;
    add(slot, 1);
  }
  return pixelCount;
}

/** Lists in CHANGES which of `pixels` pixels (a multiple of 64) differ from the one before; gives their number. */
function listChanges<T extends number>(groundTruthPtr: usize, predictionPtr: usize, pixels: usize): usize {
  let end = CHANGES;
  for (let first: usize = 0; first < pixels; first += 64) {
    const t = groundTruthPtr + first * sizeof<T>();
    const p = predictionPtr + first * sizeof<T>();
    let changes =
      changeMask16<T>(t, p) |
      (changeMask16<T>(t + 16 * sizeof<T>(), p + 16 * sizeof<T>()) << 16) |
      (changeMask16<T>(t + 32 * sizeof<T>(), p + 32 * sizeof<T>()) << 32) |
      (changeMask16<T>(t + 48 * sizeof<T>(), p + 48 * sizeof<T>()) << 48);
    const next = end + (usize(popcnt(changes)) << 1);
    // Places past the last bit are written, too, and overwritten by the next block: cheaper than a branch a bit.
    do {
      store<u16>(end, u16(first + usize(ctz(changes))));
      changes &= changes - 1;
      store<u16>(end, u16(first + usize(ctz(changes))), 2);
      changes &= changes - 1;
      store<u16>(end, u16(first + usize(ctz(changes))), 4);
      changes &= changes - 1;
      store<u16>(end, u16(first + usize(ctz(changes))), 6);
      changes &= changes - 1;
      end += 8;
    } while (changes != 0);
    end = next;
  }
  return (end - CHANGES) >> 1;
}

/** Counts pixels one by one, none of which is out of range or ignored. */
@inline
function countEach<T extends number>(
  groundTruthPtr: usize,
  predictionPtr: usize,
  pixels: usize,
  numClasses: u32,
  countsPtr: usize,
): void {
  for (let i: usize = 0; i < pixels; i++) {
    add(
      cellOf(
        u32(load<T>(groundTruthPtr + i * sizeof<T>())),
        u32(load<T>(predictionPtr + i * sizeof<T>())),
        numClasses,
        countsPtr,
      ),
      1,
    );
  }
}

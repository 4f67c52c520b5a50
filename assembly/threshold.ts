import { masksToU16 } from "./lanes";

// One score a pixel (numClasses == 1) -> label map of 0 and 1: 1 where the score is > 0. NaN is not > 0.

/** Reads pixelCount f32 at scoresPtr and writes pixelCount u16 at labelsPtr, any alignment. */
export function thresholdF32(scoresPtr: usize, pixelCount: usize, labelsPtr: usize): void {
  let pixel: usize = 0;
  if (ASC_FEATURE_SIMD) {
    const simdEnd = pixelCount & ~7;
    const zero = f32x4.splat(0);
    for (; pixel < simdEnd; pixel += 8) {
      const block = scoresPtr + (pixel << 2);
      v128.store(
        labelsPtr + (pixel << 1),
        masksToU16(f32x4.gt(v128.load(block), zero), f32x4.gt(v128.load(block, 16), zero)),
      );
    }
  }
  thresholdOneByOne<f32>(scoresPtr, pixel, pixelCount, labelsPtr);
}

/** As thresholdF32, of float64 scores. */
export function thresholdF64(scoresPtr: usize, pixelCount: usize, labelsPtr: usize): void {
  thresholdOneByOne<f64>(scoresPtr, 0, pixelCount, labelsPtr);
}

function thresholdOneByOne<T extends number>(
  scoresPtr: usize,
  firstPixel: usize,
  pixelCount: usize,
  labelsPtr: usize,
): void {
  for (let pixel = firstPixel; pixel < pixelCount; pixel++) {
    const isForeground = load<T>(scoresPtr + pixel * sizeof<T>()) > <T>0;
    store<u16>(labelsPtr + (pixel << 1), u16(isForeground));
  }
}

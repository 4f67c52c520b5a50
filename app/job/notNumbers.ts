import { pixelCountOf, type Raster, type ScoreRaster } from "../../src/reading/raster.js";

/**
 * Of a large mask every 13th pixel of every fourth row is looked at first: reading all scores a second time is felt, and a
 * model that gives NaN gives it in whole areas. None that is 13 pixels wide and 4 high is missed.
 */
const COLUMN_STEP = 13;
const ROW_STEP = 4;
const LARGE = 65_536;

/** From one row that is looked at to the next the columns move, so that each has its turn. */
const COLUMN_SHIFT = 5;

/** In how many pixels a mask's scores hold NaN; 0 where a first look at a large mask finds none. */
export function notNumbersIn(mask: Raster): number {
  if (mask.kind === "labels") return mask.argmaxOf?.pixelsOfNotNumbers ?? 0;
  const pixelCount = pixelCountOf(mask.size);
  return pixelCount > LARGE && !isFoundAtFirst(mask) ? 0 : countNotNumbers(mask, pixelCount);
}

function isFoundAtFirst({ scores, size: [depth, height, width] }: ScoreRaster): boolean {
  const { data, isFloat16, layout, numClasses, planeStride } = scores;
  for (let y = 0, left = 0; y < depth * height; y += ROW_STEP, left = (left + COLUMN_SHIFT) % COLUMN_STEP) {
    const pixels = Math.ceil((width - left) / COLUMN_STEP);
    const first = y * width + left;
    // In the order in which scores lie in memory: of a pixel one after the other, or of a class.
    const [start, outerCount, outerStep, innerCount, innerStep] =
      layout === "channelsLast"
        ? [first * numClasses, pixels, COLUMN_STEP * numClasses, numClasses, 1]
        : [first, numClasses, planeStride, pixels, COLUMN_STEP];
    // NaN where one of them is; also where infinities cancel, which the closer look tells.
    let sum = 0;
    for (let outer = 0; outer < outerCount; outer++) {
      const from = start + outer * outerStep;
      for (let inner = 0; inner < innerCount; inner++) {
        const score = data[from + inner * innerStep] as number;
        sum += isFloat16 ? (isHalfNaN(score) ? NaN : 0) : score;
      }
    }
    if (Number.isNaN(sum)) return true;
  }
  return false;
}

function countNotNumbers({ scores }: ScoreRaster, pixelCount: number): number {
  const { data, isFloat16, layout, numClasses, planeStride } = scores;
  const [perPixel, perClass] = layout === "channelsLast" ? [numClasses, 1] : [1, planeStride];
  let found = 0;
  for (let pixel = 0; pixel < pixelCount; pixel++) {
    for (let c = 0; c < numClasses; c++) {
      const score = data[pixel * perPixel + c * perClass] as number;
      if (isFloat16 ? isHalfNaN(score) : Number.isNaN(score)) {
        found++;
        break;
      }
    }
  }
  return found;
}

/** The bits of a float16: all ones in the exponent, and some in the fraction. */
function isHalfNaN(bits: number): boolean {
  return (bits & 0x7fff) > 0x7c00;
}

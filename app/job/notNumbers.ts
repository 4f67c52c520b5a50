import type { Raster } from "../../src/reading/raster.js";
import type { Labels } from "../../src/types.js";

/**
 * Of a large mask every 13th pixel is looked at first: reading all scores a second time is felt, and a model that gives NaN
 * gives it in whole areas. 13 divides no usual width, so no column is left out.
 */
const STRIDE = 13;
const LARGE = 65_536;

/**
 * In how many pixels a mask's scores hold NaN; 0 where a first look finds none. A NaN counts as the highest score, so the
 * winner of such a pixel is one: only winners are looked at, a score a pixel.
 *
 * @param winners the classes with the highest scores
 */
export function notNumbersIn(mask: Raster, winners: Labels): number {
  if (mask.kind === "labels") return 0;
  const { data, isFloat16, layout, pixelCount, numClasses, planeStride } = mask.scores;
  const [perPixel, perClass] = layout === "channelsLast" ? [numClasses, 1] : [1, planeStride];
  const countEvery = (stride: number): number => {
    let found = 0;
    for (let pixel = 0; pixel < pixelCount; pixel += stride) {
      const score = data[pixel * perPixel + (winners[pixel] as number) * perClass] as number;
      // The bits of a float16: all ones in the exponent, and some in the fraction.
      if (isFloat16 ? (score & 0x7fff) > 0x7c00 : score !== score) found++;
    }
    return found;
  };
  return pixelCount > LARGE && countEvery(STRIDE) === 0 ? 0 : countEvery(1);
}

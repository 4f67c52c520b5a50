import type { PixelSource, ScoreTensor } from "../types.js";

/** Consecutive pixels of a batch: whole images, or a part of one. */
export interface Strip {
  readonly firstImage: number;
  /** 1 where the strip is a part of an image. */
  readonly imageCount: number;
  /** First pixel within each image, and how many; 0 and all of them where images are whole. */
  readonly firstPixel: number;
  readonly pixelCount: number;
}

/** A strip of a side whose images have imagePixels pixels each, as a side of its own over the same memory. */
export function stripOf<T extends PixelSource>(source: T, imagePixels: number, strip: Strip): T {
  const { firstImage, imageCount, firstPixel, pixelCount } = strip;
  const first = firstImage * imagePixels + firstPixel;
  if (ArrayBuffer.isView(source)) {
    return source.subarray(first, first + imageCount * pixelCount) as T;
  }
  const scores: ScoreTensor = source;
  const { data, layout, numClasses, planeStride } = scores;
  const isContiguous =
    layout === "channelsLast" || (pixelCount === imagePixels && planeStride === imagePixels);
  // A part of a channels-first image reaches from its first plane into its last one.
  const [from, length] = isContiguous
    ? [first * numClasses, imageCount * pixelCount * numClasses]
    : [firstImage * imagePixels * numClasses + firstPixel, (numClasses - 1) * planeStride + pixelCount];
  return { ...scores, data: data.subarray(from, from + length), batchSize: imageCount, pixelCount } as T;
}

/**
 * Cuts a batch into about `pieces` strips of like size, none below leastPixels unless a whole image is smaller. An
 * image is cut at multiples of stepPixels only.
 */
export function cutIntoStrips(
  { batchSize, pixelCount }: { readonly batchSize: number; readonly pixelCount: number },
  pieces: number,
  leastPixels: number,
  stepPixels: number,
): Strip[] {
  const wanted = Math.max(leastPixels, Math.ceil((batchSize * pixelCount) / pieces), 1);
  const strips: Strip[] = [];
  if (wanted >= pixelCount) {
    const images = Math.floor(wanted / pixelCount);
    for (let firstImage = 0; firstImage < batchSize; firstImage += images) {
      const imageCount = Math.min(images, batchSize - firstImage);
      strips.push({ firstImage, imageCount, firstPixel: 0, pixelCount });
    }
    return strips;
  }
  const stripPixels = Math.ceil(wanted / stepPixels) * stepPixels;
  for (let firstImage = 0; firstImage < batchSize; firstImage++) {
    for (let firstPixel = 0; firstPixel < pixelCount; firstPixel += stripPixels) {
      strips.push({
        firstImage,
        imageCount: 1,
        firstPixel,
        pixelCount: Math.min(stripPixels, pixelCount - firstPixel),
      });
    }
  }
  return strips;
}

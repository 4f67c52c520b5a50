import type { Raster, RasterSize, ScoreRaster } from "./raster.js";

/**
 * For each place along a longer or shorter axis the place that it shows of the old one: the one in which its middle lies, and of
 * two at whose border it lies the later one.
 *
 * As Pillow's NEAREST and torch's "nearest-exact" define it; whole numbers throughout, so that nothing is rounded. OpenCV's
 * INTER_NEAREST and torch's "nearest" take the corner instead of the middle, and move pictures by half a pixel.
 */
export function nearestPlaces(length: number, newLength: number): Uint32Array {
  return Uint32Array.from({ length: newLength }, (_, i) =>
    Math.floor(((2 * i + 1) * length) / (2 * newLength)),
  );
}

/** Of each pixel of a grid of another size, in order, the pixel of the old one that it shows. */
function forEachNearest(from: RasterSize, to: RasterSize, take: (pixel: number, old: number) => void): void {
  const [planes, rows, columns] = from.map((length, axis) => nearestPlaces(length, to[axis] as number)) as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  let pixel = 0;
  for (const z of planes) {
    for (const y of rows) {
      const start = (z * from[1] + y) * from[2];
      for (const x of columns) take(pixel++, start + x);
    }
  }
}

/** The pixel of the old grid that a pixel of one of another size shows. */
export function pixelBeforeResize(pixel: number, from: RasterSize, to: RasterSize): number {
  const row = Math.floor(pixel / to[2]);
  const places = [Math.floor(row / to[1]), row % to[1], pixel % to[2]].map(
    (place, axis) => nearestPlaces(from[axis] as number, to[axis] as number)[place] as number,
  ) as [number, number, number];
  return (places[0] * from[1] + places[1]) * from[2] + places[2];
}

/** The raster on another one's grid, of whatever size it was: a copy, each of whose pixels is one of its own. */
export function resizeRaster(raster: Raster, grid: Pick<Raster, "size" | "spacing" | "placement">): Raster {
  const { size, spacing, placement } = grid;
  if (raster.kind === "scores") {
    return { ...raster, scores: resizedScores(raster, size), size, spacing, placement };
  }
  return {
    ...raster,
    data: resizedData(raster.data as Uint8Array, raster.size, size),
    size,
    spacing,
    placement,
  } as Raster;
}

function resizedScores({ scores, size: from }: ScoreRaster, to: RasterSize): ScoreRaster["scores"] {
  const { layout, numClasses, planeStride } = scores;
  const source = scores.data as Float32Array;
  const pixelCount = to[0] * to[1] * to[2];
  const Scores = source.constructor as new (length: number) => Float32Array;
  const data = new Scores(pixelCount * numClasses);
  const [ofPixel, ofClass] = layout === "channelsLast" ? [numClasses, 1] : [1, planeStride];
  const newOfClass = layout === "channelsLast" ? 1 : pixelCount;
  forEachNearest(from, to, (pixel, old) => {
    for (let c = 0; c < numClasses; c++) {
      data[pixel * ofPixel + c * newOfClass] = source[old * ofPixel + c * ofClass] as number;
    }
  });
  return { ...scores, data, pixelCount, planeStride: pixelCount };
}

/** One element a pixel, on a grid of another size. */
export function resizedData<T extends { readonly length: number }>(
  data: T,
  from: RasterSize,
  to: RasterSize,
): T {
  const Elements = data.constructor as new (length: number) => T & Record<number, unknown>;
  const result = new Elements(to[0] * to[1] * to[2]);
  const source = data as T & Record<number, unknown>;
  forEachNearest(from, to, (pixel, old) => {
    (result as Record<number, unknown>)[pixel] = source[old];
  });
  return result;
}

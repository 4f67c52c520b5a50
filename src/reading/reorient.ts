import type { Reorientation } from "./placement.js";
import type { Placement, Raster, RasterSize, ScoreRaster } from "./raster.js";

/** From pixel to pixel of a new grid: where the old one's pixel is, and how far it is to the next one along z, y and x. */
interface Walk {
  readonly size: RasterSize;
  readonly start: number;
  readonly steps: readonly [number, number, number];
}

/** The raster with its axes exchanged and turned around: a copy, which lies as `placement` says. */
export function reorient(
  raster: Raster,
  reorientation: Reorientation,
  placement: Placement | undefined,
): Raster {
  const walk = walkOf(raster.size, reorientation);
  const { size } = walk;
  const [z, y, x] = reorientation.axes;
  const spacing = raster.spacing && {
    ...raster.spacing,
    lengths: [raster.spacing.lengths[z], raster.spacing.lengths[y], raster.spacing.lengths[x]] as [
      number,
      number,
      number,
    ],
  };
  if (raster.kind !== "scores") {
    const data = raster.data.slice();
    move(raster.data as Uint8Array, data as Uint8Array, walk, 1);
    return { ...raster, data, size, spacing, placement } as Raster;
  }
  return { ...raster, scores: movedScores(raster, walk), size, spacing, placement };
}

function movedScores({ scores }: ScoreRaster, walk: Walk): ScoreRaster["scores"] {
  const { layout, numClasses, pixelCount, planeStride } = scores;
  const source = scores.data as Float32Array;
  const data = source.slice(0, pixelCount * numClasses);
  if (layout === "channelsLast") move(source, data, walk, numClasses);
  else {
    for (let c = 0; c < numClasses; c++) {
      move(source.subarray(c * planeStride), data.subarray(c * pixelCount), walk, 1);
    }
  }
  return { ...scores, data, planeStride: pixelCount };
}

function walkOf(size: RasterSize, { axes, isFlipped }: Reorientation): Walk {
  const [, height, width] = size;
  const strides = [height * width, width, 1];
  let start = 0;
  const steps = axes.map((axis, i) => {
    const [stride, length] = [strides[axis] as number, size[axis] as number];
    if (isFlipped[i] !== true) return stride;
    start += stride * (length - 1);
    return -stride;
  });
  return {
    size: axes.map((axis) => size[axis]) as unknown as RasterSize,
    start,
    steps: steps as [number, number, number],
  };
}

/** Copies the elements of all pixels, so many each, from where they were to where they belong. */
function move(
  source: Float32Array | Uint8Array,
  target: Float32Array | Uint8Array,
  { size, start, steps }: Walk,
  each: number,
): void {
  const [depth, height, width] = size;
  const [stepZ, stepY, stepX] = steps;
  let to = 0;
  for (let z = 0; z < depth; z++) {
    for (let y = 0; y < height; y++) {
      let pixel = start + z * stepZ + y * stepY;
      for (let x = 0; x < width; x++, pixel += stepX) {
        const from = pixel * each;
        for (let i = 0; i < each; i++) target[to++] = source[from + i] as number;
      }
    }
  }
}

/** The pixel of the raster as it was that has become this one. */
export function pixelBefore(pixel: number, size: RasterSize, reorientation: Reorientation): number {
  const { size: turned, start, steps } = walkOf(size, reorientation);
  const [, height, width] = turned;
  const row = Math.floor(pixel / width);
  return start + Math.floor(row / height) * steps[0] + (row % height) * steps[1] + (pixel % width) * steps[2];
}

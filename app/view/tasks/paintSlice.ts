import { pngDataUri } from "../../formats/labelPng.js";
import type { PaintScale } from "./taskPicture.js";

/** Not painted: whatever is behind the picture shows. */
export const NOTHING = 0;

/**
 * A slice, a value a small pixel.
 *
 * @param columns of the slice
 * @param first its first pixel
 */
export function sampledSlice(
  { step, width, height }: PaintScale,
  columns: number,
  first: number,
  valueAt: (pixel: number) => number,
): Int32Array {
  return Int32Array.from({ length: width * height }, (_, place) => {
    const [x, y] = [place % width, Math.floor(place / width)];
    return valueAt(first + y * step * columns + x * step);
  });
}

/** A slice as places in a palette, in the picture's small pixels. */
export interface SmallSlice {
  readonly indices: Uint8Array;
  readonly scale: PaintScale;
  /** Drawn over it. */
  readonly outlines: readonly Outline[];
}

/** A line between small pixels of different values. */
export interface Outline {
  readonly values: ArrayLike<number>;
  /** Its place in the palette. */
  readonly index: number;
}

/**
 * Paints a slice, each of its pixels as many wide as the scale says.
 *
 * @returns "data:image/png;base64,..."
 */
export function paintSlice({ indices, scale, outlines }: SmallSlice, palette: readonly string[]): string {
  const { width: w, height: h, scale: size } = scale;
  const [width, height] = [w * size, h * size];
  const painted = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / size) * w;
    for (let x = 0; x < width; x++) {
      const place = row + Math.floor(x / size);
      painted[y * width + x] = indices[place] as number;
      const right = x % size === size - 1 && x + 1 < width ? place + 1 : place;
      const below = y % size === size - 1 && y + 1 < height ? place + w : place;
      for (const { values, index } of outlines) {
        // To the right and below: a line between two values is one pixel wide.
        if (values[right] !== values[place] || values[below] !== values[place]) {
          painted[y * width + x] = index;
        }
      }
    }
  }
  return pngDataUri({ width, height, indices: painted, palette, transparent: NOTHING });
}

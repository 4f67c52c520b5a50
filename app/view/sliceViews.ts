import type { RasterSize } from "../../src/reading/raster.js";
import type { PixelSteps, PlaneName, SliceView } from "./paintTile.js";

/** The planes of a volume, each with the axis along which its slices follow one another. */
export const PLANES: readonly (readonly [plane: PlaneName, label: string, axis: "x" | "y" | "z"])[] = [
  ["axial", "Axial", "z"],
  ["coronal", "Coronal", "y"],
  ["sagittal", "Sagittal", "x"],
];

/** How many slices a volume has in a plane. */
export function sliceCount([depth, height, width]: RasterSize, plane: PlaneName): number {
  return { axial: depth, coronal: height, sagittal: width }[plane];
}

/** How many pixels a slice has, and how much higher than wide each is. */
export interface SliceShape {
  readonly width: number;
  readonly height: number;
  readonly aspect: number;
}

/**
 * @param lengths how far voxels are apart along z, y and x; undefined where nothing tells it, and voxels are cubes
 * @param slice undefined: all of an image; all slices of a volume, one below the other
 */
export function sliceShape(
  [depth, height, width]: RasterSize,
  lengths: readonly [number, number, number] | undefined,
  slice: SliceView | undefined,
): SliceShape {
  const [z, y, x] = lengths ?? [1, 1, 1];
  switch (slice?.plane) {
    case undefined:
      return { width, height: height * depth, aspect: y / x };
    case "axial":
      return { width, height, aspect: y / x };
    case "coronal":
      return { width, height: depth, aspect: z / x };
    case "sagittal":
      return { width: height, height: depth, aspect: z / y };
  }
}

/** Where a slice's pixels are in its volume. Across the slices of a volume z runs upwards, as heads are shown. */
export function sliceSteps([depth, height, width]: RasterSize, { plane, at }: SliceView): PixelSteps {
  const area = height * width;
  const top = (depth - 1) * area;
  switch (plane) {
    case "axial":
      return { first: at * area, across: 1, down: width };
    case "coronal":
      return { first: top + at * width, across: 1, down: -area };
    case "sagittal":
      return { first: top + at, across: width, down: -area };
  }
}

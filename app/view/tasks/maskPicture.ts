import type { BoundarySettings } from "../../../src/measures/boundary/boundarySettings.js";
import type { ComponentSettings } from "../../../src/measures/components/componentSettings.js";
import type { SurfaceSettings } from "../../../src/measures/surfaces/surfaceSettings.js";
import { boundaryPicture } from "./boundaryPicture.js";
import { componentMaps } from "./componentPicture.js";
import type { LabelledImage } from "./labelledImage.js";
import { segmentPicture } from "./segmentPicture.js";
import { surfacePicture } from "./surfacePicture.js";
import type { TaskPicture } from "./taskPicture.js";

/** How the image was measured that is painted. */
export type PaintedMeasure =
  | { readonly name: "boundary"; readonly settings: BoundarySettings }
  | { readonly name: "components"; readonly settings: ComponentSettings }
  | { readonly name: "surfaces"; readonly settings: SurfaceSettings };

export interface Painting {
  readonly id: string;
  /** What is said of the image. */
  readonly about: string;
  readonly nameOfClass: (label: number) => string;
  /** Of a volume. */
  readonly maxSlices: number;
}

/**
 * An image of masks, painted as its measure sees it.
 *
 * @throws {TypeError | RangeError} as the measure's scorer
 */
export function maskPicture(
  measure: PaintedMeasure,
  image: LabelledImage,
  { id, about, nameOfClass, maxSlices }: Painting,
): TaskPicture {
  switch (measure.name) {
    case "boundary":
      return boundaryPicture(id, about, measure.settings, image);
    case "components":
      return segmentPicture(id, about, componentMaps(measure.settings, image, nameOfClass), maxSlices);
    case "surfaces":
      return surfacePicture(id, about, measure.settings, image, nameOfClass, maxSlices);
  }
}

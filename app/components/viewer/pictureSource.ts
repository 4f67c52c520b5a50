import type { Look, TilePlace } from "../../view/paintTile.js";
import type { Size } from "./camera.js";

/** Where in its image a pixel of the picture is, and both of its classes; -1 is void. */
export interface PixelClasses {
  /** "x 4, y 2", and z of a volume. */
  readonly place: string;
  readonly groundTruth: number;
  readonly prediction: number;
}

/** Where a picture's squares and pixels come from: a worker that holds large masks, or small masks at hand. */
export interface PictureSource extends Size {
  tile(place: TilePlace, look: Look): Promise<ImageBitmap>;
  pixel(x: number, y: number): Promise<PixelClasses>;
}

import type { Look, TilePlace } from "../../view/paintTile.js";
import type { Size } from "./camera.js";

/** Both classes of a pixel; -1 is void. */
export interface PixelClasses {
  readonly groundTruth: number;
  readonly prediction: number;
}

/** Where a picture's squares and pixels come from: a worker that holds large masks, or small masks at hand. */
export interface PictureSource extends Size {
  tile(place: TilePlace, look: Look): Promise<ImageBitmap>;
  pixel(x: number, y: number): Promise<PixelClasses>;
}

import type { Look, SliceView, TilePlace } from "../../view/paintTile.js";
import type { SliceShape } from "../../view/sliceViews.js";

/** Where in its image a pixel of the picture is, and both of its classes; -1 is void. */
export interface PixelClasses {
  /** "x 4, y 2", and z of a volume. */
  readonly place: string;
  readonly groundTruth: number;
  readonly prediction: number;
  /** Of a map of probabilities, which a threshold made classes of: what stands there. */
  readonly value?: number | undefined;
}

/** Where a picture's squares and pixels come from: a worker that holds large masks, or small masks at hand. */
export interface PictureSource {
  /** Of an image, or of one of a volume's slices. */
  shapeOf(slice: SliceView | undefined): SliceShape;
  tile(place: TilePlace, look: Look): Promise<ImageBitmap>;
  pixel(x: number, y: number, slice: SliceView | undefined): Promise<PixelClasses>;
}

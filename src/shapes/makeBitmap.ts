import { outOfMemory } from "../errors/argument.js";
import { formatShape } from "../errors/describe.js";

/** Room for a byte of each pixel. */
export function makeBitmap(pixels: number, size: readonly number[], argument: string): Uint8Array {
  try {
    return new Uint8Array(pixels);
  } catch (cause) {
    throw outOfMemory(
      argument,
      "a mask whose pixels fit memory",
      formatShape(size),
      "cut the image into tiles",
      {
        cause,
      },
    );
  }
}

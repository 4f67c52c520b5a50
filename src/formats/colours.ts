import type { LabelMap } from "../types.js";
import { FormatError } from "./formatError.js";

/** Nothing says what colours mean. */
export function unknownColours(what: string): FormatError {
  return new FormatError(
    `${what} holds colours, not labels; save the mask as an indexed or grey PNG, or say what colours mean: --palette FILE, or --rgb-ids`,
  );
}

/** What the colours of a label image mean: colour 0xRRGGBB -> label, or "ids": R + 256 G + 65536 B, as COCO panoptic's. */
export type Colours = ReadonlyMap<number, number> | "ids";

/** Samples of colour pixels, next to each other: red, green, blue and maybe alpha. */
export interface ColourPixels {
  readonly samples: ArrayLike<number>;
  readonly channels: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Labels of a colour image.
 *
 * @param what the image, for messages: "an RGB PNG"
 * @throws {FormatError} a colour has no label, or a pixel is transparent
 */
export function labelsOfColours(pixels: ColourPixels, colours: Colours, what: string): LabelMap {
  const { samples, channels, width, height } = pixels;
  const labels = new Uint32Array(width * height);
  // Neighbours are mostly of one colour.
  let lastColour = -1;
  let lastLabel = 0;
  for (let pixel = 0; pixel < labels.length; pixel++) {
    const at = pixel * channels;
    const [red, green, blue] = [samples[at] as number, samples[at + 1] as number, samples[at + 2] as number];
    if (channels === 4 && samples[at + 3] !== 255) {
      throw new FormatError(
        `${what} is transparent at ${place(pixel, width)}: what its colour means cannot be told; save it without alpha`,
      );
    }
    if (colours === "ids") {
      labels[pixel] = red + 256 * green + 65536 * blue;
      continue;
    }
    const colour = red * 65536 + green * 256 + blue;
    if (colour !== lastColour) {
      const label = colours.get(colour);
      if (label === undefined) {
        throw new FormatError(
          `colour #${colour.toString(16).padStart(6, "0")} at ${place(pixel, width)} is not in the palette; add it, or is this image resized or compressed?`,
        );
      }
      lastColour = colour;
      lastLabel = label;
    }
    labels[pixel] = lastLabel;
  }
  return { data: labels, width, height };
}

function place(pixel: number, width: number): string {
  return `pixel ${pixel} (x ${pixel % width}, y ${Math.floor(pixel / width)})`;
}

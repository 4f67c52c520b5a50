import type { LabelArray } from "../types.js";
import { FormatError } from "./formatError.js";

/** What the colours of an image mean: a palette (colour 0xRRGGBB -> label), or "ids": R + 256 G + 65536 B. */
export type Colours = ReadonlyMap<number, number> | "ids";

/**
 * Labels of the pixels of an image of 8 bits a channel.
 *
 * @param pixels R, G, B (channels 3) or R, G, B, A (channels 4) of each pixel, row-major
 * @returns Uint32Array of ids; of a palette the smallest array that holds all its labels
 * @throws {FormatError} a colour that the palette lacks, or a pixel that is not opaque
 */
export function labelsOfColours(
  pixels: Uint8Array,
  width: number,
  channels: 3 | 4,
  colours: Colours,
): LabelArray {
  if (channels === 4) requireOpaque(pixels, width);
  const count = pixels.length / channels;
  if (colours === "ids") {
    const ids = new Uint32Array(count);
    for (let pixel = 0, at = 0; pixel < count; pixel++, at += channels) {
      ids[pixel] =
        (pixels[at] as number) + 256 * (pixels[at + 1] as number) + 65536 * (pixels[at + 2] as number);
    }
    return ids;
  }
  const labels = emptyLabels(colours, count);
  // Masks are areas of one colour: most pixels have the label of the one before.
  let lastColour = -1;
  let label = 0;
  for (let pixel = 0, at = 0; pixel < count; pixel++, at += channels) {
    const colour =
      ((pixels[at] as number) << 16) | ((pixels[at + 1] as number) << 8) | (pixels[at + 2] as number);
    if (colour !== lastColour) {
      const found = colours.get(colour);
      if (found === undefined) throw unknownColour(colour, pixel, width);
      label = found;
      lastColour = colour;
    }
    labels[pixel] = label;
  }
  return labels;
}

function unknownColour(colour: number, pixel: number, width: number): FormatError {
  return new FormatError(
    `the colour #${colour.toString(16).padStart(6, "0")} at ${place(pixel, width)} is not in the palette; add it with its label`,
  );
}

function requireOpaque(pixels: Uint8Array, width: number): void {
  for (let at = 3; at < pixels.length; at += 4) {
    if (pixels[at] !== 255) {
      throw new FormatError(
        `the pixel at ${place(at >> 2, width)} has alpha ${pixels[at] as number}: a colour shines through it, so it is no label; save the mask without alpha`,
      );
    }
  }
}

function place(pixel: number, width: number): string {
  return `x ${pixel % width}, y ${Math.floor(pixel / width)}`;
}

function emptyLabels(palette: ReadonlyMap<number, number>, count: number): LabelArray {
  let smallest = 0;
  let largest = 0;
  for (const label of palette.values()) {
    smallest = Math.min(smallest, label);
    largest = Math.max(largest, label);
  }
  if (smallest < 0 || largest > 0xffff) return new Int32Array(count);
  return largest > 255 ? new Uint16Array(count) : new Uint8Array(count);
}

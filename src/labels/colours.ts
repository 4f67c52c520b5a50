import type { LabelArray } from "../types.js";

/** A palette read: colour 0xRRGGBB -> label. */
export type ColourLabels = ReadonlyMap<number, number>;

/** What the colours of an image mean: a palette, or "ids": R + 256 G + 65536 B. */
export type Colours = ColourLabels | "ids";

/** The first pixel that has no label: one that is not opaque, or of a colour that the palette lacks. */
export type ColourFault =
  { readonly pixel: number; readonly alpha: number } | { readonly pixel: number; readonly colour: number };

/**
 * Labels of the pixels of an image of 8 bits a channel.
 *
 * @param pixels R, G, B (channels 3) or R, G, B, A (channels 4) of each pixel, row-major
 * @returns Uint32Array of ids; of a palette the smallest array that holds all its labels; or what is wrong
 */
export function labelsOfColours(
  pixels: ArrayLike<number>,
  channels: 3 | 4,
  colours: Colours,
): LabelArray | ColourFault {
  const count = pixels.length / channels;
  if (channels === 4) {
    for (let pixel = 0; pixel < count; pixel++) {
      const alpha = pixels[pixel * 4 + 3] as number;
      if (alpha !== 255) return { pixel, alpha };
    }
  }
  if (colours === "ids") {
    const ids = new Uint32Array(count);
    for (let pixel = 0, at = 0; pixel < count; pixel++, at += channels) {
      ids[pixel] =
        (pixels[at] as number) + 256 * (pixels[at + 1] as number) + 65536 * (pixels[at + 2] as number);
    }
    return ids;
  }
  const labels = emptyLabels(colours.values(), count);
  // Masks are areas of one colour: most pixels have the label of the one before.
  let lastColour = -1;
  let label = 0;
  for (let pixel = 0, at = 0; pixel < count; pixel++, at += channels) {
    const colour =
      ((pixels[at] as number) << 16) | ((pixels[at + 1] as number) << 8) | (pixels[at + 2] as number);
    if (colour !== lastColour) {
      const found = colours.get(colour);
      if (found === undefined) return { pixel, colour };
      label = found;
      lastColour = colour;
    }
    labels[pixel] = label;
  }
  return labels;
}

/** 0xRRGGBB of "#rrggbb"; undefined of anything else. */
export function colourValue(name: unknown): number | undefined {
  return typeof name === "string" && /^#[0-9a-f]{6}$/i.test(name)
    ? Number.parseInt(name.slice(1), 16)
    : undefined;
}

/** #rrggbb */
export function colourName(colour: number): string {
  return `#${colour.toString(16).padStart(6, "0")}`;
}

/** The smallest array that holds every label. */
export function emptyLabels(
  labels: Iterable<number>,
  count: number,
): Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Int32Array<ArrayBuffer> {
  let smallest = 0;
  let largest = 0;
  for (const label of labels) {
    smallest = Math.min(smallest, label);
    largest = Math.max(largest, label);
  }
  if (smallest < 0 || largest > 0xffff) return new Int32Array(count);
  return largest > 255 ? new Uint16Array(count) : new Uint8Array(count);
}

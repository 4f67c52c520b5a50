import type { Colours } from "../../src/labels/colours.js";
import { flatGrid, pixelText } from "../../src/reading/raster.js";
import type { PixelDeclaration } from "./declaredColours.js";
import { coloured, damaged, truncated } from "./formatError.js";
import { type GifImage, readGifImage } from "./gifBlocks.js";
import { decodeGifLzw } from "./lzw.js";
import { labelsOfFile, type ReadLabels } from "./labelsOfColours.js";
import { MAX_PIXELS, requireInflatable, requirePixelCount } from "./limits.js";
import type { MaskFile } from "./maskFile.js";
import { greysOf, isGreyPalette } from "./paletteLabels.js";

// A reader of its own: omggif 1.0.10 gives colours and no indices, gifuct-js 2.1.2 fills what is missing with index 0 without a word.

export interface GifOptions {
  readonly colours?: Colours | undefined;
  readonly declaration?: PixelDeclaration | undefined;
  readonly maxPixels?: number | undefined;
}

/** A code of 12 bits stands for no more pixels than there are codes. */
const MAX_LZW_RATIO = (4096 * 8) / 12;

export function isGif(bytes: Uint8Array): boolean {
  const start = String.fromCharCode(...bytes.subarray(0, 6));
  return start === "GIF87a" || start === "GIF89a";
}

/**
 * Reads a GIF of one image: the greys of a palette of greys, else the labels that `colours` says. Never the indices: programs
 * that write a GIF put its palette in an order of their own, and what was saved is its colours.
 *
 * @throws {FormatError} damaged, cut short, too large, animated, or of colours that mean nothing
 * @see CompuServe's Graphics Interchange Format, version 89a
 */
export function decodeGif(
  bytes: Uint8Array,
  { colours, declaration = {}, maxPixels = MAX_PIXELS }: GifOptions = {},
): MaskFile {
  const image = readGifImage(bytes);
  const { width, height, palette, isInterlaced } = image;
  requirePixelCount([width, height], maxPixels);
  const isGrey = isGreyPalette(palette);
  if (colours === undefined && !isGrey) {
    throw coloured(
      "a GIF of colours: programs that write one put its palette in an order of their own, so that an index is no label",
      "save the labels as an indexed PNG",
    );
  }
  const indices = readIndices(image);
  const opaque = declaration.alpha === undefined && !indices.includes(image.transparent ?? -1);
  const read: ReadLabels =
    colours === undefined && opaque
      ? { data: greysOf(indices, palette) }
      : labelsOfFile(pixelsOf(indices, image), width, 4, colours ?? greyColours(), declaration);
  const note = `GIF, ${isGrey ? "grey" : "colours"}${isInterlaced ? ", interlaced" : ""}`;
  return {
    format: "gif",
    raster: { kind: "labels", ...read, nodata: undefined, ...flatGrid(width, height) },
    note,
  };
}

/** The palette by which a grey is its label. */
function greyColours(): Map<number, number> {
  return new Map(Array.from({ length: 256 }, (_, grey) => [grey * 0x10101, grey]));
}

/** One a pixel, row by row. */
function readIndices({
  width,
  height,
  palette,
  isInterlaced,
  minimumBits,
  compressed,
}: GifImage): Uint8Array {
  requireInflatable("GIF", width * height, compressed.length, MAX_LZW_RATIO);
  const stored = decodeGifLzw(compressed, minimumBits, width * height);
  if (stored.length < width * height) throw truncated("GIF", "its image data ends early");
  const stray = stored.findIndex((index) => index >= palette.length);
  if (stray >= 0) {
    throw damaged(
      "GIF",
      `index ${stored[stray] as number} at ${pixelText(stray, [1, height, width])} is not in its palette of ${palette.length}`,
    );
  }
  if (!isInterlaced) return stored;
  const indices = new Uint8Array(width * height);
  interlacedRows(height).forEach((row, i) => {
    indices.set(stored.subarray(i * width, (i + 1) * width), row * width);
  });
  return indices;
}

/** Every eighth row, those between, every fourth, every second: which row each stored one is. */
function interlacedRows(height: number): number[] {
  const passes = [
    [0, 8],
    [4, 8],
    [2, 4],
    [1, 2],
  ] as const;
  return passes.flatMap(([first, step]) =>
    Array.from({ length: Math.max(0, Math.ceil((height - first) / step)) }, (_, i) => first + i * step),
  );
}

/** Red, green, blue and alpha. */
function pixelsOf(indices: Uint8Array, { palette, transparent }: GifImage): Uint8Array {
  const pixels = new Uint8Array(indices.length * 4);
  for (let pixel = 0, at = 0; pixel < indices.length; pixel++, at += 4) {
    const index = indices[pixel] as number;
    const colour = palette[index] as number;
    pixels[at] = colour >> 16;
    pixels[at + 1] = (colour >> 8) & 255;
    pixels[at + 2] = colour & 255;
    pixels[at + 3] = index === transparent ? 0 : 255;
  }
  return pixels;
}

import type { Colours } from "../../src/labels/colours.js";
import { flatGrid, pixelText } from "../../src/reading/raster.js";
import { type BmpHeader, readBmpHeader } from "./bmpHeader.js";
import type { PixelDeclaration } from "./declaredColours.js";
import { damaged } from "./formatError.js";
import { labelsOfFile, type ReadLabels } from "./labelsOfColours.js";
import { MAX_PIXELS } from "./limits.js";
import type { MaskFile } from "./maskFile.js";
import { greysOf, isGreyPalette } from "./paletteLabels.js";
import { unpackBits } from "./pngRows.js";

// A reader of its own. fast-bmp 4.0.1 gives the indices of a palette without the palette, so that greys in another order are other
// labels without a word, reads no rows from the top and no 4 bits, and takes what is missing for an error of its buffer.

export interface BmpOptions {
  readonly colours?: Colours | undefined;
  readonly declaration?: PixelDeclaration | undefined;
  readonly maxPixels?: number | undefined;
}

export function isBmp(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x42 || bytes[1] !== 0x4d) return false;
  // A text may begin so, too; the length of a header is none in letters.
  const headerBytes = bytes.subarray(14, 18);
  return headerBytes.length < 4 || (headerBytes[2] === 0 && headerBytes[3] === 0);
}

/**
 * Reads a BMP: the index of a palette of colours, the grey of a palette of greys (as BMP has no other), and the labels of RGB
 * where `colours` says what its colours mean.
 *
 * @throws {FormatError} damaged, cut short, too large, compressed, or of colours that mean nothing
 * @see Microsoft's Bitmap Storage: BITMAPFILEHEADER, BITMAPCOREHEADER, BITMAPINFOHEADER, BITMAPV4HEADER
 */
export function decodeBmp(
  bytes: Uint8Array,
  { colours, declaration = {}, maxPixels = MAX_PIXELS }: BmpOptions = {},
): MaskFile {
  const header = readBmpHeader(bytes, { takesColours: colours !== undefined, maxPixels });
  const { width, height, bits } = header;
  const grid = flatGrid(width, height);
  const read: ReadLabels =
    bits <= 8
      ? { data: indexedLabels(bytes, header) }
      : labelsOfFile(pixelsOf(bytes, header), width, header.channels, colours as Colours, declaration);
  const kind =
    bits > 8 ? (header.channels === 4 ? "RGBA" : "RGB") : isGreyPalette(header.palette) ? "grey" : "indexed";
  const note = `${kind} BMP, ${bits} ${bits === 1 ? "bit" : "bits"}`;
  return { format: "bmp", raster: { kind: "labels", ...read, nodata: undefined, ...grid }, note };
}

/** Where each row of the image begins in the file, from the top. */
function rowStart({ height, isTopDown, pixelOffset, rowBytes }: BmpHeader, row: number): number {
  return pixelOffset + (isTopDown ? row : height - 1 - row) * rowBytes;
}

function indexedLabels(bytes: Uint8Array, header: BmpHeader): Uint8Array<ArrayBuffer> {
  const { width, height, bits, palette } = header;
  const indices = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = rowStart(header, row);
    if (bits === 8) indices.set(bytes.subarray(from, from + width), row * width);
    else unpackBits(bytes, from, width, bits, indices, row * width, 1);
  }
  const stray = indices.findIndex((index) => index >= palette.length);
  if (stray >= 0) {
    throw damaged(
      "BMP",
      `index ${indices[stray] as number} at ${pixelText(stray, [1, height, width])} is not in its palette of ${palette.length}`,
    );
  }
  return isGreyPalette(palette) ? greysOf(indices, palette) : indices;
}

/** Red before blue, and alpha where there is some. */
function pixelsOf(bytes: Uint8Array, header: BmpHeader): Uint8Array {
  const { width, height, bits, channels } = header;
  const pixels = new Uint8Array(width * height * channels);
  for (let row = 0, to = 0; row < height; row++) {
    let from = rowStart(header, row);
    for (let column = 0; column < width; column++, from += bits / 8, to += channels) {
      pixels[to] = bytes[from + 2] as number;
      pixels[to + 1] = bytes[from + 1] as number;
      pixels[to + 2] = bytes[from] as number;
      if (channels === 4) pixels[to + 3] = bytes[from + 3] as number;
    }
  }
  return pixels;
}

import { isPng } from "./png.js";
import { isTiff, readTiffDirectories } from "./tiffDirectory.js";
import { greyBitsOfTiff, isFullImage } from "./tiffLayout.js";

/** The part of a PNG that tells of its bits. */
export const PNG_START_BYTES = 26;

const GREY_TYPES = [0, 4];

/**
 * How many bits a grey PNG or TIFF stores a pixel in; undefined for any other file.
 *
 * @param bytes of a PNG the first 26, of a TIFF all
 */
export function greyBitsOf(bytes: Uint8Array): number | undefined {
  if (isPng(bytes)) {
    const [bits, colourType = 3] = bytes.subarray(PNG_START_BYTES - 2, PNG_START_BYTES);
    return GREY_TYPES.includes(colourType) ? bits : undefined;
  }
  if (!isTiff(bytes)) return undefined;
  try {
    for (const directory of readTiffDirectories(bytes).directories) {
      if (isFullImage(directory)) return greyBitsOfTiff(directory);
    }
  } catch {
    // Whoever decodes it says what is wrong.
  }
  return undefined;
}

import { type IndexColours, indexColours } from "./paletteLabels.js";
import { isPng } from "./png.js";

/** Behind the signature: the length and type of the first chunk. */
const FIRST_CHUNK = 8;
/** Where the first chunk says what its pixels are, and what it says of an indexed image. */
const COLOUR_TYPE = 25;
const INDEXED = 3;

/**
 * The colours that an indexed PNG shows its indices in; labels they are not, but people know their classes by them.
 *
 * @param head the file, or as much of it as has its palette, which stands before the pixels
 * @returns undefined of what is no indexed PNG, or does not have its palette there
 */
export function pngPalette(head: Uint8Array): IndexColours | undefined {
  if (!isPng(head) || head[COLOUR_TYPE] !== INDEXED) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  for (let offset = FIRST_CHUNK; offset + 8 <= head.length;) {
    const length = view.getUint32(offset);
    const type = String.fromCharCode(...head.subarray(offset + 4, offset + 8));
    const end = offset + 8 + length;
    if (type === "IDAT" || end > head.length) return undefined;
    if (type === "PLTE") {
      return indexColours(head.subarray(offset + 8, end), { entryBytes: 3, isBlueFirst: false });
    }
    offset = end + 4;
  }
  return undefined;
}

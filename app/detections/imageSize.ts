import { readJpegFrame } from "../formats/jpeg.js";

export interface PhotoSize {
  readonly width: number;
  readonly height: number;
}

/** As many bytes of a photo tell its size, as a rule: cameras write up to 64 KiB of notes before it. */
export const PHOTO_HEAD_BYTES = 2 ** 17;

/**
 * The size of a photo, in pixels, of which only the head is looked at: PNG, JPEG, BMP, GIF or WebP. A JPEG that its camera says
 * lies on its side has the size that it is shown with, by which YOLO's labels are normalised.
 *
 * @param head its first bytes
 * @returns undefined: it is none of them
 * @throws {FormatError} a JPEG's head is damaged, or longer than what is given
 */
export function photoSize(head: Uint8Array): PhotoSize | undefined {
  if (head.length < 30) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const starts = (text: string, at = 0): boolean =>
    Array.from(text).every((letter, i) => head[at + i] === letter.charCodeAt(0));
  if (starts("\x89PNG\r\n\x1a\n")) return sized(view.getUint32(16), view.getUint32(20));
  if (head[0] === 0xff && head[1] === 0xd8) {
    const { width, height } = readJpegFrame(head);
    return liesOnItsSide(view) ? sized(height, width) : sized(width, height);
  }
  if (starts("BM")) return sized(view.getInt32(18, true), Math.abs(view.getInt32(22, true)));
  if (starts("GIF8")) return sized(view.getUint16(6, true), view.getUint16(8, true));
  if (!starts("RIFF") || !starts("WEBP", 8)) return undefined;
  if (starts("VP8 ", 12)) return sized(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
  if (starts("VP8L", 12)) {
    const bits = view.getUint32(21, true);
    return sized((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  }
  if (!starts("VP8X", 12)) return undefined;
  return sized((view.getUint32(24, true) & 0xffffff) + 1, (view.getUint32(26, true) >>> 8) + 1);
}

function sized(width: number, height: number): PhotoSize | undefined {
  return width > 0 && height > 0 ? { width, height } : undefined;
}

/** From here on a camera's orientation swaps rows and columns. */
const FIRST_TURNED = 5;
const ORIENTATION = 0x0112;

/** Whether the Exif notes of a JPEG say that it was taken upright. */
function liesOnItsSide(view: DataView): boolean {
  for (let at = 2; at + 18 <= view.byteLength && view.getUint8(at) === 0xff;) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0xda) return false;
    // "Exif", two zeros, then a TIFF.
    if (marker === 0xe1 && view.getUint32(at + 4) === 0x45786966) {
      return orientationOf(view, at + 10) >= FIRST_TURNED;
    }
    at += 2 + view.getUint16(at + 2);
  }
  return false;
}

/** Of the first directory of a TIFF that begins at a place; 1, upright, where it says nothing. */
function orientationOf(view: DataView, start: number): number {
  const isLittle = view.getUint16(start) === 0x4949;
  const directory = start + view.getUint32(start + 4, isLittle);
  if (directory + 2 > view.byteLength) return 1;
  const count = view.getUint16(directory, isLittle);
  for (let i = 0; i < count; i++) {
    const entry = directory + 2 + 12 * i;
    if (entry + 10 > view.byteLength) return 1;
    if (view.getUint16(entry, isLittle) === ORIENTATION) return view.getUint16(entry + 8, isLittle);
  }
  return 1;
}

import { isBmp } from "./bmp.js";
import { isGif } from "./gif.js";
import { isGzip } from "./gzip.js";
import { isJpeg, readJpegFrame } from "./jpeg.js";
import { MAX_INFLATE_RATIO } from "./limits.js";
import { isPng } from "./png.js";
import { isTiff, readTiffDirectories } from "./tiffDirectory.js";
import { isZip } from "./zip.js";

const PNG_WIDTH_AT = 16;
const PNG_HEADER_BYTES = 26;

/** Channels by the colour type of a PNG. */
const PNG_CHANNELS: Readonly<Record<number, number>> = { 2: 3, 4: 2, 6: 4 };

const TIFF = { width: 256, height: 257, bits: 258, channels: 277 } as const;

/**
 * How many bytes decoding a file gives at the most, by a look at its header: how long it takes before it is begun. Where the
 * file is none that is read, whatever it says: it is refused soon.
 */
export function decodedBytesAtMost(bytes: Uint8Array): number {
  if (isPng(bytes)) return ofPng(bytes);
  if (isTiff(bytes)) return ofTiff(bytes);
  if (isJpeg(bytes)) return ofJpeg(bytes);
  if (isGif(bytes)) return ofGif(bytes);
  // Of fewer bits than a byte has; the others are stored as they are.
  if (isBmp(bytes)) return bytes.length * 8;
  // Their headers tell of parts of them only.
  return isZip(bytes) || isGzip(bytes) ? bytes.length * MAX_INFLATE_RATIO : bytes.length;
}

function ofPng(bytes: Uint8Array): number {
  if (bytes.length < PNG_HEADER_BYTES) return 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [depth, colourType] = [view.getUint8(PNG_WIDTH_AT + 8), view.getUint8(PNG_WIDTH_AT + 9)];
  const bits = depth * (PNG_CHANNELS[colourType] ?? 1);
  // Fewer bits than a byte are spread over bytes.
  return view.getUint32(PNG_WIDTH_AT) * view.getUint32(PNG_WIDTH_AT + 4) * Math.max(1, bits / 8);
}

/** Its screen, which its image fills. */
function ofGif(bytes: Uint8Array): number {
  if (bytes.length < 10) return 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint16(6, true) * view.getUint16(8, true);
}

/** What a pixel takes on its way: its share of a block of coefficients, and four channels. */
const JPEG_BYTES_PER_PIXEL = 16;

function ofJpeg(bytes: Uint8Array): number {
  try {
    const { width, height } = readJpegFrame(bytes);
    return Math.min(width * height, bytes.length * MAX_INFLATE_RATIO) * JPEG_BYTES_PER_PIXEL;
  } catch {
    return bytes.length;
  }
}

/** More directories than a mask and its smaller copies have; a file of more is refused. */
const LOOKED_AT = 100;

function ofTiff(bytes: Uint8Array): number {
  let most = bytes.length;
  let looked = 0;
  try {
    for (const directory of readTiffDirectories(bytes).directories) {
      const pixels = directory.number(TIFF.width, 0) * directory.number(TIFF.height, 0);
      const bits = directory.number(TIFF.bits, 1) * directory.number(TIFF.channels, 1);
      most = Math.max(most, pixels * Math.max(1, bits / 8));
      if (++looked === LOOKED_AT) break;
    }
  } catch {
    // The decoder will say what is wrong, and soon.
  }
  return most;
}

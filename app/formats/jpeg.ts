import { flatGrid, pixelText } from "../../src/reading/raster.js";
import {
  coloured,
  damaged,
  type FormatError,
  thresholdMissing,
  tooLarge,
  truncated,
  unsupported,
} from "./formatError.js";
import { requireAllScans } from "./jpegScans.js";
import { MAX_PIXELS, requirePixelCount } from "./limits.js";
import type { MaskFile } from "./maskFile.js";

/** Decodes a JPEG to RGBA; throws where it cannot. */
export type DecodeJpeg = (bytes: Uint8Array) => {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
};

export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

/** A block of 8 x 8 pixels takes a bit at the very least, so that a byte is no more than eight of them. */
const MAX_PIXELS_PER_BYTE = 8 * 64;

/** Without a threshold its greys mean nothing: compression changes them. */
export function jpegWithoutThreshold(): FormatError {
  return thresholdMissing(
    "a JPEG: its compression changes values, so it cannot hold labels, but a mask of two classes can be told from its greys",
    127,
    "save the labels anew as a PNG",
  );
}

/**
 * Reads the greys of a JPEG, which a threshold makes labels of.
 *
 * @throws {FormatError} damaged, cut short, too large, or of colours
 */
export function decodeJpegMask(bytes: Uint8Array, decode: DecodeJpeg, maxPixels = MAX_PIXELS): MaskFile {
  const { width, height, channels, isProgressive } = readJpegFrame(bytes);
  requirePixelCount([width, height], maxPixels);
  if (width * height > bytes.length * MAX_PIXELS_PER_BYTE) {
    throw truncated(
      "JPEG",
      `its ${bytes.length} bytes cannot hold the ${width} x ${height} pixels of its frame`,
    );
  }
  // The decoder fills what is missing with grey.
  if (!endsWithMarker(bytes)) throw truncated("JPEG", "its end marker is missing");
  requireAllScans(bytes, channels, isProgressive);
  let decoded;
  try {
    decoded = decode(bytes);
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(cause.message, "cut it into tiles", width * height);
    throw damaged("JPEG", (cause as Error).message, { cause });
  }
  const { data } = decoded;
  if (decoded.width !== width || decoded.height !== height || data.length !== width * height * 4) {
    throw damaged(
      "JPEG",
      `it decodes to ${decoded.width} x ${decoded.height} pixels, its frame is ${width} x ${height}`,
    );
  }
  const grid = flatGrid(width, height);
  const greys = new Uint8Array(width * height);
  for (let pixel = 0, at = 0; pixel < greys.length; pixel++, at += 4) {
    const grey = data[at] as number;
    if (data[at + 1] !== grey || data[at + 2] !== grey) {
      throw coloured(
        `a JPEG of colours: ${data[at] as number}, ${data[at + 1] as number}, ${data[at + 2] as number} at ${pixelText(pixel, grid.size)} is no grey`,
        "save it in greys",
      );
    }
    greys[pixel] = grey;
  }
  return {
    format: "jpeg",
    raster: { kind: "labels", data: greys, nodata: undefined, ...grid },
    note: `JPEG, ${channels === 1 ? "grey" : "grey in colour channels"}`,
  };
}

interface JpegFrame {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly isProgressive: boolean;
}

/** The size that the first frame header says: SOF0 to SOF15 but those that are tables (DHT, JPG, DAC). */
export function readJpegFrame(bytes: Uint8Array): JpegFrame {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff) throw damaged("JPEG", `there is no marker at byte ${at}`);
    const marker = bytes[at + 1] as number;
    // Fill bytes may stand before a marker.
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame && at + 10 <= bytes.length) {
      // Lossless, hierarchical and arithmetic ones are not decoded.
      if (marker > 0xc2) throw unsupported("a JPEG that is neither baseline nor progressive", "save a PNG");
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      const channels = bytes[at + 9] as number;
      if (width === 0 || height === 0) throw damaged("JPEG", `its size is ${width} x ${height}`);
      if (bytes[at + 4] !== 8) throw unsupported(`a JPEG of ${bytes[at + 4] as number} bits`, "save a PNG");
      return { width, height, channels, isProgressive: marker === 0xc2 };
    }
    if (marker === 0xda || marker === 0xd9) break;
    at += 2 + view.getUint16(at + 2);
  }
  throw truncated("JPEG", "it ends before its image");
}

/** Whether the image has its end; cameras write more behind it. */
function endsWithMarker(bytes: Uint8Array): boolean {
  for (let at = bytes.length - 2; at >= 2; at--)
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return true;
  return false;
}

import { decode as decodePng } from "fast-png";
import { decode as decodeJpeg, encode as encodeJpeg } from "jpeg-js";
import { decodedBytesAtMost } from "../../app/formats/decodedBytes.js";
import { readWithin } from "../counting/readMask.js";
import type { WorkBudget } from "../counting/workBudget.js";
import { DataError } from "../exitCodes.js";

const JPEG_QUALITY = 70;

/** Photos beyond this are not decoded: 100 megapixels. */
const MAX_MEGAPIXELS = 100;
const MAX_DECODE_MIB = 1024;

/** JPEG is told by its first byte. */
const JPEG_START = 0xff;

/** Decoding a byte of JPEG takes as long as decoding so many bytes of labels. */
const JPEG_COST = 100;

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** RGBA */
  readonly data: Uint8Array;
}

/**
 * Reads a photo, and makes it small.
 *
 * @returns "data:image/jpeg;base64,..."
 * @throws {DatasetError | DataError} it cannot be read
 * @throws {TakesLong} it is too large for the budget
 */
export function smallPhoto(path: string, maxSide: number, budget: WorkBudget | undefined): string {
  const bytes = readWithin(budget, path, costOf);
  let pixels;
  try {
    pixels = readPhoto(bytes);
  } catch (cause) {
    throw new DataError(`${path}: the photo cannot be read: ${(cause as Error).message}`, { cause });
  }
  const { data } = encodeJpeg(scaleDown(pixels, maxSide), JPEG_QUALITY);
  return `data:image/jpeg;base64,${Buffer.from(data).toString("base64")}`;
}

function costOf(bytes: Uint8Array): number {
  return bytes[0] === JPEG_START ? bytes.length * JPEG_COST : decodedBytesAtMost(bytes);
}

function readPhoto(bytes: Uint8Array): Pixels {
  if (bytes[0] === JPEG_START) {
    return decodeJpeg(bytes, {
      useTArray: true,
      maxResolutionInMP: MAX_MEGAPIXELS,
      maxMemoryUsageInMB: MAX_DECODE_MIB,
    });
  }
  const { width, height, channels, data, depth } = decodePng(bytes);
  if (channels < 3 && depth !== 8) throw new Error("only photos of 8 bits a channel are read");
  const rgba = new Uint8Array(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      // Grey is its own red, green and blue.
      const value = data[pixel * channels + (channels < 3 ? 0 : channel)] as number;
      rgba[pixel * 4 + channel] = depth === 16 ? value >> 8 : value;
    }
    rgba[pixel * 4 + 3] = 255;
  }
  return { width, height, data: rgba };
}

/** Each pixel the mean of those it stands for. */
function scaleDown({ width, height, data }: Pixels, maxSide: number): Pixels {
  const step = Math.max(1, Math.ceil(Math.max(width, height) / maxSide));
  if (step === 1) return { width, height, data };
  const [w, h] = [Math.ceil(width / step), Math.ceil(height / step)];
  const small = new Uint8Array(w * h * 4);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      for (let channel = 0; channel < 4; channel++) {
        let sum = 0;
        let count = 0;
        for (let v = y * step; v < Math.min((y + 1) * step, height); v++) {
          for (let u = x * step; u < Math.min((x + 1) * step, width); u++) {
            sum += data[(v * width + u) * 4 + channel] as number;
            count++;
          }
        }
        small[(y * w + x) * 4 + channel] = Math.round(sum / count);
      }
    }
  }
  return { width: w, height: h, data: small };
}

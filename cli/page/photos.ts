import { decode as decodePng } from "fast-png";
import { decode as decodeJpeg, encode as encodeJpeg } from "jpeg-js";
import { DataError } from "../exitCodes.js";
import { stemOf } from "../../app/pairing/maskNames.js";
import { inFolder, listFiles } from "../inputs/folderFiles.js";
import { readRegularFile } from "../inputs/readBytes.js";
import { nameAsText } from "../inputs/undecodedName.js";

const PHOTO_ENDING = /\.(jpe?g|png)$/i;
const JPEG_QUALITY = 70;

/** Photos beyond this are not decoded: 100 megapixels. */
const MAX_MEGAPIXELS = 100;
const MAX_DECODE_MIB = 1024;

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** RGBA */
  readonly data: Uint8Array;
}

/**
 * Finds the photo of an image in a folder, by the image's id or its last part, and makes it small.
 *
 * @returns id -> "data:image/jpeg;base64,...", undefined where there is none
 * @throws {DataError} a photo cannot be read
 */
export async function photoFinder(
  folder: string | undefined,
  maxSide: number,
): Promise<(id: string) => string | undefined> {
  if (folder === undefined) return () => undefined;
  const photos = new Map<string, string>();
  for (const file of await listFiles(folder)) {
    if (!PHOTO_ENDING.test(file)) continue;
    const name = nameAsText(file.replace(PHOTO_ENDING, ""));
    photos.set(stemOf(name), file);
    photos.set(name, file);
  }
  // Data sets put an ending of their own behind a photo's name: frankfurt_000001_leftImg8bit.
  const nearest = (id: string): string | undefined => {
    const stem = stemOf(id);
    const exact = photos.get(id) ?? photos.get(stem);
    if (exact !== undefined) return exact;
    const longer = [...photos.keys()].filter((name) => stemOf(name).startsWith(`${stem}_`));
    return longer.length === 0 ? undefined : photos.get(longer[0] as string);
  };
  return (id) => {
    const file = nearest(id);
    return file === undefined ? undefined : smallJpeg(inFolder(folder, file), maxSide);
  };
}

function smallJpeg(path: string, maxSide: number): string {
  const bytes = readRegularFile(path);
  let pixels;
  try {
    pixels = readPhoto(bytes);
  } catch (cause) {
    throw new DataError(`${path}: the photo cannot be read: ${(cause as Error).message}`, { cause });
  }
  const { data } = encodeJpeg(scaleDown(pixels, maxSide), JPEG_QUALITY);
  return `data:image/jpeg;base64,${Buffer.from(data).toString("base64")}`;
}

function readPhoto(bytes: Uint8Array): Pixels {
  if (bytes[0] === 0xff) {
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

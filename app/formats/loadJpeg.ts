import type { DecodeJpeg } from "./jpeg.js";

/** More than a mask of the most pixels takes would be an attack. */
const MAX_MIB = 4096;
const MAX_MEGAPIXELS = 300;

/** The decoder, which only those load who read a JPEG. */
export async function loadJpeg(): Promise<DecodeJpeg> {
  const { decode } = await import("jpeg-js");
  return (bytes) =>
    decode(bytes, {
      useTArray: true,
      // What is missing must not become grey.
      tolerantDecoding: false,
      maxResolutionInMP: MAX_MEGAPIXELS,
      maxMemoryUsageInMB: MAX_MIB,
    });
}

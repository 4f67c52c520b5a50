import type { DecodeJpeg } from "./jpeg.js";

/** The decoder, which only those load who read a JPEG. */
export async function loadJpeg(): Promise<DecodeJpeg> {
  const { default: jpeg } = await import("jpeg-js");
  return (bytes) =>
    jpeg.decode(bytes, {
      useTArray: true,
      // What is missing must not become grey.
      tolerantDecoding: false,
      // How large it may be was asked before.
      maxResolutionInMP: Infinity,
      maxMemoryUsageInMB: Infinity,
    });
}

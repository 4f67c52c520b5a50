import { unzlibSync } from "fflate";
import { adler32 } from "./checksums.js";

/**
 * Undoes a zlib stream (RFC 1950), its checksum verified; output beyond maxBytes is cut off. Throws where the stream is
 * damaged or cut short.
 */
export type Inflate = (compressed: Uint8Array, maxBytes: number) => Uint8Array;

/** For where the platform has no synchronous one of its own. */
export const inflateByFflate: Inflate = (compressed, maxBytes) => {
  // Two bytes of header, four of checksum: fflate takes a stream with nothing between for zeros.
  if (compressed.length <= 6) throw new Error("unexpected end of file");
  // One byte more than is wanted tells a stream that ends there from one that goes on.
  const bytes = unzlibSync(compressed, { out: new Uint8Array(maxBytes + 1) });
  if (bytes.length > maxBytes) return bytes.subarray(0, maxBytes);
  // fflate leaves the checksum unread.
  const end = compressed.subarray(-4);
  const found = end.reduce((value, byte) => value * 256 + byte, 0);
  if (adler32(bytes) !== found) throw new Error("incorrect data check");
  return bytes;
};

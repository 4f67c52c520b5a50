const MODULUS = 65521;
/** So many additions stay below 2^32. */
const BLOCK_BYTES = 5552;

/** The checksum that ends a zlib stream (RFC 1950), of its content. */
export function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (let at = 0; at < bytes.length;) {
    const end = Math.min(at + BLOCK_BYTES, bytes.length);
    for (; at < end; at++) {
      a += bytes[at] as number;
      b += a;
    }
    a %= MODULUS;
    b %= MODULUS;
  }
  return b * 65536 + a;
}

/** Added to the exponent's bits: float32 counts exponents from 112 lower. Infinity and NaN have all bits set in either. */
const EXPONENT = 112 << 23;
const LAST_EXPONENT = 224 << 23;

/** float16 numbers (IEEE 754 binary16) from their bits, as float32: exact. */
export function float16ToFloat32(bits: ArrayLike<number>): Float32Array {
  const floats = new Float32Array(bits.length);
  const words = new Uint32Array(floats.buffer);
  for (let i = 0; i < words.length; i++) {
    const half = bits[i] as number;
    const magnitude = half & 0x7fff;
    // Denormals have no leading 1, and the exponent of the smallest normal numbers.
    if (magnitude < 0x400) floats[i] = (half & 0x8000 ? -magnitude : magnitude) * 2 ** -24;
    else {
      const exponent = magnitude < 0x7c00 ? EXPONENT : LAST_EXPONENT;
      words[i] = ((half & 0x8000) << 16) | ((magnitude << 13) + exponent);
    }
  }
  return floats;
}

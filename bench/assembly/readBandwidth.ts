/** Reads byteCount bytes (a multiple of 128) with SIMD loads and does as little as possible with them: the
 *  fastest that any kernel can go through the same bytes. Returns their xor, so that no load is dropped. */
export function xorBytes(ptr: usize, byteCount: usize): i64 {
  let a = i64x2.splat(0);
  let b = a;
  let c = a;
  let d = a;
  const end = ptr + byteCount;
  for (; ptr < end; ptr += 128) {
    a = v128.xor(a, v128.xor(v128.load(ptr), v128.load(ptr, 64)));
    b = v128.xor(b, v128.xor(v128.load(ptr, 16), v128.load(ptr, 80)));
    c = v128.xor(c, v128.xor(v128.load(ptr, 32), v128.load(ptr, 96)));
    d = v128.xor(d, v128.xor(v128.load(ptr, 48), v128.load(ptr, 112)));
  }
  const all = v128.xor(v128.xor(a, b), v128.xor(c, d));
  return i64x2.extract_lane(all, 0) ^ i64x2.extract_lane(all, 1);
}

/** First byte that may be read. */
export function heapBase(): usize {
  return __heap_base;
}

// Values of JSON text in UTF-8, from ptr to before end; 16 bytes behind end may be read, whatever they hold. Each gives where
// it goes on behind the value, or 0 where it does not know: the text ends too early, is no JSON, or is JSON that is rare. Who
// asked reads it another way then, which takes all of JSON and says what is wrong.

/** 10^0 to 10^22: the powers that float64 holds. */
const POWERS = memory.data<f64>([
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
  1e20, 1e21, 1e22,
]);

/** Lists and objects in each other. */
const MOST_DEPTH: u32 = 16;

/** The next byte that is no space; its place is end where there is none. */
@inline
export function behindSpace(ptr: usize, end: usize): usize {
  while (ptr < end) {
    const byte = load<u8>(ptr);
    if (byte > 0x20 || (byte != 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09)) break;
    ptr++;
  }
  return ptr;
}

/** What rounding took from a product (Dekker). */
@inline
function lostInProduct(a: f64, b: f64, product: f64): f64 {
  const aBig = 134217729.0 * a;
  const bBig = 134217729.0 * b;
  const aHigh = aBig - (aBig - a);
  const bHigh = bBig - (bBig - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/**
 * The float64 nearest to digits / 10^power, or NaN where that lies too near to the middle of two; see app/json/longDecimal.ts.
 * digits is below 2^63, power at most 22.
 */
function quotient(digits: u64, power: u32): f64 {
  const whole = f64(digits);
  if (power == 0) return whole;
  const divisor = load<f64>(POWERS + (usize(power) << 3));
  const value = whole / divisor;
  if (digits <= 1 << 53) return value;
  const rest = f64(i64(digits - u64(whole)));
  const product = value * divisor;
  const correction = (whole - product - lostInProduct(value, divisor, product) + rest) / divisor;
  const doubt = value * 1.262177448353619e-29; // 2^-96
  const low = value + (correction - doubt);
  return low == value + (correction + doubt) ? low : NaN;
}

/** A number; its value, the one that JSON.parse gives, is written at valuePtr. */
export function passNumber(ptr: usize, end: usize, valuePtr: usize): usize {
  if (ptr >= end) return 0;
  const isNegative = load<u8>(ptr) == 0x2d;
  ptr += usize(isNegative);
  const start = ptr;
  let digits: u64 = 0;
  let digit = u32(load<u8>(ptr)) - 0x30;
  while (digit < 10 && ptr < end) {
    digits = digits * 10 + digit;
    digit = u32(load<u8>(++ptr)) - 0x30;
  }
  let count = ptr - start;
  if (count == 0 || (count > 1 && load<u8>(start) == 0x30)) return 0;
  let power: i32 = 0;
  if (ptr < end && load<u8>(ptr) == 0x2e) {
    const first = ++ptr;
    digit = u32(load<u8>(ptr)) - 0x30;
    while (digit < 10 && ptr < end) {
      digits = digits * 10 + digit;
      // Zeros in front are none of the digits.
      count += usize(digits != 0);
      digit = u32(load<u8>(++ptr)) - 0x30;
    }
    if (ptr == first) return 0;
    power = i32(ptr - first);
  }
  // A zero in front of the point is counted. Of 18 digits none is lost above, and their number is below 2^63.
  if (count > 18) return 0;
  if (ptr < end && (load<u8>(ptr) | 0x20) == 0x65) {
    const sign = load<u8>(++ptr);
    ptr += usize(sign == 0x2b || sign == 0x2d);
    const first = ptr;
    let exponent: i32 = 0;
    digit = u32(load<u8>(ptr)) - 0x30;
    while (digit < 10 && ptr < end && ptr - first < 3) {
      exponent = exponent * 10 + digit;
      digit = u32(load<u8>(++ptr)) - 0x30;
    }
    if (ptr == first || digit < 10) return 0;
    power += sign == 0x2d ? exponent : -exponent;
    if (power < 0) return 0;
  }
  // A number that ends where the text does may go on.
  if (ptr >= end || power > 22) return 0;
  const value = quotient(digits, power);
  if (value != value) return 0;
  store<f64>(valuePtr, isNegative ? -value : value);
  return ptr;
}

/** A string of ASCII without escapes, from its opening quote on; the closing one is the last byte before what it gives. */
export function passString(ptr: usize, end: usize): usize {
  if (ptr >= end || load<u8>(ptr) != 0x22) return 0;
  ptr++;
  if (ASC_FEATURE_SIMD) {
    const quote = i8x16.splat(0x22);
    const backslash = i8x16.splat(0x5c);
    const space = i8x16.splat(0x20);
    for (; ptr < end; ptr += 16) {
      const bytes = v128.load(ptr);
      // As signed numbers, what is not ASCII is below the control characters.
      const found = i8x16.bitmask(
        v128.or(v128.or(i8x16.eq(bytes, quote), i8x16.eq(bytes, backslash)), i8x16.lt_s(bytes, space)),
      );
      if (found == 0) continue;
      ptr += ctz(found);
      return ptr < end && load<u8>(ptr) == 0x22 ? ptr + 1 : 0;
    }
    return 0;
  }
  for (; ptr < end; ptr++) {
    const byte = load<u8>(ptr);
    if (byte == 0x22) return ptr + 1;
    if (byte == 0x5c || byte < 0x20 || byte > 0x7f) return 0;
  }
  return 0;
}

/**
 * A string of ASCII whose only escapes are backslashes, copied to outPtr without quotes and escapes; up to 16 bytes behind it
 * are written to, too. Where the copy ends is written at stopPtr, u32.
 */
export function copyString(ptr: usize, end: usize, outPtr: usize, stopPtr: usize): usize {
  if (ptr >= end || load<u8>(ptr) != 0x22) return 0;
  ptr++;
  while (ptr < end) {
    if (ASC_FEATURE_SIMD) {
      const bytes = v128.load(ptr);
      v128.store(outPtr, bytes);
      const found = i8x16.bitmask(
        v128.or(
          v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))),
          i8x16.lt_s(bytes, i8x16.splat(0x20)),
        ),
      );
      const passed = found == 0 ? 16 : ctz(found);
      ptr += passed;
      outPtr += passed;
      if (found == 0) continue;
      if (ptr >= end) return 0;
    }
    const byte = load<u8>(ptr);
    if (byte == 0x22) {
      store<u32>(stopPtr, u32(outPtr));
      return ptr + 1;
    }
    if (byte < 0x20 || byte > 0x7f) return 0;
    if (byte == 0x5c) {
      if (++ptr >= end || load<u8>(ptr) != 0x5c) return 0;
    }
    store<u8>(outPtr++, byte);
    ptr++;
  }
  return 0;
}

/** A value of any kind; valuePtr is written to. */
export function passValue(ptr: usize, end: usize, depth: u32, valuePtr: usize): usize {
  if (ptr >= end || depth > MOST_DEPTH) return 0;
  const first = load<u8>(ptr);
  if (first == 0x22) return passString(ptr, end);
  if (first == 0x74 || first == 0x66 || first == 0x6e) return passWord(ptr, end);
  const isObject = first == 0x7b;
  if (!isObject && first != 0x5b) return passNumber(ptr, end, valuePtr);
  const close: u8 = isObject ? 0x7d : 0x5d;
  ptr = behindSpace(ptr + 1, end);
  if (ptr < end && load<u8>(ptr) == close) return ptr + 1;
  while (ptr < end) {
    if (isObject) {
      ptr = passString(ptr, end);
      if (ptr == 0) return 0;
      ptr = behindSpace(ptr, end);
      if (ptr >= end || load<u8>(ptr) != 0x3a) return 0;
      ptr = behindSpace(ptr + 1, end);
    }
    ptr = passValue(ptr, end, depth + 1, valuePtr);
    if (ptr == 0) return 0;
    ptr = behindSpace(ptr, end);
    if (ptr >= end) return 0;
    const sign = load<u8>(ptr);
    if (sign == close) return ptr + 1;
    if (sign != 0x2c) return 0;
    ptr = behindSpace(ptr + 1, end);
  }
  return 0;
}

/** true, false or null. */
export function passWord(ptr: usize, end: usize): usize {
  if (ptr + 5 > end) return 0;
  const word = load<u32>(ptr);
  if (word == 0x65757274 || word == 0x6c6c756e) return ptr + 4;
  return word == 0x736c6166 && load<u8>(ptr, 4) == 0x65 ? ptr + 5 : 0;
}

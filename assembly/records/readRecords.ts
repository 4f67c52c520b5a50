// Annotations and results of COCO's JSON, as programs write them, into columns. It knows less than app/detections/cocoRecords.ts,
// which is its reference and reads what is left: a record that this does not take is not begun.
//
//    columnsPtr:  room for `capacity` of each, one column behind the other
//                 f64 image_id, category_id, score, area, id, { x, y, width, height }, { height, width } of the mask
//                 u32 { start, length } of the text of the mask's counts, from textsPtr on
//                 u8  iscrowd, ignore
//                 What a record lacks is NaN, 0 of flags, and a length of 0 of a mask that is not there.
//    textsPtr:    texts of the masks' counts, one behind the other, as they are without JSON's escapes: room for the text and 16
//                 bytes
//    statePtr:    u32 how many bytes were read; u32 how many were written at textsPtr; f64 of the reader's own

import { behindSpace, copyString, passNumber, passString, passValue, passWord } from "./jsonValues";

// Names of keys, 8 bytes at a time, the first the lowest.
const IMAGE_ID: u64 = (u64(0x64695f65) << 32) | 0x67616d69;
const CATEGORY: u64 = (u64(0x79726f67) << 32) | 0x65746163;
const SEGMENTA: u64 = (u64(0x61746e65) << 32) | 0x6d676573;
const ISCROWD: u64 = (u64(0x64776f) << 32) | 0x72637369;
const IGNORE: u64 = (u64(0x6572) << 32) | 0x6f6e6769;

const MOST_SAFE: f64 = 9007199254740991;

/** A whole number that float64 tells from its neighbours. */
@inline
function passWhole(ptr: usize, end: usize, valuePtr: usize): usize {
  const next = passNumber(ptr, end, valuePtr);
  if (next == 0) return 0;
  const value = load<f64>(valuePtr);
  return abs(value) <= MOST_SAFE && floor(value) == value ? next : 0;
}

/** true, false, 1 or 0, written as a byte at outPtr. */
function passFlag(ptr: usize, end: usize, valuePtr: usize, outPtr: usize): usize {
  const first = load<u8>(ptr);
  if (first == 0x74 || first == 0x66) {
    store<u8>(outPtr, u8(first == 0x74));
    return passWord(ptr, end);
  }
  const next = passNumber(ptr, end, valuePtr);
  if (next == 0) return 0;
  const value = load<f64>(valuePtr);
  if (value != 0 && value != 1) return 0;
  store<u8>(outPtr, u8(value));
  return next;
}

/** A list of `count` numbers, written one behind the other at outPtr. */
function passNumbers(ptr: usize, end: usize, count: u32, outPtr: usize): usize {
  if (load<u8>(ptr) != 0x5b) return 0;
  for (let i: u32 = 0; i < count; i++) {
    ptr = passNumber(behindSpace(ptr + 1, end), end, outPtr + (i << 3));
    if (ptr == 0) return 0;
    ptr = behindSpace(ptr, end);
    if (ptr >= end || load<u8>(ptr) != (i + 1 < count ? 0x2c : 0x5d)) return 0;
  }
  return ptr + 1;
}

/** { size: [height, width], counts: text } in either order; the text is copied to outPtr. */
function passMask(
  ptr: usize,
  end: usize,
  textsPtr: usize,
  outPtr: usize,
  sizePtr: usize,
  countsPtr: usize,
): usize {
  if (load<u8>(ptr) != 0x7b) return 0;
  let known: u32 = 0;
  do {
    const key = behindSpace(ptr + 1, end);
    ptr = passString(key, end);
    if (ptr == 0) return 0;
    const length = ptr - key - 2;
    ptr = behindSpace(ptr, end);
    if (ptr >= end || load<u8>(ptr) != 0x3a) return 0;
    ptr = behindSpace(ptr + 1, end);
    if (ptr >= end) return 0;
    if (length == 4 && load<u32>(key, 1) == 0x657a6973) {
      ptr = passNumbers(ptr, end, 2, sizePtr);
      known |= 1;
    } else if (length == 6 && load<u32>(key, 1) == 0x6e756f63 && load<u16>(key, 5) == 0x7374) {
      ptr = copyString(ptr, end, outPtr, countsPtr);
      const length = load<u32>(countsPtr) - u32(outPtr);
      store<u32>(countsPtr, u32(outPtr - textsPtr));
      store<u32>(countsPtr, length, 4);
      // A text of no length stands for no mask.
      if (length == 0) return 0;
      known |= 2;
    } else {
      return 0;
    }
    if (ptr == 0) return 0;
    ptr = behindSpace(ptr, end);
    if (ptr >= end) return 0;
  } while (load<u8>(ptr) == 0x2c);
  return known == 3 && load<u8>(ptr) == 0x7d ? ptr + 1 : 0;
}

/** Reads records of a list, from behind its opening sign or behind a record on; gives how many. */
export function readRecords(
  textPtr: usize,
  textBytes: usize,
  isFirst: bool,
  takesMasks: bool,
  columnsPtr: usize,
  capacity: usize,
  textsPtr: usize,
  statePtr: usize,
): usize {
  const end = textPtr + textBytes;
  const valuePtr = statePtr + 8;
  const images = columnsPtr;
  const categories = images + (capacity << 3);
  const scores = categories + (capacity << 3);
  const areas = scores + (capacity << 3);
  const ids = areas + (capacity << 3);
  const boxes = ids + (capacity << 3);
  const sizes = boxes + (capacity << 5);
  const counts = sizes + (capacity << 4);
  const crowds = counts + (capacity << 3);
  const ignores = crowds + capacity;
  let at = textPtr;
  let outPtr = textsPtr;
  let record: usize = 0;
  for (; record < capacity; record++) {
    let ptr = behindSpace(at, end);
    if (!isFirst) {
      if (ptr >= end || load<u8>(ptr) != 0x2c) break;
      ptr = behindSpace(ptr + 1, end);
    }
    if (ptr >= end || load<u8>(ptr) != 0x7b) break;
    const wide = record << 3;
    store<f64>(images + wide, NaN);
    store<f64>(categories + wide, NaN);
    store<f64>(scores + wide, NaN);
    store<f64>(areas + wide, NaN);
    store<f64>(ids + wide, NaN);
    const box = boxes + (record << 5);
    for (let side: usize = 0; side < 32; side += 8) store<f64>(box + side, NaN);
    store<u64>(counts + wide, 0);
    store<u8>(crowds + record, 0);
    store<u8>(ignores + record, 0);
    let isWhole = false;
    // From the opening sign, or a comma, to behind the value that follows.
    while (ptr < end) {
      const key = behindSpace(ptr + 1, end);
      ptr = passString(key, end);
      if (ptr == 0) break;
      const length = ptr - key - 2;
      ptr = behindSpace(ptr, end);
      if (ptr >= end || load<u8>(ptr) != 0x3a) break;
      ptr = behindSpace(ptr + 1, end);
      if (ptr >= end) break;
      const word = load<u64>(key, 1);
      const half = u32(word);
      if (load<u8>(ptr) == 0x6e) ptr = passWord(ptr, end);
      else if (length == 4 && half == 0x786f6262) ptr = passNumbers(ptr, end, 4, box);
      else if (length == 8 && word == IMAGE_ID) ptr = passWhole(ptr, end, images + wide);
      else if (length == 11 && word == CATEGORY && load<u32>(key, 8) >>> 8 == 0x64695f)
        ptr = passWhole(ptr, end, categories + wide);
      else if (length == 5 && half == 0x726f6373 && load<u8>(key, 5) == 0x65)
        ptr = passNumber(ptr, end, scores + wide);
      else if (length == 4 && half == 0x61657261) ptr = passNumber(ptr, end, areas + wide);
      else if (length == 7 && word << 8 == ISCROWD << 8) ptr = passFlag(ptr, end, valuePtr, crowds + record);
      else if (length == 2 && u16(word) == 0x6469) ptr = passWhole(ptr, end, ids + wide);
      else if (length == 6 && word << 16 == IGNORE << 16)
        ptr = passFlag(ptr, end, valuePtr, ignores + record);
      else if (takesMasks && length == 12 && word == SEGMENTA && load<u32>(key, 9) == 0x6e6f6974)
        ptr = passMask(ptr, end, textsPtr, outPtr, sizes + (record << 4), counts + wide);
      else ptr = passValue(ptr, end, 0, valuePtr);
      if (ptr == 0) break;
      ptr = behindSpace(ptr, end);
      if (ptr >= end) break;
      const sign = load<u8>(ptr);
      if (sign == 0x7d) {
        isWhole = true;
        break;
      }
      if (sign != 0x2c) break;
    }
    const image = load<f64>(images + wide);
    const category = load<f64>(categories + wide);
    if (!isWhole || image != image || category != category) break;
    at = ptr + 1;
    outPtr += load<u32>(counts + wide, 4);
    isFirst = false;
  }
  store<u32>(statePtr, u32(at - textPtr));
  store<u32>(statePtr, u32(outPtr - textsPtr), 4);
  return record;
}

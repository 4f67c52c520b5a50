// Masks out of COCO's compressed strings, as the table that commonPixels reads:
//
//    textPtr:     characters of all masks, one text behind the other
//    lengthsPtr:  u32 characters of each
//    runsPtr:     { u32 start, u32 end } of each run; room for 4 bytes a character
//    masksPtr:    { u32 runs, u32 runsEnd, left, right, top, bottom, 0, 0 } a mask, 32 bytes; runs are counted in u32s from runsPtr on
//    areasPtr:    f64 pixels of each

/**
 * Gives how many masks it took: a text that is no whole mask of height x width pixels ends it. A number is written five bits a
 * character, the least first, see src/shapes/runsText.ts.
 */
export function runTexts(
  textPtr: usize,
  lengthsPtr: usize,
  count: usize,
  height: u32,
  width: u32,
  runsPtr: usize,
  masksPtr: usize,
  areasPtr: usize,
): usize {
  const pixels = u64(height) * width;
  let out = runsPtr;
  for (let mask: usize = 0; mask < count; mask++) {
    const textEnd = textPtr + load<u32>(lengthsPtr + (mask << 2));
    const begin = out;
    let place: u64 = 0;
    let row: u64 = 0;
    let top: u64 = height;
    let bottom: u64 = 0;
    let area: u64 = 0;
    let index: u32 = 0;
    // The last lengths out of the mask and in it: from the fourth number on, differences to them are written.
    let lastOut: i64 = 0;
    let lastIn: i64 = 0;
    while (textPtr < textEnd) {
      let digit = u32(load<u8>(textPtr++)) - 48;
      if (digit > 63) return mask;
      let value = i64(digit & 31);
      let shift: i64 = 5;
      while (digit > 31) {
        if (textPtr == textEnd || shift == 35) return mask;
        digit = u32(load<u8>(textPtr++)) - 48;
        if (digit > 63) return mask;
        value |= i64(digit & 31) << shift;
        shift += 5;
      }
      if ((digit & 16) != 0) value -= i64(1) << shift;
      const isIn = (index & 1) == 1;
      if (index > 2) value += isIn ? lastIn : lastOut;
      if (value < 0 || value > 0xffffffff) return mask;
      index++;
      if (!isIn) {
        lastOut = value;
        place += value;
        row += value;
        if (row >= height) row = row < u64(height) << 1 ? row - height : row % height;
        continue;
      }
      lastIn = value;
      if (value == 0) continue;
      const stop = place + value;
      // Places fit 32 bits only as far as the mask goes.
      if (stop > pixels) return mask;
      area += value;
      if (out > begin && load<u32>(out - 4) == u32(place)) {
        store<u32>(out - 4, u32(stop));
      } else {
        store<u32>(out, u32(place));
        store<u32>(out, u32(stop), 4);
        out += 8;
      }
      place = stop;
      const end = row + value;
      if (end > height) {
        top = 0;
        bottom = height;
      } else {
        top = min(top, row);
        bottom = max(bottom, end);
      }
      row = end < height ? end : end % height;
    }
    if (place != pixels) return mask;
    const entry = masksPtr + (mask << 5);
    const isEmpty = out == begin;
    store<u32>(entry, u32((begin - runsPtr) >> 2));
    store<u32>(entry, u32((out - runsPtr) >> 2), 4);
    store<u32>(entry, isEmpty ? 0 : load<u32>(begin) / height, 8);
    store<u32>(entry, isEmpty ? 0 : (load<u32>(out - 4) - 1) / height + 1, 12);
    store<u32>(entry, u32(top), 16);
    store<u32>(entry, u32(bottom), 20);
    store<u64>(entry, 0, 24);
    store<f64>(areasPtr + (mask << 3), f64(area));
  }
  return count;
}

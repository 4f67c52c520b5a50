// Connected components of a label map, by union-find over runs: the stretches of a row that have one label. Where labels
// repeat there are few of them, and of the map itself only the rows that are looked at need be in memory.
//
//    rowsPtr:  u32 of each row: how many runs there are up to its end
//    runsPtr:  runs of 16 bytes in row-major order, none of the background:
//              u32 start | u32 end, behind its last pixel | u32 label | u32 parent, then component
//
// Pixels are counted through the whole map, 2^31 - 1 at most: a pixel and its neighbour beyond fit u32. A run's parent is
// itself or an earlier run, so a component's root is its first run.

/**
 * Appends the runs of the next rows to the table, each its own parent, and writes the ends of the rows.
 *
 * Reads rowCount * width labels, any alignment. There must be room for as many more runs.
 *
 * @param firstPixel of these rows in the whole map
 * @param runCount runs in the table already
 * @param rowsPtr of these rows' first entry
 * @returns runs in the table
 */
export function componentRunsU8(
  labelsPtr: usize,
  rowCount: u32,
  width: u32,
  firstPixel: u32,
  background: u32,
  hasBackground: bool,
  rowsPtr: usize,
  runsPtr: usize,
  runCount: u32,
): u32 {
  return runsOf<u8>(
    labelsPtr,
    rowCount,
    width,
    firstPixel,
    background,
    hasBackground,
    rowsPtr,
    runsPtr,
    runCount,
  );
}

export function componentRunsU16(
  labelsPtr: usize,
  rowCount: u32,
  width: u32,
  firstPixel: u32,
  background: u32,
  hasBackground: bool,
  rowsPtr: usize,
  runsPtr: usize,
  runCount: u32,
): u32 {
  return runsOf<u16>(
    labelsPtr,
    rowCount,
    width,
    firstPixel,
    background,
    hasBackground,
    rowsPtr,
    runsPtr,
    runCount,
  );
}

export function componentRunsU32(
  labelsPtr: usize,
  rowCount: u32,
  width: u32,
  firstPixel: u32,
  background: u32,
  hasBackground: bool,
  rowsPtr: usize,
  runsPtr: usize,
  runCount: u32,
): u32 {
  return runsOf<u32>(
    labelsPtr,
    rowCount,
    width,
    firstPixel,
    background,
    hasBackground,
    rowsPtr,
    runsPtr,
    runCount,
  );
}


@inline
function runsOf<T>(
  labelsPtr: usize,
  rowCount: u32,
  width: u32,
  firstPixel: u32,
  background: u32,
  hasBackground: bool,
  rowsPtr: usize,
  runsPtr: usize,
  runCount: u32,
): u32 {
  let run = runCount;
  let slot = runsPtr + (usize(run) << 4);
  for (let row: u32 = 0; row < rowCount; row++) {
    const rowPixel = row * width;
    const rowPtr = labelsPtr + usize(rowPixel) * sizeof<T>();
    let x: u32 = 0;
    while (x < width) {
      const label = load<T>(rowPtr + usize(x) * sizeof<T>());
      const start = x;
      x = runEnd<T>(rowPtr, label, x + 1, width);
      if (hasBackground && u32(label) == background) continue;
      store<u32>(slot, firstPixel + rowPixel + start);
      store<u32>(slot, firstPixel + rowPixel + x, 4);
      store<u32>(slot, u32(label), 8);
      store<u32>(slot, run, 12);
      slot += 16;
      run++;
    }
    store<u32>(rowsPtr + (usize(row) << 2), run);
  }
  return run;
}

/** The first place from x on with another label, or the row's end. */
@inline
function runEnd<T>(rowPtr: usize, label: T, from: u32, width: u32): u32 {
  let x = from;
  if (ASC_FEATURE_SIMD) {
    const lanes: u32 = 16 / sizeof<T>();
    const wanted = v128.splat<T>(label);
    while (x + lanes <= width) {
      const same = v128.eq<T>(v128.load(rowPtr + usize(x) * sizeof<T>()), wanted);
      // Beyond the lanes the mask has zeros, whose complement stops the count.
      const repeats = u32(ctz(~v128.bitmask<T>(same)));
      x += repeats;
      if (repeats < lanes) return x;
    }
  }
  while (x < width && load<T>(rowPtr + usize(x) * sizeof<T>()) == label) x++;
  return x;
}

/**
 * Makes one tree of all runs that touch and have one label.
 *
 * @param steps along how many axes at once neighbours may differ: 1 is by faces, 2 by edges as well, 3 by corners as well;
 *   of one slice, 1 is 4 neighbours and 2 is 8
 */
export function joinRuns(
  rowsPtr: usize,
  runsPtr: usize,
  depth: u32,
  height: u32,
  width: u32,
  steps: u32,
): void {
  const near: u32 = steps > 1 ? 1 : 0;
  const far: u32 = steps > 2 ? 1 : 0;
  let row: u32 = 0;
  for (let z: u32 = 0; z < depth; z++) {
    for (let y: u32 = 0; y < height; y++) {
      if (y > 0) joinRows(rowsPtr, runsPtr, row, 1, width, near);
      if (z > 0) {
        joinRows(rowsPtr, runsPtr, row, height, width, near);
        if (near != 0) {
          if (y > 0) joinRows(rowsPtr, runsPtr, row, height + 1, width, far);
          if (y + 1 < height) joinRows(rowsPtr, runsPtr, row, height - 1, width, far);
        }
      }
      row++;
    }
  }
}

/** Joins the runs of a row with those of the row so many before it; reach is how far along the row neighbours may differ. */
function joinRows(rowsPtr: usize, runsPtr: usize, row: u32, before: u32, width: u32, reach: u32): void {
  const ours = rowsPtr + (usize(row) << 2);
  const theirs = rowsPtr + (usize(row - before) << 2);
  let run: u32 = row == 0 ? 0 : load<u32>(ours - 4);
  const end = load<u32>(ours);
  let first: u32 = row == before ? 0 : load<u32>(theirs - 4);
  const firstEnd = load<u32>(theirs);
  const distance = before * width;
  for (; run < end; run++) {
    const slot = runsPtr + (usize(run) << 4);
    const runStart = load<u32>(slot);
    const reached = load<u32>(slot, 4) + reach;
    const label = load<u32>(slot, 8);
    // What ends before this run ends before all that follow.
    while (first < firstEnd && load<u32>(runsPtr + (usize(first) << 4), 4) + distance + reach <= runStart) {
      first++;
    }
    for (let other = first; other < firstEnd; other++) {
      const otherSlot = runsPtr + (usize(other) << 4);
      if (load<u32>(otherSlot) + distance >= reached) break;
      if (load<u32>(otherSlot, 8) == label) unite(runsPtr, run, other);
    }
  }
}


@inline
function unite(runsPtr: usize, a: u32, b: u32): void {
  // Most neighbours hang on one run already: no way up is walked for them.
  if (load<u32>(runsPtr + (usize(a) << 4), 12) == load<u32>(runsPtr + (usize(b) << 4), 12)) return;
  const rootA = rootOf(runsPtr, a);
  const rootB = rootOf(runsPtr, b);
  // The earlier run stays root: components are numbered by their first pixel without a sort.
  if (rootA < rootB) store<u32>(runsPtr + (usize(rootB) << 4), rootA, 12);
  else if (rootB < rootA) store<u32>(runsPtr + (usize(rootA) << 4), rootB, 12);
}

/** Path halving: every other run on the way is hung on its grandparent. */
@inline
function rootOf(runsPtr: usize, run: u32): u32 {
  let at = run;
  let parent = load<u32>(runsPtr + (usize(at) << 4), 12);
  while (parent != at) {
    const grandparent = load<u32>(runsPtr + (usize(parent) << 4), 12);
    store<u32>(runsPtr + (usize(at) << 4), grandparent, 12);
    at = grandparent;
    parent = load<u32>(runsPtr + (usize(at) << 4), 12);
  }
  return at;
}

/**
 * Writes the component of each run where its parent was: 1, 2, ... in the order of their first pixels.
 *
 * @returns how many components there are
 */
export function numberRuns(runsPtr: usize, runCount: u32): u32 {
  let count: u32 = 0;
  for (let run: u32 = 0; run < runCount; run++) {
    const slot = runsPtr + (usize(run) << 4);
    const parent = load<u32>(slot, 12);
    assert(parent <= run);
    // A parent that stands before has its number by now, which is its tree's.
    store<u32>(slot, parent == run ? ++count : load<u32>(runsPtr + (usize(parent) << 4), 12), 12);
  }
  return count;
}

/** Pixels and label of each component, from numbered runs: count entries of { u32 area, u32 label }, written whole. */
export function componentTable(runsPtr: usize, runCount: u32, tablePtr: usize, count: u32): void {
  memory.fill(tablePtr, 0, usize(count) << 3);
  for (let run: u32 = 0; run < runCount; run++) {
    const slot = runsPtr + (usize(run) << 4);
    const entry = tablePtr + (usize(load<u32>(slot, 12) - 1) << 3);
    store<u32>(entry, load<u32>(entry) + load<u32>(slot, 4) - load<u32>(slot));
    store<u32>(entry, load<u32>(slot, 8), 4);
  }
}

/** Writes the component of each of pixelCount pixels from firstPixel on, 0 of the background; run..endRun lie within them. */
export function paintRuns(
  runsPtr: usize,
  run: u32,
  endRun: u32,
  firstPixel: u32,
  pixelCount: u32,
  idsPtr: usize,
): void {
  memory.fill(idsPtr, 0, usize(pixelCount) << 2);
  for (let r = run; r < endRun; r++) {
    const slot = runsPtr + (usize(r) << 4);
    const component = load<u32>(slot, 12);
    let pixelPtr = idsPtr + (usize(load<u32>(slot) - firstPixel) << 2);
    const endPtr = idsPtr + (usize(load<u32>(slot, 4) - firstPixel) << 2);
    if (ASC_FEATURE_SIMD) {
      const components = i32x4.splat(component);
      while (pixelPtr + 16 <= endPtr) {
        v128.store(pixelPtr, components);
        pixelPtr += 16;
      }
    }
    while (pixelPtr < endPtr) {
      store<u32>(pixelPtr, component);
      pixelPtr += 4;
    }
  }
}

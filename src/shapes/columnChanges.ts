/** What is kept from one mask to the next, in numbers. */
const MOST_KEPT = 1 << 16;

/**
 * Where a mask changes, column by column: runs are made of these places. A column begins out of the mask, and a change behind
 * its last row ends it; two changes at one place are none, so that a run may go on in the next column.
 */
export class ColumnChanges {
  /** Of each change its column and row, one behind the other. */
  #places = new Uint32Array(256);
  #length = 0;

  /** Forgets all changes, and memory that many of them took. */
  clear(): void {
    this.#length = 0;
    if (this.#places.length > MOST_KEPT) this.#places = new Uint32Array(256);
  }

  /** A change before a pixel; row `height` is behind the last. */
  add(column: number, row: number): void {
    if (this.#length === this.#places.length) this.#grow(2);
    this.#places[this.#length] = column;
    this.#places[this.#length + 1] = row;
    this.#length += 2;
  }

  /** Changes as add() takes them. */
  addAll(places: Uint32Array): void {
    if (this.#length + places.length > this.#places.length) this.#grow(places.length);
    this.#places.set(places, this.#length);
    this.#length += places.length;
  }

  #grow(more: number): void {
    const larger = new Uint32Array(Math.max(this.#places.length * 2, this.#length + more));
    larger.set(this.#places.subarray(0, this.#length));
    this.#places = larger;
  }

  /** Counts of the mask that changes there. */
  counts(height: number, width: number): Uint32Array {
    const length = this.#length;
    const places = this.#places;
    let [first, last] = [width, -1];
    for (let i = 0; i < length; i += 2) {
      const column = places[i] as number;
      if (column < first) first = column;
      if (column > last) last = column;
    }
    if (last < 0) return Uint32Array.of(height * width);
    // Sorted by column, in the order of adding; then, where that is not their order, by row.
    const starts = scratchOf("starts", last - first + 2).fill(0);
    for (let i = 0; i < length; i += 2) {
      const at = (places[i] as number) - first + 1;
      starts[at] = (starts[at] as number) + 1;
    }
    for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] as number) + (starts[i - 1] as number);
    const rows = scratchOf("rows", length / 2);
    for (let i = 0; i < length; i += 2) {
      const at = (places[i] as number) - first;
      rows[starts[at] as number] = places[i + 1] as number;
      starts[at] = (starts[at] as number) + 1;
    }
    // Now starts[i] is where column i ends.
    const counts = scratchOf("counts", length / 2 + 1);
    let counted = 0;
    let from = 0;
    let begin = 0;
    for (let column = first; column <= last; column++) {
      const end = starts[column - first] as number;
      sortRows(rows, begin, end);
      for (; begin < end; begin++) {
        const place = column * height + (rows[begin] as number);
        if (place === from && counted > 0) {
          // The change at the same place before it is undone.
          counted--;
          from -= counts[counted] as number;
        } else {
          counts[counted++] = place - from;
          from = place;
        }
      }
    }
    const rest = height * width - from;
    if (rest > 0 || counted === 0) counts[counted++] = rest;
    return counts.slice(0, counted);
  }
}

/** Insertion sort: a column has a few changes, most of them in order. */
function sortRows(rows: Uint32Array, begin: number, end: number): void {
  for (let i = begin + 1; i < end; i++) {
    const row = rows[i] as number;
    let at = i;
    for (; at > begin && (rows[at - 1] as number) > row; at--) rows[at] = rows[at - 1] as number;
    rows[at] = row;
  }
}

const scratch = new Map<string, Uint32Array>();

/** Numbers that hold anything: to make arrays takes longer than to fill them. */
function scratchOf(name: "starts" | "rows" | "counts", length: number): Uint32Array {
  if (length > MOST_KEPT) return new Uint32Array(length);
  let kept = scratch.get(name);
  if (kept === undefined || kept.length < length) {
    kept = new Uint32Array(Math.max(1024, 2 ** Math.ceil(Math.log2(length))));
    scratch.set(name, kept);
  }
  return kept.subarray(0, length);
}

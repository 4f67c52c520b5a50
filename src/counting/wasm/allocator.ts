interface Gap {
  readonly offset: number;
  readonly bytes: number;
}

/** Hands out byte ranges of a memory without end, first fit; knows numbers only. */
export class Allocator {
  readonly #alignment: number;
  /** Offset to size of what is in use. */
  readonly #used = new Map<number, number>();
  /** Free ranges below #end, ascending, no two of them adjacent. */
  #gaps: Gap[] = [];
  #end: number;

  constructor(start: number, alignment: number) {
    this.#end = start;
    this.#alignment = alignment;
  }

  allocate(wantedBytes: number): number {
    const bytes = Math.ceil(Math.max(wantedBytes, 1) / this.#alignment) * this.#alignment;
    const index = this.#gaps.findIndex((gap) => gap.bytes >= bytes);
    const gap = this.#gaps[index];
    const offset = gap?.offset ?? this.#end;
    if (gap === undefined) {
      this.#end += bytes;
    } else {
      const rest = { offset: offset + bytes, bytes: gap.bytes - bytes };
      this.#gaps.splice(index, 1, ...(rest.bytes > 0 ? [rest] : []));
    }
    this.#used.set(offset, bytes);
    return offset;
  }

  release(offset: number): void {
    const bytes = this.#used.get(offset);
    if (bytes === undefined) throw new Error(`nothing is allocated at ${offset}`);
    this.#used.delete(offset);
    const gaps: Gap[] = [];
    for (const gap of [...this.#gaps, { offset, bytes }].sort((a, b) => a.offset - b.offset)) {
      const last = gaps[gaps.length - 1];
      if (last !== undefined && last.offset + last.bytes === gap.offset) {
        gaps.splice(-1, 1, { offset: last.offset, bytes: last.bytes + gap.bytes });
      } else {
        gaps.push(gap);
      }
    }
    // The last range is given back, so that the next one starts where memory has been grown to already.
    const last = gaps[gaps.length - 1];
    if (last !== undefined && last.offset + last.bytes === this.#end) {
      this.#end = last.offset;
      gaps.pop();
    }
    this.#gaps = gaps;
  }
}

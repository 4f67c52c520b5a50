import { growingIntegers } from "./growingColumn.js";

/** A mask as COCO has them: polygons of x and y in turn, or runs. */
export type Segmentation =
  | readonly (readonly number[])[]
  | { readonly size: readonly [height: number, width: number]; readonly counts: string | readonly number[] };

/**
 * Masks of records. Those of COCO's strings are kept as places in the texts that they stand in: an object of each is made when
 * it is asked for, since half a million that stay take more time and memory than what they hold.
 */
export class SegmentationColumn {
  readonly #texts: string[] = [];
  readonly #others: Segmentation[] = [];
  /** Of each record its place in #texts, from 1 on; 0: none; below 0: in #others, from -1 on. */
  readonly #places = growingIntegers();
  readonly #starts = growingIntegers();
  readonly #lengths = growingIntegers();
  readonly #heights = growingIntegers();
  readonly #widths = growingIntegers();

  get length(): number {
    return this.#places.length;
  }

  push(mask: Segmentation | undefined): void {
    this.#push(mask === undefined ? 0 : -this.#others.push(mask), 0, 0, 0, 0);
  }

  /**
   * @param texts start and length in `text` of each record's counts; a length of 0: it has none
   * @param sizes height and width of each
   */
  append(text: string, texts: Uint32Array, sizes: Float64Array, count: number): void {
    const place = this.#texts.push(text);
    for (let i = 0; i < count; i++) {
      const [start, length] = [texts[2 * i] as number, texts[2 * i + 1] as number];
      const [height, width] = [sizes[2 * i] as number, sizes[2 * i + 1] as number];
      if (length === 0) this.push(undefined);
      // What is no size is told of where the mask is read.
      else if ((height | 0) !== height || (width | 0) !== width) {
        this.push({ size: [height, width], counts: text.slice(start, start + length) });
      } else this.#push(place, start, length, height, width);
    }
  }

  at(row: number): Segmentation | undefined {
    const place = this.#places.at(row);
    if (place <= 0) return place === 0 ? undefined : this.#others[-place - 1];
    const start = this.#starts.at(row);
    return {
      size: [this.#heights.at(row), this.#widths.at(row)],
      counts: (this.#texts[place - 1] as string).slice(start, start + this.#lengths.at(row)),
    };
  }

  #push(place: number, start: number, length: number, height: number, width: number): void {
    this.#places.push(place);
    this.#starts.push(start);
    this.#lengths.push(length);
    this.#heights.push(height);
    this.#widths.push(width);
  }
}

import type { Combination, Exchange, ScoredSet, ScoredValue } from "./measure.js";

/** One row of numbers an image, side by side; scores follow from sums of rows. */
export interface RowTable {
  /** rowCount x width; each image's weight is in its numbers. */
  readonly rows: Float64Array;
  readonly rowCount: number;
  readonly width: number;
}

/** Writes the scores of a sum of rows into `out`; NaN where one is undefined. */
export type ScoreSums = (sums: Float64Array, out: Float64Array) => void;

/** A set of images whose scores follow from sums of their rows. */
export class LinearSet implements ScoredSet {
  readonly imageCount: number;

  constructor(
    readonly table: RowTable,
    readonly values: readonly ScoredValue[],
    readonly score: ScoreSums,
  ) {
    this.imageCount = table.rowCount;
  }

  combination(): LinearCombination {
    return new LinearCombination(this.table, this.score);
  }

  exchangeWith(other: LinearSet): Exchange {
    const { rows, width } = this.table;
    const change = other.table.rows.map((value, i) => value - (rows[i] as number));
    const totals = [totalOf(this), totalOf(other)] as const;
    const moved = new Float64Array(width);
    const shuffled = new Float64Array(width);
    return {
      clear: () => {
        moved.fill(0);
      },
      swap: (image) => {
        addRow(moved, change, image * width, 1);
      },
      scoreInto: (first, second) => {
        for (let i = 0; i < shuffled.length; i++) {
          shuffled[i] = (totals[0][i] as number) + (moved[i] as number);
        }
        this.score(shuffled, first);
        for (let i = 0; i < shuffled.length; i++) {
          shuffled[i] = (totals[1][i] as number) - (moved[i] as number);
        }
        this.score(shuffled, second);
      },
    };
  }
}

class LinearCombination implements Combination {
  readonly sums: Float64Array;
  readonly #rows: Float64Array;
  readonly #score: ScoreSums;

  constructor({ rows, width }: RowTable, score: ScoreSums) {
    this.sums = new Float64Array(width);
    this.#rows = rows;
    this.#score = score;
  }

  clear(): void {
    this.sums.fill(0);
  }

  set(other: LinearCombination): void {
    this.sums.set(other.sums);
  }

  add(image: number, times: number): void {
    addRow(this.sums, this.#rows, image * this.sums.length, times);
  }

  addEach(times: Float64Array): void {
    const { sums } = this;
    const rows = this.#rows;
    for (let image = 0; image < times.length; image++) {
      const count = times[image] as number;
      if (count !== 0) addRow(sums, rows, image * sums.length, count);
    }
  }

  scoreInto(out: Float64Array): void {
    this.#score(this.sums, out);
  }
}

/** Adds `times` times the row that begins at `first`. */
function addRow(sums: Float64Array, rows: Float64Array, first: number, times: number): void {
  for (let column = 0; column < sums.length; column++) {
    sums[column] = (sums[column] as number) + times * (rows[first + column] as number);
  }
}

function totalOf(set: LinearSet): Float64Array {
  const total = set.combination();
  for (let image = 0; image < set.imageCount; image++) total.add(image, 1);
  return total.sums;
}

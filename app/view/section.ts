/** A part of a report in words and numbers, for whichever markup. */
export interface Section {
  readonly title: string | undefined;
  readonly table: Table | undefined;
  /** A name and what is said of it. */
  readonly facts: readonly (readonly [label: string, text: string])[];
  /** What stands out of all: a fact by its label, or a row of the table by its first cell. */
  readonly lead?: string;
}

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns of words, which stand to the left; the others are numbers. */
  readonly wordColumns: readonly number[];
  /** A column of scores from 0 to 1, beside which a terminal draws bars. */
  readonly barColumn?: number;
}

import { wrongValue } from "../../errors/argument.js";
import { entriesOf } from "../../counting/entries.js";
import { CATEGORY_CELLS, type CategoryCell, ODD_CELLS, isMatch, OVERLAP_NUMBERS } from "./panopticCells.js";
import type { PanopticRow } from "./panopticRow.js";
import type { PanopticSettings } from "./panopticSettings.js";
import { type IouSum, sumCell } from "./panopticSums.js";

/**
 * Whether a saved row could have been counted: as many matches as true positives, and what only stuff has in stuff only.
 *
 * @throws {RangeError} it could not
 */
export function requirePossible(row: PanopticRow, place: string, { categories }: PanopticSettings): void {
  const cells = new Float64Array(categories.length * CATEGORY_CELLS.length + ODD_CELLS.length);
  for (const [cell, count] of entriesOf(row)) cells[cell] = count;
  const countOf = (category: number, cell: CategoryCell): number =>
    cells[category * CATEGORY_CELLS.length + CATEGORY_CELLS.indexOf(cell)] as number;
  const matches = row.sums === undefined ? matchCounts(row, categories.length) : undefined;
  const sumOf = (category: number, sum: IouSum): boolean => row.sums?.has(sumCell(category, sum)) === true;
  categories.forEach(({ isThing }, category) => {
    const ours = countOf(category, "truePositives");
    const theirs = countOf(category, "torchmetricsTruePositives");
    const targets = countOf(category, "torchmetricsTargets");
    const isPossible =
      matches === undefined
        ? sumOf(category, "panopticapi") === ours > 0 && sumOf(category, "torchmetrics") === theirs > 0
        : matches[0][category] === ours && matches[1][category] === theirs;
    const isStuffPossible = isThing
      ? targets === 0 && (matches === undefined || matches[2][category] === theirs)
      : targets >= theirs &&
        (matches === undefined || (targets >= (matches[2][category] as number) && targets <= 1));
    if (!isPossible || !isStuffPossible) {
      throw wrongValue(
        `${place}.counts`,
        `as many matches as true positives of category ${category}`,
        "others",
      );
    }
  });
}

/** Of each category: panopticapi's matches, torchmetrics' matches, and all of torchmetrics' overlaps. */
function matchCounts(
  { overlaps: [ours, theirs] }: PanopticRow,
  categoryCount: number,
): readonly [Float64Array, Float64Array, Float64Array] {
  const counts = [0, 1, 2].map(() => new Float64Array(categoryCount)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const count = (into: Float64Array, category: number): void => {
    into[category] = (into[category] as number) + 1;
  };
  for (let at = 0; at < ours.length; at += OVERLAP_NUMBERS) {
    const category = ours[at] as number;
    // What is no match makes the number differ, whatever the row says.
    if (isMatch(ours, at)) count(counts[0], category);
    else counts[0][category] = NaN;
  }
  for (let at = 0; at < theirs.length; at += OVERLAP_NUMBERS) {
    const category = theirs[at] as number;
    count(counts[2], category);
    if (isMatch(theirs, at)) count(counts[1], category);
  }
  return counts;
}

import type { DetectionConfusion } from "../../../src/measures/instances/detectionConfusion.js";
import type { DetectionScorer } from "../../../src/scorers/detectionScorer.js";
import { countText, percentText, scoreText } from "../numberTexts.js";
import type { Section } from "../section.js";
import type { MatrixPlot } from "./taskView.js";

/** More rows are not read: those with most confusions are shown. */
const SHOWN_ROWS = 20;

/** Dear cells that are listed. */
const LISTED_CELLS = 15;

const BACKGROUND = "background";

/** Which category is taken for which, with the background; of many categories those with most errors. */
export function confusionPlot(
  scorer: DetectionScorer,
  { categoryIds, matrix, scoreThreshold, iouThreshold }: DetectionConfusion,
): MatrixPlot | undefined {
  const names = namesOf(scorer, categoryIds);
  const size = names.length;
  const at = (truth: number, found: number): number => matrix[truth * size + found] as number;
  const places = Array.from({ length: size }, (_, place) => place);
  const sum = (of: (other: number) => number): number =>
    places.reduce((total, other) => total + of(other), 0);
  const wrongOf = places.map((place) =>
    sum((other) => (other === place ? 0 : at(place, other) + at(other, place))),
  );
  const used = places.slice(0, -1).filter((place) => sum((other) => at(place, other) + at(other, place)) > 0);
  if (used.length === 0) return undefined;
  const shown = [...used]
    .sort((a, b) => (wrongOf[b] as number) - (wrongOf[a] as number))
    .slice(0, SHOWN_ROWS)
    .sort((a, b) => a - b);
  const rows = [...shown, size - 1];
  return {
    kind: "matrix",
    title: "Confusion of categories",
    names: rows.map((place) => names[place] as string),
    counts: rows.map((truth) => rows.map((found) => at(truth, found))),
    totals: rows.map((truth) => sum((found) => at(truth, found))),
    note: `Rows are what is there, columns what is found: detections of score ${scoreText(scoreThreshold)} and above (the highest F1), at IoU ${iouThreshold.toFixed(2)}. The last row is found on nothing, the last column is missed.${shown.length < used.length ? ` Of ${countText(used.length)} categories, the ${shown.length} with most errors.` : ""}`,
  };
}

/** The cells off the diagonal with most in them. */
export function confusionSection(
  scorer: DetectionScorer,
  { categoryIds, matrix }: DetectionConfusion,
): Section {
  const names = namesOf(scorer, categoryIds);
  const size = names.length;
  const cells: { readonly truth: number; readonly found: number; readonly count: number }[] = [];
  const totals = new Float64Array(size);
  matrix.forEach((count, cell) => {
    const [truth, found] = [Math.floor(cell / size), cell % size];
    totals[truth] = (totals[truth] as number) + count;
    if (truth !== found && count > 0) cells.push({ truth, found, count });
  });
  cells.sort((a, b) => b.count - a.count);
  const listed = cells.slice(0, LISTED_CELLS);
  return {
    title: "Dearest confusions",
    table: {
      columns: ["there is", "found as", "count", "of its objects"],
      rows: listed.map(({ truth, found, count }) => [
        truth === size - 1 ? "nothing" : (names[truth] as string),
        found === size - 1 ? "nothing" : (names[found] as string),
        countText(count),
        truth === size - 1 ? "" : percentText(count / (totals[truth] as number)),
      ]),
      wordColumns: [0, 1],
    },
    facts:
      cells.length > listed.length
        ? [["not listed", `${countText(cells.length - listed.length)} cells more`]]
        : [],
  };
}

function namesOf({ settings }: DetectionScorer, ids: readonly number[]): string[] {
  const names = new Map(settings.categories.map(({ id, name }) => [id, name]));
  return [...ids.map((id) => names.get(id) ?? (id < 0 ? "all categories" : `category ${id}`)), BACKGROUND];
}

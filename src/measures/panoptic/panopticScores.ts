import { entriesOf } from "../../counting/entries.js";
import type { MeasuredImage } from "../measure.js";
import { nearestOf } from "./exactSums.js";
import { categoryCell, ODD_CELLS, type OddCell, oddCell } from "./panopticCells.js";
import type { PanopticConvention, PanopticConventionName } from "./panopticConventions.js";
import type { PanopticRow } from "./panopticRow.js";
import { type PanopticSettings, requireRules } from "./panopticSettings.js";
import { eachIou, sumCell } from "./panopticSums.js";

/** Means over the categories of a group that have a segment. */
export interface PanopticGroup {
  /** Panoptic, segmentation and recognition quality; 0 to 1. */
  readonly pq: number;
  readonly sq: number;
  readonly rq: number;
  /** Categories in the means. */
  readonly n: number;
}

export interface PanopticCategoryScores {
  readonly categoryId: number;
  readonly name: string | undefined;
  readonly isThing: boolean;
  /** NaN where the category has no segment; sq is 0 where it has some and none matches, as the tools say. */
  readonly pq: number;
  readonly sq: number;
  readonly rq: number;
  /** Segments that match, predicted ones that match nothing, true ones that nothing matches; of weighted images, weights. */
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly iouSum: number;
}

export type PanopticGroupName = "all" | "things" | "stuff";

export interface PanopticQuality {
  readonly convention: PanopticConventionName;
  /** undefined: no score, for the reason in `reasons`. */
  readonly all: PanopticGroup | undefined;
  readonly things: PanopticGroup | undefined;
  readonly stuff: PanopticGroup | undefined;
  /** Why a group has no score; of groups that have one, nothing. */
  readonly reasons: Readonly<Partial<Record<PanopticGroupName, string>>>;
  /** All categories, in the order in which they were given. */
  readonly categories: readonly PanopticCategoryScores[];
  /** What bit on these images: quirks that a reader of the number must know. */
  readonly notes: readonly string[];
}

/** Numbers of a category in sums: of IoUs, of true and false positives and of false negatives. */
export const SUM_NUMBERS = 4;

/** Adds a row, `weight` times, to the sums of each category by a convention. */
export function addSumsOf(
  sums: Float64Array,
  first: number,
  row: PanopticRow,
  weight: number,
  { categories }: PanopticSettings,
  convention: PanopticConvention,
): void {
  const addTo = (category: number, number: number, value: number): void => {
    const at = first + category * SUM_NUMBERS + number;
    sums[at] = (sums[at] as number) + weight * value;
  };
  if (row.sums === undefined) {
    eachIou(row.overlaps, convention.iouSum, (category, iou) => {
      addTo(category, 0, iou);
    });
  } else {
    const { sums: exact } = row;
    categories.forEach((_, category) => {
      addTo(category, 0, nearestOf(exact.get(sumCell(category, convention.iouSum)) ?? 0n));
    });
  }
  const numbers = new Map<number, readonly [category: number, number: number]>();
  categories.forEach(({ isThing }, category) => {
    if (convention.isStuffModified && !isThing) {
      numbers.set(categoryCell(category, "torchmetricsTargets"), [category, 1]);
    } else {
      convention.cells.forEach((cell, i) => numbers.set(categoryCell(category, cell), [category, i + 1]));
    }
  });
  for (const [cell, count] of entriesOf(row)) {
    const place = numbers.get(cell);
    if (place !== undefined) addTo(...place, count);
  }
}

/** PQ, SQ and RQ of a category whose sums begin at `first`; NaN where it has no segment. */
export function qualitiesOf(
  sums: Float64Array,
  first: number,
  { isProduct }: PanopticConvention,
): readonly [pq: number, sq: number, rq: number] {
  const [iou, tp, fp, fn] = sums.subarray(first, first + SUM_NUMBERS) as unknown as [
    number,
    number,
    number,
    number,
  ];
  const segments = tp + 0.5 * fp + 0.5 * fn;
  if (segments === 0) return [NaN, NaN, NaN];
  const sq = tp === 0 ? 0 : iou / tp;
  const rq = tp / segments;
  return [isProduct ? sq * rq : iou / segments, sq, rq];
}

/** The scores of images together, in their order. */
export function panopticScores(
  settings: PanopticSettings,
  images: readonly MeasuredImage<PanopticRow>[],
  convention: PanopticConvention,
): PanopticQuality {
  requireRules(settings, convention);
  const sums = new Float64Array(settings.categories.length * SUM_NUMBERS);
  for (const { row, weight } of images) addSumsOf(sums, 0, row, weight, settings, convention);
  const categories = settings.categories.map(({ id, name, isThing }, category) => {
    const first = category * SUM_NUMBERS;
    const [pq, sq, rq] = qualitiesOf(sums, first, convention);
    const [iouSum, tp, fp, fn] = sums.slice(first, first + SUM_NUMBERS) as unknown as [
      number,
      number,
      number,
      number,
    ];
    return { categoryId: id, name, isThing, pq, sq, rq, tp, fp, fn, iouSum };
  });
  const groups = {
    all: categories,
    things: categories.filter(({ isThing }) => isThing),
    stuff: categories.filter(({ isThing }) => !isThing),
  };
  const [all, things, stuff] = [groups.all, groups.things, groups.stuff].map(groupOf);
  const reasons: Partial<Record<PanopticGroupName, string>> = {};
  for (const [name, group] of [
    ["all", all],
    ["things", things],
    ["stuff", stuff],
  ] as const) {
    if (group === undefined) reasons[name] = reasonOf(name, groups[name].length);
  }
  return {
    convention: convention.name,
    all,
    things,
    stuff,
    reasons,
    categories,
    notes: notesOf(settings, images, convention),
  };
}

function groupOf(categories: readonly PanopticCategoryScores[]): PanopticGroup | undefined {
  let [pq, sq, rq, n] = [0, 0, 0, 0];
  for (const category of categories) {
    if (Number.isNaN(category.pq)) continue;
    pq += category.pq;
    sq += category.sq;
    rq += category.rq;
    n++;
  }
  return n === 0 ? undefined : { pq: pq / n, sq: sq / n, rq: rq / n, n };
}

function reasonOf(group: PanopticGroupName, categoryCount: number): string {
  const kind = { all: "category", things: "thing category", stuff: "stuff category" }[group];
  return categoryCount === 0
    ? `there is no ${kind} among categories`
    : `no ${kind} has a segment that counts, on either side`;
}

type Note = readonly [
  cell: OddCell,
  isAbout: (convention: PanopticConvention) => boolean,
  what: string,
  consequence: string,
];

const NOTES: readonly Note[] = [
  [
    "truthAreaDiffers",
    ({ followsList }) => followsList,
    "Segments of the ground truth whose listed area is not their area in the map",
    "the IoU is taken of the listed one, as panopticapi does; leave area out to have the map's",
  ],
  [
    "crowdForgotten",
    ({ followsList }) => followsList,
    "Crowds that forgive nothing",
    "of several crowds of one category in an image, only the last one listed does, as in panopticapi",
  ],
  [
    "truthUnlisted",
    ({ followsList }) => followsList,
    "Ids in the ground truth's map that are not listed",
    "they are neither void nor a segment, and stay in the union",
  ],
  [
    "truthUnlisted",
    ({ followsList }) => !followsList,
    "Ids in the ground truth's map that are not listed",
    "they are void",
  ],
  [
    "truthUnpainted",
    ({ followsList }) => followsList,
    "Segments of the ground truth without a pixel",
    "missed, unless they are crowds",
  ],
  [
    "truthUnpainted",
    ({ followsList }) => !followsList,
    "Segments of the ground truth without a pixel",
    "they are not there",
  ],
  [
    "predictionAreaDiffers",
    () => true,
    "Predicted segments whose listed area is not their area in the map",
    "the map's is taken",
  ],
  ["crowdPredicted", () => true, "Predicted crowds", "they count like any other segment"],
  [
    "crowdTrue",
    ({ followsList }) => !followsList,
    "Crowds of the ground truth",
    "they count like any other segment, for torchmetrics knows no crowds",
  ],
];

function notesOf(
  settings: PanopticSettings,
  images: readonly MeasuredImage<PanopticRow>[],
  convention: PanopticConvention,
): string[] {
  const first = oddCell(settings, ODD_CELLS[0]);
  const counts = new Float64Array(ODD_CELLS.length);
  for (const { row } of images) {
    for (const [cell, count] of entriesOf(row)) {
      if (cell >= first) counts[cell - first] = (counts[cell - first] as number) + count;
    }
  }
  return NOTES.flatMap(([cell, isAbout, what, consequence]) => {
    const count = counts[ODD_CELLS.indexOf(cell)] as number;
    return count > 0 && isAbout(convention) ? [`${what}, ${count}: ${consequence}`] : [];
  });
}

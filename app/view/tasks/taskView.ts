import type { Interval } from "../../../src/statistics/confidenceIntervals.js";
import { changeText, lengthText } from "../numberTexts.js";
import type { FailedFile, Provenance, RunView } from "../runView.js";
import type { TaskPicture } from "./taskPicture.js";
import type { TaskReport } from "./taskReport.js";

/** Panoptic quality of one class: PQ = SQ x RQ. NaN where it has no segment. */
export interface QualityRow {
  readonly name: string;
  readonly pq: number;
  readonly sq: number;
  readonly rq: number;
}

/** A score of one class, with its interval; what is no number is undefined, or was not asked for. */
export interface ScoreRow {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A class's score and, where its task has them, between which bounds it lies. */
export function scoreRow(
  { label, value }: { readonly label: number; readonly value: number },
  own:
    { readonly classes: readonly (Pick<Interval, "bounds"> & { readonly classIndex: number })[] } | undefined,
  classNames: readonly string[] | undefined,
): ScoreRow {
  const bounds = own?.classes.find(({ classIndex }) => classIndex === label)?.bounds;
  return {
    name: classNames?.[label] ?? `class ${label}`,
    value,
    low: bounds?.low ?? NaN,
    high: bounds?.high ?? NaN,
  };
}

/** Scores of classes as bars, by the same rule. */
export interface ScorePlot {
  readonly kind: "scores";
  readonly title: string;
  /** What stands below the axis: "boundary IoU". */
  readonly axis: string;
  readonly rows: readonly ScoreRow[];
  readonly mean: number;
  /** What stands where there is no value: "no boundary". */
  readonly missing: string;
  /** Lengths begin at 0 and end where they end; shares end at 1. */
  readonly isLength: boolean;
  /** Below the plot, instead of what it says of the mean. */
  readonly note?: string;
}

/** A line of a plot: x and y of its points. */
export interface PlottedLine {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly hasDots: boolean;
}

/** Lines in a square of shares. */
export interface LinePlot {
  readonly kind: "lines";
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /** At most three, which are told apart by colour and dashes. */
  readonly series: readonly PlottedLine[];
  /** Where x is y, dashed. */
  readonly hasDiagonal: boolean;
  readonly note: string;
}

/** Counts by row and column of the same names; the last is the background. */
export interface MatrixPlot {
  readonly kind: "matrix";
  readonly title: string;
  readonly names: readonly string[];
  readonly counts: readonly (readonly number[])[];
  /** Of whole rows, of which some columns may not be shown. */
  readonly totals: readonly number[];
  readonly note: string;
}

/** Panoptic quality of classes as bars. */
export interface QualityPlot {
  readonly kind: "quality";
  readonly title: string;
  readonly rows: readonly QualityRow[];
}

export type TaskPlot = ScorePlot | QualityPlot | LinePlot | MatrixPlot;

/** An image, and what leaving it out adds to the score that stands first. */
export interface WorstImage {
  readonly id: string;
  /** Infinite of a distance where one side is empty. */
  readonly score: number;
  readonly changeWithout: number;
}

/** A file that could not be scored, and why. */
export type TaskFailedFile = Pick<FailedFile, "file" | "message">;

/** What a task says of a run, from the score down. Each fills what it has: what is empty is left out. */
export interface TaskScores extends TaskReport {
  /** What the task is called beside others: "Boundaries". */
  readonly title: string;
  readonly model: string;
  /** The score that stands first, as it is shown: "0.8312", "5.3852 mm". */
  readonly score: string;
  /** "panoptic quality", and of what. */
  readonly scoreName: string;
  readonly scoreOf: string;
  readonly facts: readonly (readonly [name: string, text: string])[];
  readonly plots: readonly TaskPlot[];
  /** What its pictures show: "Segments". */
  readonly picturesTitle: string;
  /** The worst first. */
  readonly worst: readonly WorstImage[];
}

/** The same with pictures; none until somebody has painted them. */
export interface TaskView extends TaskScores {
  readonly pictures: readonly TaskPicture[];
}

/** What a report shows of a run: one task, or several measures, of which overlap may be one. */
export interface TaskReportView {
  readonly model: string;
  readonly measures: readonly (TaskView | RunView)[];
  readonly failures: readonly TaskFailedFile[];
  readonly provenance: Provenance | undefined;
}

/** Overlap is a run as it is without a task. */
export function isOverlap(measure: TaskView | RunView): measure is RunView {
  return "convention" in measure;
}

/** Pictures of a report where nothing says how many. */
const PICTURES = 6;

/** The images that are pictured: those that hold the score down most. */
export function picturedImages({ worst }: TaskScores, count = PICTURES): readonly WorstImage[] {
  return worst.slice(0, count);
}

/** Contributions as they are listed. */
export function worstImages(
  images: readonly {
    readonly id: string | undefined;
    readonly score: number;
    readonly changeWithout: number;
  }[],
): WorstImage[] {
  return images.flatMap(({ id, score, changeWithout }) =>
    id === undefined ? [] : [{ id, score, changeWithout }],
  );
}

/** "0.5825; leaving it out changes the score by +0.0039": of the only image, the score alone. */
export function worstText({ score, changeWithout }: WorstImage): string {
  return Number.isNaN(changeWithout)
    ? lengthText(score)
    : `${lengthText(score)}; leaving it out changes the score by ${changeText(changeWithout)}`;
}

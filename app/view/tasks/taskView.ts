import { changeText, scoreText } from "../numberTexts.js";
import type { FailedFile, Provenance } from "../runView.js";
import type { SegmentPicture } from "./segmentPicture.js";
import type { TaskReport } from "./taskReport.js";

/** Panoptic quality of one class: PQ = SQ x RQ. NaN where it has no segment. */
export interface QualityRow {
  readonly name: string;
  readonly pq: number;
  readonly sq: number;
  readonly rq: number;
}

/** An image, and what leaving it out adds to the score that stands first. */
export interface WorstImage {
  readonly id: string;
  readonly score: number;
  readonly changeWithout: number;
}

/** A file that could not be scored, and why. */
export type TaskFailedFile = Pick<FailedFile, "file" | "message">;

/** What report and page show of a task's run. */
export interface TaskView extends TaskReport {
  readonly model: string;
  /** The score that stands first; NaN where there is none. */
  readonly score: number;
  /** "panoptic quality", and of what. */
  readonly scoreName: string;
  readonly scoreOf: string;
  readonly facts: readonly (readonly [name: string, text: string])[];
  readonly quality: readonly QualityRow[];
  /** The worst first. */
  readonly worst: readonly WorstImage[];
  /** None until somebody has painted them. */
  readonly pictures: readonly SegmentPicture[];
  readonly failures: readonly TaskFailedFile[];
  readonly provenance: Provenance | undefined;
}

/** What a task's own view says; the rest is the same for all. */
export type TaskScores = Omit<TaskView, "pictures" | "failures" | "provenance">;

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
    ? scoreText(score)
    : `${scoreText(score)}; leaving it out changes the score by ${changeText(changeWithout)}`;
}

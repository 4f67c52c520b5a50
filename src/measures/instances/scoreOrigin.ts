import type { MeasuredImage } from "../measure.js";
import type { DetectionRow } from "./detectionRow.js";
import { type DetectionSettings, readDetectionSettings } from "./detectionSettings.js";

/** Where a number comes from. */
export interface ScoreOrigin {
  /** Which published numbers it may stand beside; undefined: it is an extension of ours, or settings differ. */
  readonly comparableWith: string | undefined;
  /** Why not, or what to look at. */
  readonly because: string;
}

const BOARDS = {
  coco: "COCO's leaderboard",
  lvis: "LVIS's leaderboard",
  voc2007: "PASCAL VOC 2007's results",
  voc2010: "PASCAL VOC 2010 to 2012's results",
} as const;

const TASKS = { boxes: "boxes", masks: "masks", boundaries: "masks" } as const;

/** Of the scores of compute(). */
export function originOf(settings: DetectionSettings): ScoreOrigin {
  const { task, convention } = settings;
  const usual = readDetectionSettings({
    task,
    convention,
    categories: settings.categories,
  });
  const differing = (
    [
      "iouThresholds",
      "maxDetections",
      "areaRanges",
      "perCategory",
      "recallThresholds",
      "corrections",
      ...(task === "boundaries" ? (["dilationRatio"] as const) : []),
    ] as const
  ).find((name) => JSON.stringify(settings[name]) !== JSON.stringify(usual[name]));
  if (differing !== undefined) {
    return { comparableWith: undefined, because: `${differing} is not what ${BOARDS[convention]} uses` };
  }
  const isVoc = convention === "voc2007" || convention === "voc2010";
  if (isVoc && task !== "boxes") {
    return { comparableWith: undefined, because: "VOC scores boxes by these rules, and no masks" };
  }
  if (task === "boundaries") {
    return convention === "coco"
      ? { comparableWith: "Boundary AP of boundary-iou-api", because: "the same rules and dilation" }
      : { comparableWith: "LVIS's challenge of 2021, Boundary AP", because: "the same rules and dilation" };
  }
  return {
    comparableWith: `${BOARDS[convention]}, ${TASKS[task]}`,
    because: "the same rules; the images and annotations must be the board's, too",
  };
}

/** Of everything that no leaderboard has. */
export const EXTENSION: ScoreOrigin = {
  comparableWith: undefined,
  because: "an extension of maskscore: compare it with its own kind only",
};

/** What was odd about the data. */
export function notesOf(
  settings: DetectionSettings,
  images: readonly MeasuredImage<DetectionRow>[],
): string[] {
  const sum = (of: (row: DetectionRow) => number): number =>
    images.reduce((total, { row }) => total + of(row), 0);
  const [truths, detections, zeros] = [
    sum((row) => row.unlistedTruths),
    sum((row) => row.unlistedDetections),
    sum((row) => row.zeroIds),
  ];
  const notes: string[] = [];
  if (truths > 0) notes.push(`${truths} objects are of categories that are not listed, and were left out`);
  if (detections > 0) {
    notes.push(`${detections} detections are of categories that are not listed, and were left out`);
  }
  if (zeros > 0 && settings.convention === "coco") {
    notes.push(
      `${zeros} objects have the id 0, which pycocotools takes for unmatched: who finds them is counted as wrong; give them other ids, or correct "zeroId"`,
    );
  }
  return notes;
}

import {
  DETECTION_FIGURES,
  type DetectionCategoryScore,
  type DetectionScores,
} from "../../../src/measures/instances/detectionScores.js";
import type { DetectionSettings } from "../../../src/measures/instances/detectionSettings.js";
import type { DetectionMetric } from "../../../src/measures/instances/detectionSet.js";
import type { DetectionScorer } from "../../../src/scorers/detectionScorer.js";
import type { DetectionIntervals } from "../../../src/scorers/detectionStatistics.js";
import { countText, scoreText } from "../numberTexts.js";
import { type AskedIntervals, intervalFacts, intervalsOf } from "./taskIntervals.js";
import type { TaskReport } from "./taskReport.js";

export type DetectionFigure = (typeof DETECTION_FIGURES)[number];

const CATEGORY_FIGURES = ["ap", "ap50", "ap75", "ar"] as const;

export const METRIC_NAMES: Readonly<Record<DetectionMetric, string>> = {
  ap: "AP",
  ap50: "AP50",
  ap75: "AP75",
};

/** How scores of detections are told. */
export interface DetectionAsked extends AskedIntervals {
  /** Whose intervals are told; default AP's: of a large set each takes seconds. */
  readonly metrics?: readonly string[] | undefined;
}

/** How scores of detections are told: COCO's twelve lines in its own words, then each category's. */
export function detectionReport(
  scorer: DetectionScorer,
  model: string,
  { ci, resamples, seed, metrics = ["ap"] }: DetectionAsked,
): TaskReport {
  const scores = scoresOf(scorer);
  const { settings } = scorer;
  const { categories, reasons, notes, origin } = scores;
  const intervals = intervalsOf<DetectionMetric, DetectionIntervals>(scorer, metrics as DetectionMetric[], {
    ci,
    resamples,
    seed,
  });
  const seen = categories.filter(({ truthCount }) => truthCount > 0);
  const unseen = categories.length - seen.length;
  return {
    sections: [
      {
        title: undefined,
        table: {
          columns: ["", "IoU", "area", "maxDets", "score", "key"],
          rows: figureLines(settings, scores).map(({ key, words, iou, area, limit, score }) => [
            words,
            iou,
            area,
            String(limit),
            scoreText(score),
            key,
          ]),
          wordColumns: [0, 1, 2, 5],
        },
        facts: [
          ["model", model],
          ["images", countText(scorer.imageCount)],
          ["comparable with", origin.comparableWith ?? `no published number: ${origin.because}`],
          ...Object.entries(reasons).map(([key, reason]) => [`no ${key}`, reason] as const),
          ...notes.map((note) => ["note", note] as const),
          ...intervalFacts(intervals, (metric, { mean }) => [METRIC_NAMES[metric], mean]),
        ],
      },
      {
        title: "Categories",
        table: {
          columns: ["category", "AP", "AP50", "AP75", "AR", "objects"],
          rows: seen.map((one) => [
            categoryName(one),
            ...CATEGORY_FIGURES.map((figure) => scoreText(one[figure])),
            countText(one.truthCount),
          ]),
          wordColumns: [0],
        },
        facts: unseen === 0 ? [] : [["no object", `of ${countText(unseen)} categories more`]],
      },
    ],
    json: { task: settings.task, model, imageCount: scorer.imageCount, settings, ...scores, intervals },
    rows: [
      ["model", "category", "categoryId", ...CATEGORY_FIGURES, "objects"],
      ...categories.map((one) => [
        model,
        categoryName(one),
        one.categoryId,
        ...CATEGORY_FIGURES.map((figure) => one[figure]),
        one.truthCount,
      ]),
      [model, "", undefined, scores.ap, scores.ap50, scores.ap75, scores.ar100, undefined],
    ],
  };
}

const computed = new WeakMap<DetectionScorer, DetectionScores>();

/** Of a scorer that takes no image any more: of half a million detections they take half a second. */
export function scoresOf(scorer: DetectionScorer): DetectionScores {
  let scores = computed.get(scorer);
  if (scores === undefined) computed.set(scorer, (scores = scorer.compute()));
  return scores;
}

export function categoryName({
  name,
  categoryId,
}: Pick<DetectionCategoryScore, "name" | "categoryId">): string {
  return name ?? `category ${categoryId}`;
}

interface FigureLine {
  readonly key: DetectionFigure | (typeof LVIS_FIGURES)[number];
  readonly words: string;
  readonly iou: string;
  readonly area: string;
  readonly limit: number;
  readonly score: number;
}

/** LVIS tells them beside COCO's; by other rules there are none. */
export const LVIS_FIGURES = ["apRare", "apCommon", "apFrequent"] as const;

/** COCO's summary, a line a figure, and LVIS's of its kinds of categories; recall at limits that were not asked for is left out. */
function figureLines(settings: DetectionSettings, scores: DetectionScores): FigureLine[] {
  const { iouThresholds, maxDetections } = settings;
  const [least, most] = [iouThresholds[0] as number, iouThresholds.at(-1) as number];
  const range = least === most ? least.toFixed(2) : `${least.toFixed(2)}:${most.toFixed(2)}`;
  const last = maxDetections.at(-1) as number;
  const figures = DETECTION_FIGURES.flatMap((key): FigureLine[] => {
    const isPrecision = key.startsWith("ap");
    const recallPlace = { ar1: 0, ar10: 1, ar100: 2 }[key as string];
    const limit = recallPlace === undefined ? last : maxDetections[recallPlace];
    if (limit === undefined) return [];
    return [
      {
        key,
        words: isPrecision ? "Average Precision (AP)" : "Average Recall (AR)",
        iou: key === "ap50" ? "0.50" : key === "ap75" ? "0.75" : range,
        area: /Small|Medium|Large/.exec(key)?.[0].toLowerCase() ?? "all",
        limit,
        score: scores[key],
      },
    ];
  });
  const ofKinds = LVIS_FIGURES.flatMap((key): FigureLine[] => {
    const score = scores[key];
    const words = `AP of ${key.slice(2).toLowerCase()} categories`;
    return score === undefined ? [] : [{ key, words, iou: range, area: "all", limit: last, score }];
  });
  return [...figures, ...ofKinds];
}

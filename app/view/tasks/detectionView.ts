import { isMaskscoreError } from "../../../src/errors/problem.js";
import type { DetectionCalibration } from "../../../src/measures/instances/detectionCalibration.js";
import { ERROR_KINDS, type DetectionErrorKind } from "../../../src/measures/instances/detectionErrors.js";
import type { DetectionScorer } from "../../../src/scorers/detectionScorer.js";
import type { DetectionIntervals } from "../../../src/scorers/detectionStatistics.js";
import { boundsText, countText, levelText, scoreText } from "../numberTexts.js";
import type { Section } from "../section.js";
import type { Shown } from "../shownIntervals.js";
import { confusionPlot, confusionSection } from "./detectionConfusionView.js";
import { categoryName, type DetectionAsked, detectionReport, scoresOf } from "./detectionReport.js";
import { type LinePlot, type ScorePlot, type TaskPlot, type TaskScores, worstImages } from "./taskView.js";

/** Bars of more categories than these are not read: those with most objects are shown. */
const SHOWN_CATEGORIES = 80;

/** Suspects that are listed: the surest. */
const LISTED_SUSPECTS = 20;

/** What report and page show of detections: what the command prints, and where it comes from. */
export function detectionView(scorer: DetectionScorer, model: string, asked: DetectionAsked): TaskScores {
  const report = detectionReport(scorer, model, asked);
  const scores = scoresOf(scorer);
  const best = scorer.bestThresholds().all;
  const intervals = (report.json as { readonly intervals?: { readonly ap?: Shown<DetectionIntervals> } })
    .intervals?.ap;
  const seen = scores.categories.filter(({ truthCount }) => truthCount > 0);
  // Where nothing is right there is no best one, and what is told is of no detection.
  const cut = Number.isNaN(best.scoreThreshold) ? {} : { scoreThreshold: best.scoreThreshold };
  const confusion = scorer.confusion(cut);
  const calibration = calibrationOf(scorer);
  return {
    ...report,
    sections: [...report.sections, confusionSection(scorer, confusion), suspectsSection(scorer)],
    title: "Detections",
    model,
    score: scoreText(scores.ap),
    scoreName: "average precision",
    scoreOf: `mean of ${countText(seen.length)} categories with objects${intervals === undefined ? "" : `; ${levelText(intervals.level)} interval ${boundsText(intervals.mean.bounds)}`}`,
    facts: [
      ["images", countText(scorer.imageCount)],
      ["objects", countText(seen.reduce((sum, one) => sum + one.truthCount, 0))],
      ["AP50", scoreText(scores.ap50)],
      ["AP75", scoreText(scores.ap75)],
      [
        Number.isNaN(best.scoreThreshold) ? "F1" : `F1 from score ${best.scoreThreshold.toFixed(2)}`,
        scoreText(best.f1),
      ],
    ],
    plots: [
      categoriesPlot(seen, scores.ap, intervals),
      curvesPlot(scorer),
      errorsPlot(scorer),
      confusionPlot(scorer, confusion),
      ...(calibration === undefined ? [] : [calibrationPlot(calibration)]),
    ].filter((plot) => plot !== undefined),
    ...worstOf(scorer, scores.ap, cut),
  };
}

/** Leaving out each of so many images, of so many detections together, still takes a moment only. */
const MOST_LEFT_OUT = 1e8;

/** The images that hold AP down most; of large sets, where finding them takes minutes, those with most errors, and their F1. */
function worstOf(
  scorer: DetectionScorer,
  ap: number,
  cut: { readonly scoreThreshold?: number },
): Pick<TaskScores, "picturesTitle" | "worst"> {
  const { measuredImages } = scorer;
  const [only] = measuredImages;
  if (measuredImages.length === 1) {
    const worst = only?.id === undefined ? [] : [{ id: only.id, score: ap, changeWithout: NaN }];
    return { picturesTitle: "The image", worst };
  }
  const count = measuredImages.reduce((sum, { row }) => sum + row.scores.length, 0);
  if (measuredImages.length * count <= MOST_LEFT_OUT) {
    return {
      picturesTitle: "Images that hold it down",
      worst: worstImages(scorer.contributions().images),
    };
  }
  const images = [...scorer.imageScores(cut)].sort((a, b) => b.fp + b.fn - a.fp - a.fn);
  return {
    picturesTitle: "Images with most errors, and the F1 of each",
    worst: worstImages(images.map(({ id, f1 }) => ({ id, score: f1, changeWithout: NaN }))),
  };
}

function categoriesPlot(
  seen: ReturnType<typeof scoresOf>["categories"],
  mean: number,
  intervals: Shown<DetectionIntervals> | undefined,
): ScorePlot {
  const shown = [...seen].sort((a, b) => b.truthCount - a.truthCount).slice(0, SHOWN_CATEGORIES);
  const boundsOf = new Map(intervals?.categories.map(({ categoryId, bounds }) => [categoryId, bounds]));
  return {
    kind: "scores",
    title:
      shown.length < seen.length
        ? `AP of the ${shown.length} categories with most objects`
        : "AP of each category",
    axis: "average precision",
    rows: seen
      .filter((one) => shown.includes(one))
      .map((one) => {
        const { low = NaN, high = NaN } = boundsOf.get(one.categoryId) ?? {};
        return { name: categoryName(one), value: one.ap, low, high };
      }),
    mean,
    missing: "no object",
    isLength: false,
  };
}

/** IoU thresholds whose curves are drawn: where they are among the run's. */
const DRAWN_THRESHOLDS = [0.5, 0.75, 0.9];

/** Precision at each recall, mean over categories. */
function curvesPlot(scorer: DetectionScorer): LinePlot {
  const { recallThresholds, categories } = scorer.curves();
  const { iouThresholds } = scorer.settings;
  const near = DRAWN_THRESHOLDS.map((wanted) =>
    iouThresholds.findIndex((one) => Math.abs(one - wanted) < 1e-9),
  ).filter((place) => place >= 0);
  const drawn = near.length > 0 ? near : [0];
  return {
    kind: "lines",
    title: "Precision and recall",
    x: "recall",
    y: "precision",
    series: drawn.map((place) => ({
      name: `IoU ${(iouThresholds[place] as number).toFixed(2)}`,
      points: recallThresholds.map((recall, i) => {
        const values = categories.flatMap(({ curves }) => curves[place]?.precision[i] ?? []);
        return [recall, values.reduce((sum, value) => sum + value, 0) / values.length] as const;
      }),
      hasDots: false,
    })),
    hasDiagonal: false,
    note: "The highest precision at a recall or above, mean over categories with objects; AP is the area.",
  };
}

const ERROR_NAMES: Readonly<Record<DetectionErrorKind, string>> = {
  class: "wrong category",
  location: "badly placed",
  both: "category and place",
  duplicate: "found again",
  background: "on nothing",
  missed: "missed",
};

/** TIDE's question: what each kind of error costs. */
function errorsPlot(scorer: DetectionScorer): ScorePlot {
  const { kinds, ap, iouThreshold } = scorer.errors();
  return {
    kind: "scores",
    title: "What errors cost",
    axis: "AP lost",
    rows: ERROR_KINDS.map((kind) => ({
      name: `${ERROR_NAMES[kind]} (${countText(kinds[kind].count)})`,
      value: kinds[kind].apLost,
      low: NaN,
      high: NaN,
    })),
    mean: NaN,
    missing: "not to be told",
    isLength: true,
    note: `How much higher AP at IoU ${iouThreshold.toFixed(2)}, ${scoreText(ap)}, would be without errors of a kind (TIDE's question), and how many there are; kinds overlap, and do not add up.`,
  };
}

/** undefined where scores are no probabilities. */
function calibrationOf(scorer: DetectionScorer): DetectionCalibration | undefined {
  try {
    return scorer.calibration();
  } catch (error) {
    if (!isMaskscoreError(error)) throw error;
    return undefined;
  }
}

function calibrationPlot({ bins, ece, mce, iouThreshold }: DetectionCalibration): TaskPlot | undefined {
  const filled = bins.filter(({ count }) => count > 0);
  if (filled.length === 0) return undefined;
  return {
    kind: "lines",
    title: "Calibration of scores",
    x: "mean score",
    y: "share that is right",
    series: [
      {
        name: "detections",
        points: filled.map(({ confidence, accuracy }) => [confidence, accuracy] as const),
        hasDots: true,
      },
    ],
    hasDiagonal: true,
    note: `Of ten ranges of scores, at IoU ${iouThreshold.toFixed(2)}; scores that say how often they are right lie on the dashed line. ECE ${scoreText(ece)}, MCE ${scoreText(mce)}.`,
  };
}

const SUSPECTED = {
  missing: "found where nothing is marked",
  category: "found as another category",
  location: "hardly fits what is found",
  unseen: "nobody finds it",
} as const;

function suspectsSection(scorer: DetectionScorer): Section {
  const suspects = scorer.suspects();
  const { categories } = scorer.settings;
  const nameOf = (id: number | undefined): string =>
    id === undefined ? "" : (categories.find((one) => one.id === id)?.name ?? `category ${id}`);
  const listed = suspects.slice(0, LISTED_SUSPECTS);
  return {
    title: "Annotations to look at",
    table: {
      columns: ["image", "what", "marked", "found", "score"],
      rows: listed.map(({ id = "", kind, categoryId, object, detectedId, score }) => [
        id,
        SUSPECTED[kind],
        `${nameOf(categoryId)}${object === undefined ? "" : ` ${object + 1}`}`,
        nameOf(detectedId),
        Number.isNaN(score) ? "" : scoreText(score),
      ]),
      wordColumns: [0, 1, 2, 3],
    },
    facts:
      suspects.length > listed.length
        ? [["not listed", `${countText(suspects.length - listed.length)} more, less sure`]]
        : suspects.length === 0
          ? [["none", "no detection of a score of 0.5 or more disagrees with an annotation"]]
          : [],
  };
}

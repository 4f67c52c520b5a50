import type { BoundaryScorer } from "../../../src/scorers/boundaryScorer.js";
import { countText, scoreText } from "../numberTexts.js";
import { type BoundaryAsked, boundaryReport } from "./boundaryReport.js";
import { scoreRow, type TaskScores, worstImages } from "./taskView.js";

/** @param classNames undefined of a state, which has none */
export function boundaryView(
  scorer: BoundaryScorer,
  model: string,
  asked: BoundaryAsked,
  classNames?: readonly string[],
): TaskScores {
  const { imageCount, classes, mean } = scorer.compute({ per: asked.per });
  const { intervals, ...report } = boundaryReport(scorer, model, asked, classNames);
  const sum = (count: "intersection" | "groundTruth" | "prediction"): number =>
    classes.reduce((total, one) => total + one[count], 0);
  const both = sum("intersection");
  return {
    ...report,
    title: "Boundaries",
    model,
    score: scoreText(mean.iou),
    scoreName: "boundary IoU",
    scoreOf: classes.length === 1 ? "" : `mean of ${countText(classes.length)} classes`,
    facts: [
      ["images", countText(imageCount)],
      ["boundary Dice", scoreText(mean.dice)],
      ["pixels on both", countText(both)],
      ["missed", countText(sum("groundTruth") - both)],
      ["false", countText(sum("prediction") - both)],
    ],
    plots: [
      {
        kind: "scores",
        title: "Boundary IoU of each class",
        axis: "boundary IoU",
        rows: classes.map(({ label, iou }) => scoreRow({ label, value: iou }, intervals?.iou, classNames)),
        mean: mean.iou,
        missing: "no boundary",
        isLength: false,
      },
    ],
    picturesTitle: "Boundaries of images",
    worst: scorer.settings.perImage ? worstImages(scorer.contributions().images) : [],
  };
}

import type { PanopticScorer } from "../../../src/scorers/panopticScorer.js";
import { countText, scoreText } from "../numberTexts.js";
import { type PanopticAsked, panopticReport } from "./panopticReport.js";
import { type TaskScores, worstImages } from "./taskView.js";

export function panopticView(scorer: PanopticScorer, model: string, asked: PanopticAsked): TaskScores {
  const { all, categories } = scorer.compute({ convention: asked.convention });
  const isOfTorchmetrics = asked.convention?.startsWith("torchmetrics") === true;
  const sum = (count: "tp" | "fp" | "fn"): string =>
    countText(categories.reduce((total, one) => total + one[count], 0));
  return {
    ...panopticReport(scorer, model, asked),
    title: "Panoptic segments",
    model,
    score: scoreText(all?.pq ?? NaN),
    scoreName: "panoptic quality",
    scoreOf: `mean of ${countText(all?.n ?? 0)} categories`,
    facts: [
      ["images", countText(scorer.imageCount)],
      ["matched", sum("tp")],
      ["missed", sum("fn")],
      ["made up", sum("fp")],
    ],
    plots: [
      {
        kind: "quality",
        title: "Quality of each class",
        // Of COCO's 133 categories few are in a small set.
        rows: categories
          .filter(({ tp, fp, fn }) => tp + fp + fn > 0)
          .map(({ name, categoryId, pq, sq, rq }) => ({
            name: name ?? `category ${categoryId}`,
            pq,
            sq,
            rq,
          })),
      },
    ],
    // Pictures are by panopticapi's matches, which Cityscapes has, too.
    picturesTitle: isOfTorchmetrics ? "Segments by the rules of panopticapi" : "Segments",
    worst: scorer.settings.perImage
      ? worstImages(scorer.contributions({ convention: asked.convention }).images)
      : [],
  };
}

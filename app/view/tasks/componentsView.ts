import type { ComponentScorer } from "../../../src/scorers/componentScorer.js";
import { countText, scoreText } from "../numberTexts.js";
import { type ComponentsAsked, componentsReport } from "./componentsReport.js";
import { type TaskScores, worstImages } from "./taskView.js";

/** @param classNames undefined of a state, which has none */
export function componentsView(
  scorer: ComponentScorer,
  model: string,
  asked: ComponentsAsked,
  classNames?: readonly string[],
): TaskScores {
  const { imageCount, classes, mean } = scorer.compute({ per: asked.per });
  const sum = (count: "truePositives" | "falsePositives" | "falseNegatives"): string =>
    countText(classes.reduce((total, one) => total + one[count], 0));
  return {
    ...componentsReport(scorer, model, asked, classNames),
    title: "Components",
    model,
    score: scoreText(mean.panopticQuality),
    scoreName: "panoptic quality of components",
    scoreOf: classes.length === 1 ? "" : `mean of ${countText(classes.length)} classes`,
    facts: [
      ["images", countText(imageCount)],
      ["matched", sum("truePositives")],
      ["missed", sum("falseNegatives")],
      ["made up", sum("falsePositives")],
    ],
    plots: [
      {
        kind: "quality",
        title: "Quality of each class",
        rows: classes.map((one) => ({
          name: classNames?.[one.label] ?? `class ${one.label}`,
          pq: one.panopticQuality,
          sq: one.segmentationQuality,
          rq: one.f1,
        })),
      },
    ],
    picturesTitle: "Segments",
    worst: scorer.settings.perImage
      ? worstImages(scorer.contributions({ metric: "panopticQuality" }).images)
      : [],
  };
}

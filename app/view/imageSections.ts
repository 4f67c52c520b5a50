import { METRIC_NAMES, contributionMetric } from "./metricNames.js";
import { countText, scoreText } from "./numberTexts.js";
import type { ModelView, RunView } from "./runView.js";
import type { Section } from "./section.js";

/** Which images and confusions hold the mean down. */
export function worstSections(
  model: ModelView,
  { worst, metrics }: RunView,
  about: (title: string) => string,
): Section[] {
  const contributions = model.contributions[contributionMetric(metrics)];
  if (contributions === undefined) return [];
  const metric = METRIC_NAMES[contributions.metric];
  return [
    {
      title: about("images that hold the mean down most"),
      table: {
        columns: ["image", metric, `mean ${metric} without it`],
        rows: contributions.images
          .slice(0, worst)
          .map(({ id, score, changeWithout }) => [
            id ?? "-",
            scoreText(score),
            Number.isNaN(changeWithout) ? "-" : `${changeWithout >= 0 ? "+" : ""}${changeWithout.toFixed(6)}`,
          ]),
        wordColumns: [0],
      },
      facts: [],
    },
    {
      title: about("confusions that cost most"),
      table: {
        columns: ["confusion", "pixels"],
        rows: contributions.confusions.slice(0, worst).map(({ text, pixels }) => [text, countText(pixels)]),
        wordColumns: [0],
      },
      facts: [],
    },
  ];
}

/** A row an image. */
export function imageSection({ images }: ModelView, about: (title: string) => string): Section {
  return {
    title: about("each image"),
    table: {
      columns: ["image", "mean IoU", "mean Dice", "pixel accuracy", "pixels", "ignored"],
      rows: (images ?? []).map((image) => [
        image.id ?? "-",
        scoreText(image.meanIou),
        scoreText(image.meanDice),
        scoreText(image.pixelAccuracy),
        countText(image.pixelCount),
        countText(image.ignoredCount),
      ]),
      wordColumns: [0],
    },
    facts: [],
  };
}

import { changeText, lengthText } from "../../app/view/numberTexts.js";
import type { Section } from "../../app/view/section.js";
import { type Headline, type ImageShares, metricsOf, type TaskKind } from "./taskKind.js";
import type { TaskTellOptions } from "./taskOptions.js";
import type { Cell } from "../../app/view/tasks/taskReport.js";

/** Models side by side, by the scores that sum a run up. */
export function leaderboard(
  models: readonly { readonly name: string; readonly headlines: readonly Headline[] }[],
  keys: readonly string[],
): Section {
  const sums = (models[0]?.headlines ?? []).filter(({ key }) => keys.includes(key));
  return {
    title: "Models",
    table: {
      columns: ["model", ...sums.map(({ label }) => label)],
      rows: models.map(({ name, headlines }) => [
        name,
        ...sums.map(({ key }) => lengthText(headlines.find((one) => one.key === key)?.score ?? NaN)),
      ]),
      wordColumns: [0],
    },
    facts: [],
  };
}

/** The images that make a score worse most. */
export function worstSection(
  { images }: ImageShares,
  count: number,
  metric: string,
  isLength: boolean,
): Section {
  return {
    title: isLength ? `images that raise ${metric} most` : `images that hold ${metric} down most`,
    table: {
      columns: ["image", metric, "without it"],
      rows: images
        .slice(0, count)
        .map(({ id, score, changeWithout }) => [id ?? "", lengthText(score), changeText(changeWithout)]),
      wordColumns: [0],
    },
    facts: [],
  };
}

/** Each image's own scores, in the order of ids. */
export interface ImageScores {
  readonly id: string;
  readonly scores: Readonly<Record<string, number>>;
}

export function imageScoresOf<Scorer>(
  kind: TaskKind<Scorer>,
  scorer: Scorer,
  options: TaskTellOptions,
): ImageScores[] {
  const byId = new Map<string, Record<string, number>>();
  for (const metric of Object.keys(metricsOf(kind, scorer))) {
    for (const { id, score } of kind.shares(scorer, metric, options).images) {
      const name = id ?? "";
      byId.set(name, { ...byId.get(name), [metric]: score });
    }
  }
  return [...byId]
    .map(([id, scores]) => ({ id, scores }))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

export function imagesSection(
  images: readonly ImageScores[],
  metrics: Readonly<Record<string, string>>,
): Section {
  const keys = Object.keys(metrics);
  return {
    title: "images",
    table: {
      columns: ["image", ...Object.values(metrics)],
      rows: images.map(({ id, scores }) => [id, ...keys.map((key) => lengthText(scores[key] ?? NaN))]),
      wordColumns: [0],
    },
    facts: [],
  };
}

/** A row an image, under the names of the columns. */
export function imageCells(
  model: string,
  images: readonly ImageScores[],
  metrics: Readonly<Record<string, string>>,
): Cell[][] {
  const keys = Object.keys(metrics);
  return [
    ["model", "image", ...keys],
    ...images.map(({ id, scores }) => [model, id, ...keys.map((key) => scores[key])]),
  ];
}

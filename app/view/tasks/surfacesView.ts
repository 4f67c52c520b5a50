import type { SurfaceScorer } from "../../../src/scorers/surfaceScorer.js";
import type { MeanScore, SurfaceMeans } from "../../../src/scorers/surfaceMeans.js";
import { countText, lengthText, scoreText } from "../numberTexts.js";
import { type SurfacesAsked, surfacesReport } from "./surfacesReport.js";
import { type ScorePlot, scoreRow, type TaskScores, worstImages } from "./taskView.js";

/** @param classNames undefined of a state, which has none */
export function surfacesView(
  scorer: SurfaceScorer,
  model: string,
  asked: SurfacesAsked,
  classNames?: readonly string[],
): TaskScores {
  const { emptySide, bothEmpty } = asked;
  const rules = { emptySide, bothEmpty };
  const { imageCount, unit, tolerances, classes, mean } = scorer.compute(rules);
  const { percentile } = scorer.settings;
  const robust = `hausdorff${percentile}` as const;
  const { intervals, ...report } = surfacesReport(scorer, model, asked, classNames);
  const unitText = unit === undefined ? "" : ` ${unit}`;
  const plotOf = (
    axis: string,
    isLength: boolean,
    of: (means: SurfaceMeans) => MeanScore,
    own?: NonNullable<typeof intervals>[string],
  ): ScorePlot => ({
    kind: "scores",
    title: `${axis} of each class`,
    axis: isLength ? `${axis}${unit === undefined ? "" : `, ${unit}`}` : axis,
    rows: classes.map((one) => scoreRow({ label: one.label, value: of(one).mean }, own, classNames)),
    mean: of(mean).mean,
    missing: "no case",
    isLength,
  });
  const robustOf = (means: SurfaceMeans): MeanScore => means[robust] as MeanScore;
  const { cases, infinite, leftOut } = robustOf(mean);
  const finite = (length: number): string =>
    Number.isFinite(length) ? `${lengthText(length)}${unitText}` : lengthText(length);
  return {
    ...report,
    title: "Surfaces",
    model,
    score: finite(robustOf(mean).mean),
    scoreName: `Hausdorff ${percentile} %`,
    scoreOf: `mean of ${countText(cases)} ${cases === 1 ? "case" : "cases"}`,
    facts: [
      ["images", countText(imageCount)],
      ["Hausdorff", finite(mean.hausdorff.mean)],
      ["ASSD", finite(mean.assd.mean)],
      ...tolerances.map(
        (tolerance, i) =>
          [`surface Dice at ${tolerance}${unitText}`, scoreText((mean.nsd[i] as MeanScore).mean)] as const,
      ),
      ["Dice", scoreText(mean.volumetricDice.mean)],
      ...(infinite > 0 ? [["infinite", `${countText(infinite)} cases: one side is empty`] as const] : []),
      ...(leftOut > 0 ? [["left out", `${countText(leftOut)} cases`] as const] : []),
    ],
    plots: [
      plotOf(`Hausdorff ${percentile} %`, true, robustOf, intervals?.[robust]),
      ...tolerances.map((tolerance, i) =>
        plotOf(`Surface Dice at ${tolerance}${unitText}`, false, ({ nsd }) => nsd[i] as MeanScore),
      ),
    ],
    picturesTitle: "Surfaces of images",
    worst: worstImages(scorer.contributions(rules).images),
  };
}

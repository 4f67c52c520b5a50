import { explainConvention } from "../../src/measures/confusion/conventions/registry.js";
import { descending } from "../../src/statistics/descending.js";
import type { NamedScorer } from "./describeModels.js";
import { paletteFor } from "./palette.js";
import type { ReportedRun } from "./reportedRun.js";
import type { HtmlReport, ReportedModel, ReportedPicture } from "./reported.js";

/** What a page says beside a run's scores. */
export interface PageDetails {
  /** "#rrggbb" of the classes that have a colour of their own. */
  readonly palette: readonly string[];
  readonly pictures: readonly ReportedPicture[];
  /** The words that make the page again. */
  readonly command: string;
  /** maskscore's. */
  readonly version: string;
  readonly createdAt: Date;
}

/** A run as the page shows it. The run was described for a page: it has every part. */
export function describePage(
  run: ReportedRun,
  scored: readonly NamedScorer[],
  { palette, pictures, command, version, createdAt }: PageDetails,
): HtmlReport {
  // Best first, as on every board; a comparison's table keeps the order in which they were named.
  const ordered = [...run.models].sort((a, b) => descending(a.chosen.meanIou, b.chosen.meanIou));
  const [first] = ordered as [ReportedRun["models"][number]];
  return {
    title: titleOf(run),
    models: ordered.map((model) => pageModel(model, scored)),
    palette: paletteFor(first.scores.classes.length, palette),
    ignoreIndex: run.ignoreIndex,
    pictures,
    comparison: run.comparison,
    conventionText: explainConvention(run.convention),
    gates: run.gates,
    failures: run.failures.map(({ file, message }) => ({ file, reason: message })),
    command,
    version,
    createdAt: createdAt.toISOString(),
  };
}

function titleOf({ comparison, models }: ReportedRun): string {
  if (comparison !== undefined) return `${comparison.second} against ${comparison.first}`;
  return models.length === 1 ? (models[0]?.name ?? "") : `${models.length} models`;
}

function pageModel(model: ReportedRun["models"][number], scored: readonly NamedScorer[]): ReportedModel {
  const scorer = scored.find(({ name }) => name === model.name)?.scorer as NamedScorer["scorer"];
  const { perImage } = scorer.settings;
  return {
    name: model.name,
    scores: model.scores,
    chosen: model.chosen,
    confusionMatrix: model.confusionMatrix,
    intervals: model.intervals?.iou,
    images: model.images ?? [],
    contributions: model.contributions?.metric === "iou" ? model.contributions : scorer.contributions(),
    spread: model.spread ?? scorer.spread(),
    findings: model.findings,
    matrices: perImage ? scorer.countedImages("the page").images.matrices : [],
  };
}

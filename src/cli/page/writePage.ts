import { readFileSync } from "node:fs";
import { parseHTML } from "linkedom";
import { explainConvention } from "../../conventions/registry.js";
import {
  type HtmlReport,
  htmlReport,
  type ReportedModel as PageModel,
} from "../../report/html/htmlReport.js";
import type { ReportedRun } from "../../report/reportedRun.js";
import type { NamedScorer } from "../describeRun.js";
import { writeReport } from "../outputs.js";
import { paletteFor } from "./palette.js";
import type { PageSource } from "./pageSource.js";
import { readPictures } from "./pictures.js";

/**
 * Writes a run as one page.
 *
 * @param source undefined for a saved state, whose masks are not at hand
 * @throws {DataError} the page cannot be written, or a photo or mask not be read
 */
export async function writePage(
  path: string,
  run: ReportedRun,
  scored: readonly NamedScorer[],
  source: PageSource | undefined,
): Promise<void> {
  // Best first, as on every board; a comparison's table keeps the order in which they were named.
  const ordered = [...run.models].sort((a, b) => descending(a.scores.meanIou, b.scores.meanIou));
  const [first] = ordered as [ReportedRun["models"][number]];
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  const report: HtmlReport = {
    title: titleOf(run),
    models: ordered.map((model) => pageModel(model, scored)),
    palette: paletteFor(first.scores.classes.length, source?.classes.palette ?? []),
    ignoreIndex: run.ignoreIndex,
    pictures: source === undefined ? [] : await readPictures(run, source),
    comparison: run.comparison,
    conventionText: explainConvention("dataset"),
    gates: run.gates,
    asked:
      run.convention === "dataset"
        ? undefined
        : { convention: run.convention, meanIou: first.chosen.meanIou },
    failures: run.failures.map(({ file, message }) => ({ file, reason: message })),
    command: `maskscore ${process.argv.slice(2).map(quoted).join(" ")}`,
    version,
    createdAt: new Date().toISOString(),
  };
  const { document } = parseHTML("<html><body></body></html>");
  await writeReport(path, htmlReport(report, document));
}

function titleOf({ comparison, models }: ReportedRun): string {
  if (comparison !== undefined) return `${comparison.second} against ${comparison.first}`;
  return models.length === 1 ? (models[0]?.name ?? "") : `${models.length} models`;
}

function pageModel(model: ReportedRun["models"][number], scored: readonly NamedScorer[]): PageModel {
  const scorer = scored.find(({ name }) => name === model.name)?.scorer as NamedScorer["scorer"];
  const { perImage } = scorer.settings;
  return {
    name: model.name,
    scores: model.scores,
    confusionMatrix: model.confusionMatrix,
    intervals: model.intervals?.iou,
    images: model.images ?? [],
    contributions: model.contributions?.metric === "iou" ? model.contributions : scorer.contributions(),
    spread: model.spread ?? scorer.spread(),
    findings: model.findings,
    matrices: perImage ? scorer.countedImages("the page").images.matrices : [],
  };
}

/** Undefined scores come last. */
function descending(a: number, b: number): number {
  return Number.isNaN(a) || Number.isNaN(b) ? Number(Number.isNaN(a)) - Number(Number.isNaN(b)) : b - a;
}

/** A word as a shell would take it. */
function quoted(word: string): string {
  return /^[\w./=,:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

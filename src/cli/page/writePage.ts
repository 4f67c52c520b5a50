import { readFileSync } from "node:fs";
import { parseHTML } from "linkedom";
import { explainConvention } from "../../conventions/registry.js";
import { type HtmlReport, htmlReport } from "../../report/html/htmlReport.js";
import type { ReportedRun } from "../../report/reportedRun.js";
import type { ConfusionMatrix } from "../../types.js";
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
  const [first] = run.models;
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  const report: HtmlReport = {
    title: titleOf(run),
    run,
    matrices: run.models.map(({ name }) => matricesOf(scored.find((model) => model.name === name))),
    palette: paletteFor(first?.scores.classes.length ?? 0, source?.classes.palette ?? []),
    pictures: source === undefined ? [] : await readPictures(run, source),
    conventionText: explainConvention(run.convention),
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

function matricesOf(model: NamedScorer | undefined): readonly ConfusionMatrix[] {
  return model?.scorer.settings.perImage === true
    ? model.scorer.countedImages("the page").images.matrices
    : [];
}

/** A word as a shell would take it. */
function quoted(word: string): string {
  return /^[\w./=,:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

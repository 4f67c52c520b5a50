import { readFileSync } from "node:fs";
import { parseHTML } from "linkedom";
import { describePage } from "../../app/view/describePage.js";
import { htmlReport } from "../../app/report/html/htmlReport.js";
import type { ReportedRun } from "../../app/view/reportedRun.js";
import type { NamedScorer } from "../describeRun.js";
import { writeReport } from "../outputs.js";
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
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  const report = describePage(run, scored, {
    palette: source?.classes.palette ?? [],
    pictures: source === undefined ? [] : await readPictures(run, source),
    command: `maskscore ${process.argv.slice(2).map(quoted).join(" ")}`,
    version,
    createdAt: new Date(),
  });
  const { document } = parseHTML("<html><body></body></html>");
  await writeReport(path, htmlReport(report, document));
}

/** A word as a shell would take it. */
function quoted(word: string): string {
  return /^[\w./=,:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

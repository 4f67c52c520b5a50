import { readFileSync } from "node:fs";
import { htmlReport } from "../../app/report/html/htmlReport.js";
import type { RunView } from "../../app/view/runView.js";
import { writeOutput } from "../writeOutput.js";
import type { PageSource } from "./pageSource.js";
import { readPictures } from "./pictures.js";

/**
 * Writes a run as one HTML report.
 *
 * @param source undefined for a saved state, whose masks are not at hand
 * @throws {DataError} the report cannot be written, or a photo or mask not be read
 */
export async function writePage(path: string, run: RunView, source: PageSource | undefined): Promise<void> {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  const report = htmlReport({
    ...run,
    pictures: source === undefined ? [] : await readPictures(run, source),
    provenance: {
      command: `maskscore ${process.argv.slice(2).map(quoted).join(" ")}`,
      version,
      createdAt: new Date().toISOString(),
    },
  });
  await writeOutput(path, report);
}

/** A word as a shell would take it. */
function quoted(word: string): string {
  return /^[\w./=,:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

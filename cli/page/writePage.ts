import { htmlReport } from "../../app/report/html/htmlReport.js";
import type { RunView } from "../../app/view/runView.js";
import { writeOutput } from "../writeOutput.js";
import { pageProvenance } from "./pageProvenance.js";
import type { PageSource } from "./pageSource.js";
import { readPictures } from "./pictures.js";

/**
 * Writes a run as one HTML report.
 *
 * @param source undefined for a saved state, whose masks are not at hand
 * @throws {DataError} the report cannot be written, or a photo or mask not be read
 */
export async function writePage(path: string, run: RunView, source: PageSource | undefined): Promise<void> {
  const pictures = source === undefined ? [] : await readPictures(run, source);
  await writeOutput(path, htmlReport({ ...run, pictures, provenance: pageProvenance() }));
}

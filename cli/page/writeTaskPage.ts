import { taskHtmlReport } from "../../app/report/html/taskHtmlReport.js";
import {
  REPORT_SLICES,
  type SegmentMaps,
  type SegmentPicture,
  segmentPicture,
} from "../../app/view/tasks/segmentPicture.js";
import {
  picturedImages,
  type TaskFailedFile,
  type TaskScores,
  worstText,
} from "../../app/view/tasks/taskView.js";
import { writeOutput } from "../writeOutput.js";
import { pageProvenance } from "./pageProvenance.js";

/** Reads an image's masks once more, for a look at them; undefined where they are not at hand. */
export type ReadMaps = (id: string) => Promise<SegmentMaps | undefined> | SegmentMaps | undefined;

/**
 * Writes a task's run as one HTML report, with pictures of the images that hold its score down most.
 *
 * @param read undefined for a saved state, whose masks are not at hand
 * @throws {DataError | DatasetError} the report cannot be written, or a mask not be read
 */
export async function writeTaskPage(
  path: string,
  view: TaskScores,
  failures: readonly TaskFailedFile[],
  read: ReadMaps | undefined,
): Promise<void> {
  const pictures: SegmentPicture[] = [];
  for (const image of read === undefined ? [] : picturedImages(view)) {
    const maps = await read?.(image.id);
    if (maps !== undefined) pictures.push(segmentPicture(image.id, worstText(image), maps, REPORT_SLICES));
  }
  await writeOutput(path, taskHtmlReport({ ...view, pictures, failures, provenance: pageProvenance() }));
}

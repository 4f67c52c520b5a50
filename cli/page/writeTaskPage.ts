import { taskHtmlReport } from "../../app/report/html/taskHtmlReport.js";
import type { RunView } from "../../app/view/runView.js";
import { REPORT_SLICES, type TaskPicture } from "../../app/view/tasks/taskPicture.js";
import {
  picturedImages,
  type TaskFailedFile,
  type TaskScores,
  type TaskView,
  worstText,
} from "../../app/view/tasks/taskView.js";
import { writeOutput } from "../writeOutput.js";
import { pageProvenance } from "./pageProvenance.js";
import type { PictureSource } from "./pageSource.js";
import { readPictures } from "./pictures.js";

/** Reads an image's masks once more and paints them; undefined where they are not at hand. */
export type Look = (id: string, about: string, maxSlices: number) => Promise<TaskPicture | undefined>;

/** A measure that a page shows. */
export type PagedMeasure =
  | {
      readonly view: TaskScores;
      /** undefined of a saved state, whose masks are not at hand. */
      readonly look: Look | undefined;
    }
  /** Overlap, as it is told without other measures. */
  | { readonly run: RunView; readonly source: PictureSource };

/**
 * Writes a run as one HTML report, with pictures of the images that make its scores worst.
 *
 * @throws {DataError | DatasetError} the report cannot be written, or a mask not be read
 */
export async function writeTaskPage(
  path: string,
  model: string,
  paged: readonly PagedMeasure[],
  failures: readonly TaskFailedFile[],
): Promise<void> {
  const measures: (TaskView | RunView)[] = [];
  for (const one of paged) {
    measures.push(
      "run" in one
        ? { ...one.run, pictures: await readPictures(one.run, one.source) }
        : { ...one.view, pictures: await picturesOf(one.view, one.look) },
    );
  }
  await writeOutput(path, taskHtmlReport({ model, measures, failures, provenance: pageProvenance() }));
}

async function picturesOf(view: TaskScores, look: Look | undefined): Promise<TaskPicture[]> {
  const pictures: TaskPicture[] = [];
  for (const image of look === undefined ? [] : picturedImages(view)) {
    const picture = await look?.(image.id, worstText(image), REPORT_SLICES);
    if (picture !== undefined) pictures.push(picture);
  }
  return pictures;
}

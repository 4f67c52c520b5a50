import type { CocoFile } from "../../app/detections/cocoFile.js";
import { requireTruth } from "../../app/detections/imagePairs.js";
import { UsageError } from "../exitCodes.js";
import { readCocoFile } from "../inputs/readCocoFile.js";
import { readYoloResults, readYoloTruth } from "../inputs/readYolo.js";
import { isFolderOfDisk } from "../inputs/diskEntry.js";
import { isDataFile } from "../inputs/yoloFolder.js";
import type { Terminal } from "../terminal.js";
import type { DetectionTaskName, TaskOptions } from "./taskOptions.js";

/** A truth of detections, of whichever form, and how what models found is read beside it. */
export interface OpenedDetections {
  readonly truth: CocoFile;
  readonly readFound: (path: string) => Promise<CocoFile>;
  /** Where the truth says that its photos are. */
  readonly photos: string | undefined;
}

/**
 * Reads a truth: COCO's or LVIS's annotations, or YOLO's labels.
 *
 * @throws {DataError | DatasetError | UsageError} it is none of them, or options do not fit it
 */
export async function openDetections(
  task: DetectionTaskName,
  path: string,
  { imageSize, classes }: TaskOptions,
  terminal: Terminal,
): Promise<OpenedDetections> {
  if (isFolderOfDisk(path) || isDataFile(path)) {
    const options = { shape: task, imageSize, classes };
    const note = (line: string): void => {
      terminal.note(line);
    };
    const opened = await readYoloTruth(path, options, note);
    return {
      truth: opened.truth,
      photos: opened.photos,
      readFound: (found) => readYoloResults(found, opened, options, note),
    };
  }
  const stray = imageSize === undefined ? (classes === undefined ? undefined : "--classes") : "--image-size";
  if (stray !== undefined) {
    throw new UsageError(`${stray} is for YOLO's labels: COCO's JSON says it itself; leave it out`);
  }
  const reading = { masks: task === "masks" };
  const truth = await readCocoFile(path, reading);
  requireTruth(truth);
  return { truth, photos: undefined, readFound: (found) => readCocoFile(found, reading) };
}

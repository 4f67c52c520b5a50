import { existsSync } from "node:fs";
import { join } from "node:path";
import { type PanopticJson, PanopticJsonError, readPanopticJson } from "../../app/job/panopticJson.js";
import { parseJson } from "../../app/json/parseJson.js";
import { listNames } from "../../src/errors/describe.js";
import type { PanopticCategoryOptions } from "../../src/measures/panoptic/panopticSettings.js";
import { DataError } from "../exitCodes.js";
import { isFolderOfDisk } from "../inputs/diskEntry.js";
import { listFiles } from "../inputs/listFiles.js";
import { archivePathsOf } from "../sources/archiveNames.js";
import { readBytes } from "../inputs/readBytes.js";
import type { Annotation, PanopticImageFiles } from "./measuring/measureJob.js";

export interface PanopticFile {
  readonly path: string;
  /** Undefined where the file has none, as predictions need not; checked by the scorer. */
  readonly categories: readonly PanopticCategoryOptions[] | undefined;
  /** By image, in the order of the file. */
  readonly annotations: ReadonlyMap<string, Annotation>;
}

/**
 * Reads COCO's panoptic JSON: { annotations: [{ image_id, file_name, segments_info: [...] }], categories: [...] }.
 *
 * @param folder of the PNGs; undefined: beside the file, named as it is without .json
 * @throws {DataError | DatasetError} it is no such file, or there is no such folder
 */
export async function readPanopticFile(
  path: string,
  folder: string | undefined,
  option: string,
): Promise<PanopticFile> {
  if (isFolderOfDisk(path)) {
    throw new DataError(
      `${path}: is a folder; --task panoptic takes COCO's panoptic JSON, and its PNGs by ${option}; or folders of Cityscapes with --dataset cityscapes`,
    );
  }
  const { categories, annotations } = wordedAs(path, parseJson(await readBytes(path), path));
  const pathOf = await requireFolder(path, folder, option);
  return {
    path,
    categories,
    annotations: new Map(
      [...annotations].map(([id, { fileName, segments }]) => [id, { id, png: pathOf(fileName), segments }]),
    ),
  };
}

/** @throws {DataError} it is no panoptic JSON */
function wordedAs(path: string, content: unknown): PanopticJson {
  try {
    return readPanopticJson(content);
  } catch (error) {
    if (!(error instanceof PanopticJsonError)) throw error;
    throw new DataError(`${path}: ${error.message}`, { cause: error });
  }
}

async function requireFolder(
  path: string,
  folder: string | undefined,
  option: string,
): Promise<(fileName: string) => string> {
  const pngs = folder ?? path.replace(/\.json$/i, "");
  if (folder !== undefined && archivePathsOf(folder).length > 0) {
    const { files, pathOf } = await listFiles(folder);
    const known = new Set(files);
    // One that is not there is told of where it is read.
    return (fileName) => (known.has(fileName) ? pathOf(fileName) : `${folder}/${fileName}`);
  }
  if (pngs !== path && isFolderOfDisk(pngs)) {
    return (fileName) => join(pngs, fileName);
  }
  throw new DataError(
    folder === undefined
      ? `${path}: its PNGs are looked for in a folder beside it${pngs === path ? "" : `, ${pngs}, which is not there`}; pass ${option} DIR`
      : `${option} ${folder}: ${existsSync(folder) ? "is no folder" : "is not there"}`,
  );
}

/**
 * All sides by image, in the truth's order.
 *
 * @throws {DataError} an image has no prediction, and allowMissing is not set; or there is no image
 */
export function pairAnnotations(
  truth: PanopticFile,
  predictions: readonly PanopticFile[],
  allowMissing: boolean,
  note: (line: string) => void,
): PanopticImageFiles[] {
  for (const prediction of predictions) {
    const missing = [...truth.annotations.keys()].filter((id) => !prediction.annotations.has(id));
    const added = [...prediction.annotations.keys()].filter((id) => !truth.annotations.has(id));
    if (missing.length > 0) {
      const words = `${prediction.path}: has no annotation of ${missing.length} of the ${truth.annotations.size} images: ${listNames(missing)}`;
      if (!allowMissing) throw new DataError(`${words}; pass --allow-missing to score the others`);
      note(`${words}; they are left out`);
    }
    if (added.length > 0) {
      note(
        `${prediction.path}: ${added.length} images are not in ${truth.path}, and not scored: ${listNames(added)}`,
      );
    }
  }
  const images = [...truth.annotations].flatMap(([id, groundTruth]) => {
    const found = predictions.flatMap(({ annotations }) => annotations.get(id) ?? []);
    return found.length === predictions.length ? [{ id, groundTruth, predictions: found }] : [];
  });
  if (images.length === 0) throw new DataError(`${truth.path}: there is no image to score`);
  return images;
}

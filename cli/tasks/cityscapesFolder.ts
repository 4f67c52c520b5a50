import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, listNames } from "../../src/errors/describe.js";
import { DataError } from "../exitCodes.js";
import { isFileOfDisk, isFolderOfDisk } from "../inputs/diskEntry.js";
import { listFiles } from "../inputs/listFiles.js";
import { archivePathsOf } from "../sources/archiveNames.js";
import { isRemote } from "../sources/remote/address.js";
import { CITYSCAPES_CATEGORIES, strayCategory } from "../../app/job/cityscapesCategories.js";
import { cityscapesImage, instanceFiles } from "../../app/job/cityscapesNames.js";
import type { Annotation } from "./measuring/measureJob.js";
import { type PanopticFile, readPanopticFile } from "./panopticFiles.js";

/**
 * A side of Cityscapes: its panoptic JSON; a folder of panoptic PNGs, with its JSON in it or beside it; or a folder of instance
 * ids (label * 1000 + instance), with a folder a city or without.
 *
 * @throws {DataError | DatasetError} it is none of them
 */
export async function readCityscapesSide(
  path: string,
  pngs: string | undefined,
  option: string,
): Promise<PanopticFile> {
  const isPacked = archivePathsOf(path).length > 0 || isRemote(path);
  if (!isPacked && !isFolderOfDisk(path)) {
    return readPanopticFile(path, pngs, option);
  }
  // A JSON is a file of the disk.
  const json = isPacked ? undefined : jsonOf(path);
  if (json !== undefined) return readPanopticFile(json, pngs ?? pngsOf(json, path), option);
  if (pngs !== undefined) {
    throw new DataError(`${path}: holds instance ids, which are its PNGs; leave ${option} out`);
  }
  return {
    path,
    categories: CITYSCAPES_CATEGORIES,
    annotations: await instanceAnnotations(path),
  };
}

/**
 * @throws {DataError} a side holds label ids, and the truth's categories are others
 */
export function requireLabelIds(truth: PanopticFile, prediction: PanopticFile): void {
  if (prediction.categories !== CITYSCAPES_CATEGORIES || truth.categories === CITYSCAPES_CATEGORIES) return;
  const stray = strayCategory(truth.categories);
  if (stray === undefined) return;
  throw new DataError(
    `${truth.path}: category ${stray.id} is ${describe(stray.name)}, which is no label id of Cityscapes, and ${prediction.path} holds label ids; make the JSON without --use-train-id`,
  );
}

function jsonOf(folder: string): string | undefined {
  const beside = `${folder.replace(/[/\\]+$/, "")}.json`;
  if (isFileOfDisk(beside)) return beside;
  const inside = readdirSync(folder).filter((name) => /panoptic.*\.json$/i.test(name));
  if (inside.length > 1) {
    throw new DataError(`${folder}: holds ${inside.length} panoptic JSONs: ${listNames(inside)}; name one`);
  }
  return inside[0] === undefined ? undefined : join(folder, inside[0]);
}

/** A folder that is named as the JSON is, or the one that it lies in. */
function pngsOf(json: string, folder: string): string {
  const named = json.replace(/\.json$/i, "");
  return isFolderOfDisk(named) ? named : folder;
}

async function instanceAnnotations(folder: string): Promise<ReadonlyMap<string, Annotation>> {
  const { files, pathOf } = await listFiles(folder);
  return annotationsOf(requireInstanceFiles(folder, files), pathOf);
}

function requireInstanceFiles(folder: string, files: readonly string[]): string[] {
  const found = instanceFiles(files);
  if (found.length > 0) return found;
  throw new DataError(
    files.some((name) => name.endsWith("_panoptic.png"))
      ? `${folder}: holds panoptic PNGs, and the JSON that says what their segments are is neither in it nor beside it`
      : `${folder}: expected *_instanceIds.png, or PNGs of instance ids, got none`,
  );
}

function annotationsOf(
  files: readonly string[],
  pathOf: (relative: string) => string,
): ReadonlyMap<string, Annotation> {
  const annotations = new Map<string, Annotation>();
  for (const file of files) {
    const id = cityscapesImage(basename(file));
    const twin = annotations.get(id);
    const png = pathOf(file);
    if (twin !== undefined) throw new DataError(`${png} and ${twin.png} are both of image ${describe(id)}`);
    annotations.set(id, { id, png, segments: "cityscapes" });
  }
  return annotations;
}

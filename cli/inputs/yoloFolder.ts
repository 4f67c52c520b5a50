import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import {
  DATA_FILES,
  isLabelName,
  isPhotoName,
  shapeOfLine,
  yamlValue,
} from "../../app/detections/yoloNames.js";
import { DataError } from "../exitCodes.js";
import { isFileOfDisk, isFolderOfDisk } from "./diskEntry.js";
import { listDiskFolder } from "./folderFiles.js";
import { systemPath } from "./undecodedName.js";

/** A side of a YOLO data set. */
export interface YoloFolder {
  /** Where its label files are. */
  readonly labels: string;
  /** Where the photos of a truth are; undefined where there are none. */
  readonly photos: string | undefined;
  /** The file that names the classes; undefined where there is none. */
  readonly names: string | undefined;
  /** Which part of the data set was chosen, and why, where the user did not. */
  readonly note: string | undefined;
}

/** So many folders above the labels a data.yaml is looked for. */
const LEVELS = 3;

/** Whether a path is of a data.yaml. */
export function isDataFile(path: string): boolean {
  return /\.ya?ml$/i.test(path) && isFileOfDisk(path);
}

/**
 * The truth of a YOLO data set: its data.yaml, the folder that this lies in, or a folder of labels.
 *
 * @throws {DataError} there are no labels
 */
export function yoloTruthFolder(path: string): YoloFolder {
  const asked = isDataFile(path) ? path : undefined;
  const root = asked === undefined ? path : dirname(path);
  if (!isFolderOfDisk(root)) throw new DataError(`${path}: expected a folder of YOLO labels, or a data.yaml`);
  const names = asked ?? dataFileAbove(root);
  const isOfRoot = names !== undefined && resolve(dirname(names)) === resolve(root);
  if (asked === undefined && (basename(resolve(root)) === "labels" || hasLabels(root)))
    return folderOf(root, names, undefined);
  const val = isOfRoot ? validationLabels(names) : undefined;
  if (val !== undefined) {
    const note = `scoring ${relative(root, val) || "."}, which is val of ${names as string}; name a folder of labels to score another`;
    return folderOf(val, names, note);
  }
  const labels = join(root, "labels");
  if (isFolderOfDisk(labels)) return folderOf(labels, names, undefined);
  throw new DataError(
    `${path}: expected YOLO labels: *.txt in it or in its folder labels, or a data.yaml whose val leads to them; name the folder of labels, as DATASET/labels/val`,
  );
}

/** The predictions of a model: a folder of labels, or the one of a run, with labels in it. */
export function yoloPredictionFolder(path: string): string {
  if (!isFolderOfDisk(path))
    throw new DataError(`${path}: expected a folder of YOLO labels, as runs/detect/predict`);
  const labels = join(path, "labels");
  return isFolderOfDisk(labels) ? labels : path;
}

/** The label files of a folder and the folders in it, relative to it. */
export async function labelFiles(folder: string): Promise<readonly string[]> {
  return (await listDiskFolder(folder)).files.filter(isLabelName);
}

/**
 * What a folder's labels are of, by their first line; undefined of a folder without any.
 *
 * @param path of predictions, or of a truth
 */
export function shapeOfFolder(path: string): "boxes" | "masks" | undefined {
  const inner = join(path, "labels");
  const folder = isFolderOfDisk(inner) ? inner : path;
  const files = readdirSync(systemPath(folder), { recursive: folder === inner, encoding: "utf8" });
  // Masks may have a text beside them, and labels have photos beside them in the oldest of layouts only.
  if (folder !== inner && files.some(isPhotoName)) return undefined;
  for (const file of files.filter(isLabelName)) {
    const line = readFileSync(systemPath(join(folder, file)), "utf8")
      .split("\n")
      .find((one) => one.trim() !== "");
    if (line !== undefined) return shapeOfLine(line);
  }
  return undefined;
}

function hasLabels(folder: string): boolean {
  return readdirSync(systemPath(folder)).some(isLabelName);
}

function folderOf(labels: string, names: string | undefined, note: string | undefined): YoloFolder {
  return { labels, photos: photosOf(labels), names: names ?? classesBeside(labels), note };
}

/** DATASET/labels/val -> DATASET/images/val; or beside the labels. */
function photosOf(labels: string): string | undefined {
  const images = swapped(resolve(labels), "labels", "images");
  if (images !== undefined && isFolderOfDisk(images)) return images;
  return readdirSync(systemPath(labels)).some(isPhotoName) ? labels : undefined;
}

/** The last folder of a path that is called so, called otherwise. */
function swapped(path: string, from: string, to: string): string | undefined {
  const parts = path.split(sep);
  const at = parts.lastIndexOf(from);
  return at === -1 ? undefined : [...parts.slice(0, at), to, ...parts.slice(at + 1)].join(sep);
}

/** As labelImg and Label Studio write it. */
function classesBeside(labels: string): string | undefined {
  return [join(labels, "classes.txt"), join(dirname(labels), "classes.txt")].find(isFileOfDisk);
}

function dataFileAbove(folder: string): string | undefined {
  let at = folder;
  for (let level = 0; level <= LEVELS; level++, at = join(at, "..")) {
    const found = DATA_FILES.map((name) => join(at, name)).find((path) => existsSync(path));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The labels of what a data.yaml calls val: its images' folder, with labels instead of images. */
function validationLabels(file: string): string | undefined {
  const text = readFileSync(systemPath(file), "utf8");
  const val = yamlValue(text, "val");
  if (val === undefined) return undefined;
  const here = dirname(file);
  const root = yamlValue(text, "path");
  // Relative to path, which is relative to wherever data sets are kept; Roboflow writes one "../" too many.
  const places = [
    ...(root === undefined ? [] : [resolve(here, root, val)]),
    ...[resolve(here, val), resolve(here, val.replace(/^(\.\.\/)+/, ""))],
  ];
  return places
    .map((images) => swapped(images, "images", "labels") ?? images)
    .find((labels) => isFolderOfDisk(labels) && basename(labels) !== "images");
}

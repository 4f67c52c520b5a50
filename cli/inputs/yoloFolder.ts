import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import {
  DATA_FILES,
  isLabelName,
  isPhotoName,
  listedPhotos,
  shapeOfLine,
  yamlValues,
  yoloId,
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
  /** The photos that are scored, where they are told one by one; undefined: all that is in these folders. */
  readonly listed: readonly string[] | undefined;
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
  if (asked === undefined && basename(resolve(root)) === "labels") return folderOf(root, names, undefined);
  // Lists of photos in the data set's own folder look like labels by their names.
  const val = isOfRoot ? validationPart(names) : undefined;
  if (val !== undefined) {
    const part = typeof val === "string" ? relative(root, val) || "." : `${val.length} photos`;
    const note = `scoring ${part}, which is val of ${names as string}; name a folder of labels to score another`;
    return typeof val === "string" ? folderOf(val, names, note) : listedFolder(val, names, note);
  }
  if (asked === undefined && hasLabels(root)) return folderOf(root, names, undefined);
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
  const photos = photosOf(labels);
  return { labels, photos, listed: undefined, names: names ?? classesBeside(labels), note };
}

/** Photos may be of several folders: what these have in common stands for them. */
function listedFolder(listed: readonly string[], names: string | undefined, note: string): YoloFolder {
  const photos = listed.map(dirname).reduce((all, folder) => {
    const [parts, others] = [all.split(sep), folder.split(sep)];
    const same = parts.findIndex((part, i) => part !== others[i]);
    return (same === -1 ? parts : parts.slice(0, same)).join(sep) || sep;
  });
  return { labels: swapped(photos, "images", "labels") ?? photos, photos, listed, names, note };
}

/** DATASET/images/val/a.jpg -> DATASET/labels/val/a.txt, or beside the photo; undefined where there is none. */
export function labelsOfPhoto(photo: string): string | undefined {
  const labels = `${yoloId(swapped(photo, "images", "labels") ?? photo)}.txt`;
  return existsSync(systemPath(labels)) ? labels : undefined;
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

/**
 * What a data.yaml calls val: the folder of its labels, or the photos that it lists in texts, or in several folders.
 *
 * @throws {DataError} a list names something that there is not
 */
function validationPart(file: string): string | readonly string[] | undefined {
  const text = readFileSync(systemPath(file), "utf8");
  const vals = yamlValues(text, "val");
  const [val] = vals;
  if (val === undefined) return undefined;
  const here = dirname(file);
  const [root] = yamlValues(text, "path");
  // Relative to path, which is relative to wherever data sets are kept; Roboflow writes one "../" too many.
  const placesOf = (own: string): string[] => [
    ...(root === undefined ? [] : [resolve(here, root, own)]),
    ...[resolve(here, own), resolve(here, own.replace(/^(\.\.\/)+/, ""))],
  ];
  if (vals.length === 1 && !/\.txt$/i.test(val)) {
    return placesOf(val)
      .map((images) => swapped(images, "images", "labels") ?? images)
      .find((labels) => isFolderOfDisk(labels) && basename(labels) !== "images");
  }
  const photos = vals.flatMap((own) => {
    const place = placesOf(own).find((path) => existsSync(systemPath(path)));
    if (place === undefined)
      throw new DataError(`${file}: val: ${own} is neither a folder nor a list of photos`);
    return isFolderOfDisk(place) ? photosIn(place) : photosOfList(place, placesOf("."));
  });
  if (photos.length === 0) throw new DataError(`${file}: val: ${vals.join(", ")} lists no photo`);
  return [...new Set(photos)];
}

function photosIn(folder: string): string[] {
  const names = readdirSync(systemPath(folder), { recursive: true, encoding: "utf8" });
  return names.filter(isPhotoName).map((name) => join(folder, name));
}

/** Paths that do not begin with "./" are relative to where a program runs: here to the list, or to the data set. */
function photosOfList(list: string, dataSets: readonly string[]): string[] {
  const own = dirname(list);
  return listedPhotos(readFileSync(systemPath(list), "utf8"), own).map((photo) => {
    const places = [own, ...dataSets].map((folder) => resolve(folder, photo));
    return places.find((path) => existsSync(systemPath(path))) ?? (places[0] as string);
  });
}

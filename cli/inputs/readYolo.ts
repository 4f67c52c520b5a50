import { closeSync, readSync } from "node:fs";
import { relative, sep } from "node:path";
import type { CocoCategory, CocoFile } from "../../app/detections/cocoFile.js";
import { PHOTO_HEAD_BYTES, type PhotoSize, photoSize } from "../../app/detections/imageSize.js";
import {
  imageFinder,
  unnamedCategories,
  yoloCategories,
  type YoloImage,
  type YoloImageLabels,
  yoloResults,
  yoloTruth,
} from "../../app/detections/yoloFile.js";
import { readYoloLabels, wrongLabels, type YoloReading } from "../../app/detections/yoloLabels.js";
import { isPhotoName, yoloId } from "../../app/detections/yoloNames.js";
import { FormatError } from "../../app/formats/formatError.js";
import { listNames } from "../../src/errors/describe.js";
import { DataError } from "../exitCodes.js";
import { letSignalsIn } from "../interruption.js";
import { isFileOfDisk } from "./diskEntry.js";
import { inFolder, listDiskFolder } from "./folderFiles.js";
import { openAtOnce, readBytes, reasonOf } from "./readBytes.js";
import { readClassesFile } from "./readClassesFile.js";
import {
  labelFiles,
  labelsOfPhoto,
  type YoloFolder,
  yoloPredictionFolder,
  yoloTruthFolder,
} from "./yoloFolder.js";

/** What is said of YOLO's folders by options. */
export interface YoloOptions {
  readonly shape: YoloReading["shape"];
  /** Of images that have no photo. */
  readonly imageSize: PhotoSize | undefined;
  /** A file of names, instead of the data set's own. */
  readonly classes: string | undefined;
}

export interface YoloTruth {
  readonly truth: CocoFile;
  /** Undefined where nobody names the classes. */
  readonly categories: readonly CocoCategory[] | undefined;
  readonly images: readonly YoloImage[];
  /** The folder of its photos; undefined where there are none. */
  readonly photos: string | undefined;
}

/**
 * The truth of a YOLO data set: an image each that has a photo or labels. A photo without labels has no objects.
 *
 * @throws {DataError | DatasetError} a label file or photo cannot be read, or an image's size is not known
 */
export async function readYoloTruth(
  path: string,
  { shape, imageSize, classes }: YoloOptions,
  note: (line: string) => void,
): Promise<YoloTruth> {
  const folder = yoloTruthFolder(path);
  if (folder.note !== undefined) note(folder.note);
  const namesFile = classes ?? folder.names;
  const categories = namesFile === undefined ? undefined : yoloCategories(await readClassesFile(namesFile));
  if (categories === undefined) {
    note(`${path}: no data.yaml names its classes; they are called by number (--classes FILE names them)`);
  }
  const { labels, photos } = await filesOf(folder);
  const ids = [...new Set([...photos.keys(), ...labels.keys()])].sort();
  if (ids.length === 0) throw wrongLabels(folder.labels, "has neither labels nor photos");
  const images: YoloImage[] = [];
  const read: YoloImageLabels[] = [];
  for (const id of ids) {
    const photo = photos.get(id);
    const path = photo === undefined ? undefined : inFolder(folder.photos ?? "", photo);
    const isThere = path !== undefined && (imageSize === undefined || isFileOfDisk(path));
    const size = isThere ? await sizeOf(path) : imageSize;
    const label = labels.get(id);
    if (size === undefined) {
      throw wrongLabels(
        label ?? inFolder(folder.labels, id),
        `has no photo ${folder.photos === undefined ? "beside it" : `in ${folder.photos}`}, and COCO's sizes of objects are in pixels; put the photos into a folder images beside labels, or pass --image-size WIDTHxHEIGHT`,
      );
    }
    const image: YoloImage = { id, ...size, fileName: photo };
    images.push(image);
    if (label !== undefined) {
      read.push(await readLabels(label, image, { shape, hasScores: false }));
    }
  }
  const { truth, repeated } = yoloTruth(path, images, read, categories ?? unnamedCategories(read));
  if (repeated > 0) note(`${path}: ${repeated} objects stand twice, and count once, as Ultralytics has it`);
  return { truth, categories, images, photos: folder.photos };
}

/**
 * What a model found. An image without a label file has no detections.
 *
 * @throws {DataError | DatasetError} a label file cannot be read, or is of no image of the truth
 */
export async function readYoloResults(
  path: string,
  { truth, categories, images, photos }: YoloTruth,
  { shape }: YoloOptions,
  note: (line: string) => void,
): Promise<CocoFile> {
  const folder = yoloPredictionFolder(path);
  const files = await labelFiles(folder);
  if (files.length === 0) note(`${path}: has no label file: no object was found in any image`);
  const find = imageFinder(images);
  const strays = files.filter((file) => find(yoloId(file)) === undefined);
  if (strays.length > 0) {
    throw wrongLabels(
      path,
      `has labels of images that ${truth.file} does not have: ${listNames(strays)}${photos === undefined ? "; an image without objects needs an empty label file there, or a photo in a folder images beside its labels" : ""}`,
    );
  }
  const read: YoloImageLabels[] = [];
  const seen = new Map<YoloImage, string>();
  for (const file of files) {
    const image = find(yoloId(file)) as YoloImage;
    const twin = seen.get(image);
    if (twin !== undefined) throw wrongLabels(path, `${twin} and ${file} are both of image ${image.id}`);
    seen.set(image, file);
    read.push(await readLabels(inFolder(folder, file), image, { shape, hasScores: true }));
  }
  return yoloResults(path, read, categories);
}

async function readLabels(file: string, image: YoloImage, reading: YoloReading): Promise<YoloImageLabels> {
  await letSignalsIn();
  const text = new TextDecoder().decode(await readBytes(file));
  return { image, file, records: readYoloLabels(text, file, reading) };
}

/** The label files of a truth's images, and its photos, which are named relative to their folder. */
async function filesOf({ labels, photos, listed }: YoloFolder): Promise<{
  readonly labels: ReadonlyMap<string, string>;
  readonly photos: ReadonlyMap<string, string>;
}> {
  if (listed === undefined || photos === undefined) {
    const files = (await labelFiles(labels)).map((file) => [yoloId(file), inFolder(labels, file)] as const);
    return {
      labels: new Map(files),
      photos: photos === undefined ? new Map() : photosById(photos, await photosIn(photos)),
    };
  }
  const named = listed.map((photo) => relative(photos, photo).split(sep).join("/"));
  const own = listed.flatMap((photo, i) => {
    const file = labelsOfPhoto(photo);
    return file === undefined ? [] : [[yoloId(named[i] as string), file] as const];
  });
  return { labels: new Map(own), photos: photosById(photos, named) };
}

async function photosIn(folder: string): Promise<readonly string[]> {
  return (await listDiskFolder(folder)).files.filter(isPhotoName);
}

function photosById(folder: string, files: readonly string[]): Map<string, string> {
  const photos = new Map<string, string>();
  for (const file of files) {
    const twin = photos.get(yoloId(file));
    if (twin !== undefined) throw wrongLabels(folder, `${twin} and ${file} are photos of one name`);
    photos.set(yoloId(file), file);
  }
  return photos;
}

/** @throws {DataError} the photo cannot be read, or is none */
async function sizeOf(path: string): Promise<PhotoSize> {
  try {
    const head = headOf(path);
    let size;
    try {
      size = photoSize(head);
    } catch (error) {
      if (!(error instanceof FormatError) || head.length < PHOTO_HEAD_BYTES) throw error;
      size = photoSize(await readBytes(path));
    }
    if (size !== undefined) return size;
    throw new Error("it is no PNG, JPEG, BMP, GIF or WebP");
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    throw new DataError(`${path}: the photo's size cannot be read: ${reasonOf(cause)}`, { cause });
  }
}

function headOf(path: string): Uint8Array {
  const descriptor = openAtOnce(path);
  try {
    const head = new Uint8Array(PHOTO_HEAD_BYTES);
    return head.subarray(0, readSync(descriptor, head, 0, head.length, 0));
  } finally {
    closeSync(descriptor);
  }
}

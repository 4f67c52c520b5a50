import { closeSync, readSync } from "node:fs";
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
import { inFolder, listDiskFolder } from "./folderFiles.js";
import { openAtOnce, readBytes, reasonOf } from "./readBytes.js";
import { readClassesFile } from "./readClassesFile.js";
import { labelFiles, yoloPredictionFolder, yoloTruthFolder } from "./yoloFolder.js";

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
  const labels = new Map((await labelFiles(folder.labels)).map((file) => [yoloId(file), file]));
  const photos = folder.photos === undefined ? new Map<string, string>() : await photosOf(folder.photos);
  const ids = [...new Set([...photos.keys(), ...labels.keys()])].sort();
  if (ids.length === 0) throw wrongLabels(folder.labels, "has neither labels nor photos");
  const images: YoloImage[] = [];
  const read: YoloImageLabels[] = [];
  for (const id of ids) {
    const photo = photos.get(id);
    const size =
      photo === undefined || folder.photos === undefined
        ? imageSize
        : await sizeOf(inFolder(folder.photos, photo));
    const label = labels.get(id);
    if (size === undefined) {
      throw wrongLabels(
        inFolder(folder.labels, label ?? id),
        `has no photo ${folder.photos === undefined ? "beside it" : `in ${folder.photos}`}, and COCO's sizes of objects are in pixels; put the photos into a folder images beside labels, or pass --image-size WIDTHxHEIGHT`,
      );
    }
    const image: YoloImage = { id, ...size, fileName: photo };
    images.push(image);
    if (label !== undefined) {
      read.push(await readLabels(inFolder(folder.labels, label), image, { shape, hasScores: false }));
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

async function photosOf(folder: string): Promise<Map<string, string>> {
  const photos = new Map<string, string>();
  for (const file of (await listDiskFolder(folder)).files.filter(isPhotoName)) {
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

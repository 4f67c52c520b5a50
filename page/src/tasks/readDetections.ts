import { readClasses } from "../../../app/classes/readClasses.js";
import { type CocoFile, CocoReader } from "../../../app/detections/cocoFile.js";
import { requireTruth } from "../../../app/detections/imagePairs.js";
import { PHOTO_HEAD_BYTES, photoSize } from "../../../app/detections/imageSize.js";
import {
  imageFinder,
  unnamedCategories,
  yoloCategories,
  type YoloImage,
  type YoloImageLabels,
  yoloResults,
  yoloTruth,
} from "../../../app/detections/yoloFile.js";
import { readYoloLabels, wrongLabels } from "../../../app/detections/yoloLabels.js";
import {
  isLabelName,
  isPhotoName,
  listedPhotos,
  yamlValues,
  yoloId,
} from "../../../app/detections/yoloNames.js";
import { DatasetError } from "../../../app/errors/problem.js";
import { isGzip } from "../../../app/formats/gzip.js";
import { listNames } from "../../../src/errors/describe.js";
import type { DroppedFile } from "../score/droppedFiles.js";

/** Of a file, at a time. */
const PIECE_BYTES = 2 ** 20;

export interface ReadSides {
  readonly truth: CocoFile;
  readonly found: CocoFile;
  readonly notes: readonly string[];
}

/**
 * Both sides of detections: COCO's or LVIS's JSON, packed by gzip or not, or folders of YOLO's labels.
 *
 * @throws {DatasetError} they are none of them, or wrong
 */
export async function readSides(
  shape: "boxes" | "masks",
  truthFiles: readonly DroppedFile[],
  foundFiles: readonly DroppedFile[],
): Promise<ReadSides> {
  const [truthJson, foundJson] = [jsonOf(truthFiles), jsonOf(foundFiles)];
  if (truthJson === undefined) return readYolo(shape, truthFiles, foundFiles);
  if (foundJson === undefined) {
    throw wrongLabels("the prediction", "holds no JSON, and the ground truth does; give COCO's results");
  }
  const truth = await readCoco(truthJson, shape);
  requireTruth(truth);
  return { truth, found: await readCoco(foundJson, shape), notes: [] };
}

/** The photos among files, by the path without its ending and by its last part. */
export function photosOf(files: readonly DroppedFile[]): ReadonlyMap<string, File> {
  const photos = files.filter(({ path }) => isPhotoName(path));
  return new Map([
    ...photos.map(({ path, file }) => [yoloId(path).split("/").at(-1) as string, file] as const),
    ...photos.map(({ path, file }) => [yoloId(path), file] as const),
  ]);
}

function jsonOf(files: readonly DroppedFile[]): DroppedFile | undefined {
  return files.find(({ path }) => /\.json(\.gz)?$/i.test(path));
}

async function readCoco({ path, file }: DroppedFile, shape: "boxes" | "masks"): Promise<CocoFile> {
  const reader = new CocoReader(path, { masks: shape === "masks" });
  const isPacked = isGzip(new Uint8Array(await file.slice(0, 2).arrayBuffer()));
  if (isPacked) await pushUnpacked(file, path, reader);
  else {
    for (let at = 0; at < file.size; at += PIECE_BYTES) {
      reader.push(new Uint8Array(await file.slice(at, at + PIECE_BYTES).arrayBuffer()));
    }
  }
  return reader.finish();
}

async function pushUnpacked(file: File, path: string, reader: CocoReader): Promise<void> {
  const stream = file.stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  for (;;) {
    const { done, value } = await stream.read().catch((cause: unknown) => {
      const got = `its gzip stream is damaged (${(cause as Error).message})`;
      throw new DatasetError({ code: "json-file", file: path, got }, { cause });
    });
    if (done) return;
    reader.push(value);
  }
}

/** "data/labels/val/a.txt" and "data/images/val/a.jpg" are both of "val/a". */
function idOf(path: string): string {
  return yoloId(path).replace(/^(?:.*\/)?(?:labels|images)\//, "");
}

async function readYolo(
  shape: "boxes" | "masks",
  truthFiles: readonly DroppedFile[],
  foundFiles: readonly DroppedFile[],
): Promise<ReadSides> {
  const notes: string[] = [];
  const yaml = truthFiles.find(({ path }) => /\.ya?ml$/i.test(path));
  const text = yaml === undefined ? "" : await yaml.file.text();
  const parts = yamlValues(text, "val").map((one) => one.replace(/^(?:\.\.?\/)+/, "").replace(/\/$/, ""));
  const isOfPart = await partOf(parts, truthFiles);
  const labelled = truthFiles.filter(({ path }) => isLabelName(path));
  const isParted = labelled.some(isOfPart) && !labelled.every(isOfPart);
  if (isParted) notes.push(`Scored is ${parts.join(", ")}, which is val of ${yaml?.path ?? ""}.`);
  const chosen = isParted ? truthFiles.filter(isOfPart) : truthFiles;
  const labels = new Map(chosen.filter(({ path }) => isLabelName(path)).map((one) => [idOf(one.path), one]));
  if (labels.size === 0) {
    throw wrongLabels("the ground truth", "expected COCO's JSON or YOLO's labels (*.txt), got neither");
  }
  const photos = new Map(chosen.filter(({ path }) => isPhotoName(path)).map((one) => [idOf(one.path), one]));
  const categories =
    yaml === undefined ? undefined : yoloCategories(readClasses(new TextEncoder().encode(text), yaml.path));
  if (categories === undefined) notes.push("No data.yaml names the classes: they are called by number.");
  const images = new Map<string, YoloImage>();
  const read: YoloImageLabels[] = [];
  for (const id of [...new Set([...photos.keys(), ...labels.keys()])].sort()) {
    const image = await imageOf(id, photos.get(id), labels.get(id)?.path ?? id);
    images.set(id, image);
    const label = labels.get(id);
    if (label !== undefined) read.push(await readLabels(label, image, shape, false));
  }
  const { truth, repeated } = yoloTruth(
    "the ground truth",
    [...images.values()],
    read,
    categories ?? unnamedCategories(read),
  );
  if (repeated > 0) notes.push(`${repeated} objects stand twice, and count once, as Ultralytics has it.`);
  const find = imageFinder([...images.values()]);
  const predicted = foundFiles.filter(({ path }) => isLabelName(path));
  const strays = predicted.filter(({ path }) => find(idOf(path)) === undefined);
  if (predicted.length === 0 || strays.length > 0) {
    throw wrongLabels(
      "the prediction",
      predicted.length === 0
        ? "expected YOLO's labels (*.txt), as runs/detect/predict/labels, got none"
        : `has labels of images that the ground truth does not have: ${listNames(strays.map(({ path }) => path))}`,
    );
  }
  const found: YoloImageLabels[] = [];
  for (const label of predicted) {
    found.push(await readLabels(label, find(idOf(label.path)) as YoloImage, shape, true));
  }
  return { truth, found: yoloResults("the prediction", found, categories), notes };
}

/** Whether a file is of one of the folders, or of a photo in one of the lists, that a data.yaml calls val. */
async function partOf(
  parts: readonly string[],
  files: readonly DroppedFile[],
): Promise<(file: DroppedFile) => boolean> {
  const [lists, folders] = [true, false].map((isList) =>
    parts.filter((part) => part !== "" && /\.txt$/i.test(part) === isList),
  ) as [string[], string[]];
  const listed = files.filter(({ path }) => lists.some((list) => `/${path}`.endsWith(`/${list}`)));
  const texts = await Promise.all(listed.map(({ file }) => file.text()));
  const ids = new Set(texts.flatMap((list) => listedPhotos(list, "").map(idOf)));
  return ({ path }) =>
    ids.has(idOf(path)) ||
    folders
      .flatMap((folder) => [folder, folder.replace("images", "labels")])
      .some((folder) => `/${path}`.includes(`/${folder}/`));
}

async function imageOf(id: string, photo: DroppedFile | undefined, shown: string): Promise<YoloImage> {
  if (photo === undefined) {
    throw wrongLabels(
      shown,
      "has no photo of its name, and COCO's sizes of objects are in pixels; add the photos to the ground truth",
    );
  }
  const { path, file } = photo;
  const head = new Uint8Array(await file.slice(0, PHOTO_HEAD_BYTES).arrayBuffer());
  let size;
  try {
    size = photoSize(head);
  } catch {
    size = photoSize(new Uint8Array(await file.arrayBuffer()));
  }
  if (size === undefined) throw wrongLabels(path, "is no PNG, JPEG, BMP, GIF or WebP");
  return { id, ...size, fileName: path };
}

async function readLabels(
  { path, file }: DroppedFile,
  image: YoloImage,
  shape: "boxes" | "masks",
  hasScores: boolean,
): Promise<YoloImageLabels> {
  return { image, file: path, records: readYoloLabels(await file.text(), path, { shape, hasScores }) };
}

import type { ClassesFile } from "../classes/classesFile.js";
import type { CocoCategory, CocoFile, CocoImage } from "./cocoFile.js";
import { RecordColumns } from "./cocoRecords.js";
import type { PhotoSize } from "./imageSize.js";
import { lastPart } from "./yoloNames.js";
import { withoutRepeated, wrongLabels, type YoloRecord } from "./yoloLabels.js";

/** An image of a YOLO data set. */
export interface YoloImage extends PhotoSize {
  readonly id: string;
  /** Its photo, if there is one. */
  readonly fileName: string | undefined;
}

/** The objects of one image. */
export interface YoloImageLabels {
  readonly image: YoloImage;
  /** The label file. */
  readonly file: string;
  readonly records: readonly YoloRecord[];
}

/** The categories that a data.yaml names. */
export function yoloCategories({ numClasses = 0, labels, classNames }: ClassesFile): CocoCategory[] {
  return Array.from({ length: numClasses }, (_, i) => ({
    id: labels?.[i] ?? i,
    name: classNames?.[i],
    frequency: undefined,
  }));
}

/** The categories of a truth that nobody named: the classes that it has. */
export function unnamedCategories(labels: readonly YoloImageLabels[]): CocoCategory[] {
  const ids = new Set(labels.flatMap(({ records }) => records.map(({ classIndex }) => classIndex)));
  return [...ids].sort((a, b) => a - b).map((id) => ({ id, name: undefined, frequency: undefined }));
}

/** By the path without its ending, or by the last part of it where only one image has that: predictions lie in one folder. */
export function imageFinder(images: readonly YoloImage[]): (id: string) => YoloImage | undefined {
  const byId = new Map(images.map((image) => [image.id, image]));
  const byName = new Map<string, YoloImage | undefined>();
  for (const image of images) {
    const name = lastPart(image.id);
    byName.set(name, byName.has(name) ? undefined : image);
  }
  return (id) => byId.get(id) ?? byName.get(lastPart(id));
}

/** A YOLO truth, as COCO's annotations have it: in pixels. */
export function yoloTruth(
  file: string,
  images: readonly YoloImage[],
  labels: readonly YoloImageLabels[],
  categories: readonly CocoCategory[],
): { readonly truth: CocoFile; readonly repeated: number } {
  const records = new RecordColumns();
  let repeated = 0;
  for (const { image, file: source, records: all } of labels) {
    const own = withoutRepeated(all);
    repeated += all.length - own.length;
    addRecords(records, image, own, source, categories);
  }
  const truth = { file, isResults: false, images: images.map(imageOf), categories, records };
  return { truth, repeated };
}

/**
 * What a model found, as COCO's results have it: in pixels.
 *
 * @param categories undefined where nobody named them
 */
export function yoloResults(
  file: string,
  labels: readonly YoloImageLabels[],
  categories: readonly CocoCategory[] | undefined,
): CocoFile {
  const records = new RecordColumns();
  for (const { image, file: source, records: own } of labels) {
    addRecords(records, image, own, source, categories);
  }
  return { file, isResults: true, images: [], categories: [], records };
}

function imageOf({ id, width, height, fileName }: YoloImage): CocoImage {
  return {
    id,
    width,
    height,
    fileName,
    negativeCategoryIds: undefined,
    notExhaustiveCategoryIds: undefined,
  };
}

/** @throws {DatasetError} a class is none of the categories */
function addRecords(
  columns: RecordColumns,
  { id, width, height }: YoloImage,
  records: readonly YoloRecord[],
  file: string,
  categories: readonly CocoCategory[] | undefined,
): void {
  const known = categories && new Set(categories.map((category) => category.id));
  for (const { classIndex, parts, isBox, score = NaN } of records) {
    if (known?.has(classIndex) === false) {
      throw wrongLabels(
        file,
        `has class ${classIndex}, which is none of the ${known.size} classes of the truth; are the names those of another data set`,
      );
    }
    const polygon = isBox ? undefined : parts.map((part, i) => part * (i % 2 === 0 ? width : height));
    columns.images.push(columns.imageIndex(id));
    columns.categories.push(classIndex);
    // By its place, as of records without an id.
    columns.ids.push(NaN);
    columns.scores.push(score);
    columns.areas.push(NaN);
    for (const value of polygon === undefined ? boxOf(parts, width, height) : boxAround(polygon)) {
      columns.boxes.push(value);
    }
    columns.crowds.push(0);
    columns.ignores.push(0);
    columns.segmentations.push(polygon === undefined ? undefined : [polygon]);
  }
}

function boxOf(parts: readonly number[], width: number, height: number): readonly number[] {
  const [x, y, w, h] = parts as readonly [number, number, number, number];
  return [(x - w / 2) * width, (y - h / 2) * height, w * width, h * height];
}

function boxAround(polygon: readonly number[]): readonly number[] {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < polygon.length; i += 2) {
    const [x, y] = [polygon[i] as number, polygon[i + 1] as number];
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  return [left, top, right - left, bottom - top];
}

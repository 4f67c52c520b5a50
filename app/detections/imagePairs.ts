import type { DetectionColumns, ObjectColumns } from "../../src/measures/instances/imageObjects.js";
import type { MaskInput } from "../../src/measures/instances/objectMasks.js";
import { DatasetError } from "../errors/problem.js";
import type { CocoFile, CocoImage } from "./cocoFile.js";
import type { RecordColumns } from "./cocoRecords.js";
import type { ImageId } from "./cocoValues.js";

/** What is compared of a record. */
export type ComparedShape = "boxes" | "masks";

/** An image with what is there and what was found, as DetectionScorer.update takes them. */
export interface ImagePair {
  readonly image: CocoImage;
  readonly groundTruths: ObjectColumns;
  readonly detections: DetectionColumns;
}

/** The records of each image. */
interface Grouped {
  /** Where in the file each record stands, image by image, in the file's order within one. */
  readonly order: Int32Array;
  /** By image of the truth, where in order its records begin; one more at the end. */
  readonly starts: Int32Array;
}

/**
 * A truth's images in the order of the file, each with its records on both sides.
 *
 * @param wanted those that are asked for; default all
 * @throws {DatasetError} a record is of an image that there is not, or lacks what is compared
 */
export function* imagePairs(
  truth: CocoFile,
  found: CocoFile,
  shape: ComparedShape,
  wanted: ReadonlySet<CocoImage> = new Set(truth.images),
): Generator<ImagePair> {
  const index = new Map<ImageId, number>(truth.images.map(({ id }, i) => [id, i]));
  const ofTruth = groupByImage(truth, index, truth);
  const ofFound = groupByImage(found, index, truth);
  const truthBoxes = shape === "boxes" ? requireBoxes(truth, "a bbox") : undefined;
  const foundBoxes =
    shape === "boxes" ? requireBoxes(found, "a bbox, which --task boxes compares") : undefined;
  const scores = requireScores(found);
  requireOwnIds(truth);
  const columns = {
    categories: truth.records.categories.values(),
    crowds: truth.records.crowds.values(),
    ignores: truth.records.ignores.values(),
    ids: truth.records.ids.values(),
    areas: truth.records.areas.values(),
  };
  const foundCategories = found.records.categories.values();
  for (const [i, image] of truth.images.entries()) {
    if (!wanted.has(image)) continue;
    const theirs = rowsOf(ofTruth, i);
    const ours = rowsOf(ofFound, i);
    yield {
      image,
      groundTruths: {
        categoryIds: pick(columns.categories, theirs),
        ...(truthBoxes === undefined
          ? { masks: masksOf(truth, theirs) }
          : { boxes: pick(truthBoxes, theirs, 4) }),
        areas: areasOf(columns.areas, truth.records, theirs, shape),
        crowds: pick(columns.crowds, theirs),
        ignores: pick(columns.ignores, theirs),
        // A record without an id is known by its place, from 1 on: 0 has a meaning of its own.
        ids: pick(columns.ids, theirs).map((id, k) => (Number.isNaN(id) ? (theirs[k] as number) + 1 : id)),
      },
      detections: {
        categoryIds: pick(foundCategories, ours),
        scores: pick(scores, ours),
        ...(foundBoxes === undefined
          ? { masks: masksOf(found, ours) }
          : { boxes: pick(foundBoxes, ours, 4) }),
      },
    };
  }
}

/** @throws {DatasetError} a file is no truth: it has no images or no categories */
export function requireTruth({ file, isResults, images, categories }: CocoFile): void {
  const lacks = isResults
    ? "is a list of results"
    : images.length === 0
      ? "has no images"
      : "has no categories";
  if (!isResults && images.length > 0 && categories.length > 0) return;
  throw new DatasetError({
    code: "json-file",
    file,
    got: `${lacks}: expected COCO's annotations, { images, annotations, categories }`,
  });
}

/** @throws {DatasetError} two objects have one id: pycocotools counts the last of them twice, and loses the first */
function requireOwnIds({ file, records }: CocoFile): void {
  const seen = new Map<number, number>();
  const ids = records.ids.values();
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row] as number;
    if (Number.isNaN(id)) continue;
    const first = seen.get(id);
    if (first === undefined) {
      seen.set(id, row);
      continue;
    }
    throw new DatasetError({
      code: "json-file",
      file,
      got: `annotations has the id ${id} twice, at ${first} and ${row} (from 0 on), of which pycocotools would count the last one twice; give each object an id of its own`,
    });
  }
}

/** By counting: records come in any order, most often in that of the images. */
function groupByImage(
  { file, records }: CocoFile,
  index: ReadonlyMap<ImageId, number>,
  truth: CocoFile,
): Grouped {
  const imageOf = records.imageIds.map((id) => index.get(id) ?? -1);
  const stray = imageOf.indexOf(-1);
  if (stray !== -1) {
    const strays = imageOf.filter((image) => image === -1).length;
    const which = `${JSON.stringify(records.imageIds[stray])}${strays === 1 ? "" : ` and ${strays - 1} more`}`;
    throw new DatasetError({
      code: "json-file",
      file,
      got: `has records of images that ${file === truth.file ? "it does not list" : `${truth.file} does not have`}: image_id ${which}`,
    });
  }
  const images = records.images.values();
  const starts = new Int32Array(index.size + 1);
  for (const image of images) {
    const next = (imageOf[image] as number) + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let i = 0; i < index.size; i++) starts[i + 1] = (starts[i + 1] as number) + (starts[i] as number);
  const order = new Int32Array(images.length);
  const at = starts.slice();
  images.forEach((image, row) => {
    const place = imageOf[image] as number;
    order[at[place] as number] = row;
    at[place] = (at[place] as number) + 1;
  });
  return { order, starts };
}

function rowsOf({ order, starts }: Grouped, image: number): Int32Array {
  return order.subarray(starts[image], starts[image + 1]);
}

/** The values of some records: a view, where they stand side by side, as those of an image mostly do. */
function pick<T extends Float64Array | Uint8Array>(column: T, rows: Int32Array, width = 1): T {
  const first = rows[0] ?? 0;
  if ((rows[rows.length - 1] ?? -1) - first === rows.length - 1) {
    return column.subarray(first * width, (first + rows.length) * width) as T;
  }
  const picked = column.slice(0, rows.length * width) as T;
  for (let i = 0; i < rows.length; i++) {
    const from = (rows[i] as number) * width;
    for (let k = 0; k < width; k++) picked[i * width + k] = column[from + k] as number;
  }
  return picked;
}

/** @throws {DatasetError} a record has none */
function requireBoxes({ file, records }: CocoFile, what: string): Float64Array {
  const boxes = records.boxes.values();
  for (let row = 0; row < records.length; row++) {
    if (Number.isNaN(boxes[4 * row])) throw lacking(file, row, what);
  }
  return boxes;
}

function requireScores({ file, records }: CocoFile): Float64Array {
  const scores = records.scores.values();
  const row = scores.findIndex((score) => Number.isNaN(score));
  if (row !== -1) throw lacking(file, row, "a score; is it the truth, or are the files the wrong way round");
  return scores;
}

function masksOf({ file, records }: CocoFile, rows: Int32Array): MaskInput[] {
  return Array.from(rows, (row) => {
    const mask = records.segmentations.at(row);
    if (mask === undefined) throw lacking(file, row, "a segmentation, which --task masks compares");
    return mask;
  });
}

/** As the file says; of records without, the box's or the mask's own, for which nothing is given. */
function areasOf(
  column: Float64Array,
  records: RecordColumns,
  rows: Int32Array,
  shape: ComparedShape,
): Float64Array | undefined {
  const areas = pick(column, rows);
  if (!areas.some((area) => Number.isNaN(area))) return areas;
  if (shape === "masks") return areas.every((area) => Number.isNaN(area)) ? undefined : areas;
  const boxes = records.boxes.values();
  return areas.map((area, i) => {
    const first = 4 * (rows[i] as number);
    return Number.isNaN(area) ? (boxes[first + 2] as number) * (boxes[first + 3] as number) : area;
  });
}

function lacking(file: string, row: number, what: string): DatasetError {
  return new DatasetError({
    code: "json-file",
    file,
    got: `record ${row} (from 0 on) has no ${what.replace(/^an? /, "")}`,
  });
}

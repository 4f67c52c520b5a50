import { readMask } from "../../src/measures/instances/objectMasks.js";
import { isMaskscoreError } from "../../src/errors/problem.js";
import { areaOf } from "../../src/shapes/runsFigures.js";
import type { CocoFile, CocoImage } from "./cocoFile.js";
import type { RecordColumns } from "./cocoRecords.js";
import type { ImageId } from "./cocoValues.js";
import type { Segmentation } from "./segmentationColumn.js";

/** What looks wrong with a file, by kind. */
export interface DetectionFinding {
  readonly severity: "warning" | "note";
  /** In one word, for programs. */
  readonly code: string;
  readonly message: string;
  /** How many records it is true of. */
  readonly count: number;
  /** The first of them, as it stands in the file, from 0 on; undefined of what is no record's. */
  readonly first: number | undefined;
}

export interface CategoryCount {
  readonly categoryId: number;
  readonly name: string | undefined;
  readonly records: number;
  readonly images: number;
}

export interface DetectionInspection {
  readonly file: string;
  readonly isResults: boolean;
  readonly images: number;
  readonly records: number;
  readonly findings: readonly DetectionFinding[];
  /** Most records first. */
  readonly categories: readonly CategoryCount[];
}

/** A box may reach so many pixels beyond its image before it is told of: tools round. */
const ROUNDING = 1;

/** COCO's areas are of polygons, and masks are of pixels: they differ by a rim. */
const AREA_SHARE = 0.1;
const AREA_PIXELS = 32;

/** More detections of an image than COCO's evaluation looks at. */
const COUNTED_DETECTIONS = 100;

/** So many times as many objects of one category as of another are told of. */
const IMBALANCE = 100;

/**
 * What a file of instances holds, and what looks wrong with it.
 *
 * @param truth what results are of; the file itself, of annotations
 */
export function inspectDetections(file: CocoFile, truth: CocoFile): DetectionInspection {
  const found = new Findings();
  const images = new Map<ImageId, CocoImage>(truth.images.map((image) => [image.id, image]));
  const known = new Set(truth.categories.map(({ id }) => id));
  const { records } = file;
  const columns = {
    images: records.images.values(),
    categories: records.categories.values(),
    ids: records.ids.values(),
    boxes: records.boxes.values(),
    areas: records.areas.values(),
    scores: records.scores.values(),
  };
  const imageOf = records.imageIds.map((id) => images.get(id));
  const perImage = new Int32Array(records.imageIds.length);
  const seenIds = new Set<number>();
  const seenObjects = new Set<string>();
  for (let row = 0; row < records.length; row++) {
    const at = columns.images[row] as number;
    const image = imageOf[at];
    perImage[at] = (perImage[at] as number) + 1;
    if (image === undefined) found.add("unknown-image", row);
    const category = columns.categories[row] as number;
    if (!known.has(category)) found.add("unknown-category", row);
    const id = columns.ids[row] as number;
    // Results may be numbered or not; nobody asks.
    if (!file.isResults) {
      if (id === 0) found.add("zero-id", row);
      if (seenIds.has(id)) found.add("duplicate-id", row);
      if (!Number.isNaN(id)) seenIds.add(id);
    }
    const box = columns.boxes.subarray(4 * row, 4 * row + 4);
    const score = columns.scores[row] as number;
    const object = `${at} ${category} ${score} ${box.join()} ${JSON.stringify(records.segmentations.at(row))}`;
    if (seenObjects.has(object)) found.add("repeated", row);
    seenObjects.add(object);
    if (score < 0 || score > 1) found.add("score-range", row);
    inspectBox(box, image, row, found);
    inspectMask(records, row, image, columns.areas[row] as number, found);
  }
  const crowded = perImage.reduce((sum, count) => sum + Number(count > COUNTED_DETECTIONS), 0);
  if (file.isResults && crowded > 0) found.addImages("over-100", crowded);
  const empty = truth.images.length - new Set(records.imageIds.filter((id) => images.has(id))).size;
  if (empty > 0) found.addImages(file.isResults ? "image-without-results" : "image-without-objects", empty);
  const categories = countCategories(file, truth);
  const counts = categories.map((one) => one.records).filter((count) => count > 0);
  if (counts.length > 1 && (counts[0] as number) >= IMBALANCE * counts.at(-1)) {
    found.addImages("imbalance", counts.length);
  }
  return {
    file: file.file,
    isResults: file.isResults,
    images: file.isResults ? records.imageIds.length : file.images.length,
    records: records.length,
    findings: found.list(),
    categories,
  };
}

function inspectBox(box: Float64Array, image: CocoImage | undefined, row: number, found: Findings): void {
  const [x, y, width, height] = box as unknown as [number, number, number, number];
  if (Number.isNaN(x)) return;
  if (width <= 0 || height <= 0) found.add("degenerate-box", row);
  if (image?.width === undefined || image.height === undefined) return;
  const isWithin =
    x >= -ROUNDING &&
    y >= -ROUNDING &&
    x + width <= image.width + ROUNDING &&
    y + height <= image.height + ROUNDING;
  if (!isWithin) found.add("box-outside", row);
}

function inspectMask(
  { segmentations }: RecordColumns,
  row: number,
  image: CocoImage | undefined,
  area: number,
  found: Findings,
): void {
  const mask = segmentations.at(row);
  if (mask === undefined || image?.width === undefined || image.height === undefined) return;
  if (isOutside(mask, image.width, image.height)) found.add("mask-outside", row);
  let runs;
  try {
    runs = readMask(mask, "segmentation", [image.height, image.width]);
  } catch (error) {
    if (!isMaskscoreError(error)) throw error;
    found.add("wrong-mask", row);
    return;
  }
  const pixels = areaOf(runs.counts);
  if (pixels === 0) found.add("empty-mask", row);
  if (Math.abs(area - pixels) > Math.max(AREA_PIXELS, AREA_SHARE * pixels)) found.add("other-area", row);
}

/** Of polygons: runs cannot leave their image. */
function isOutside(mask: Segmentation, width: number, height: number): boolean {
  if (!isPolygons(mask)) return false;
  return mask.some((polygon) =>
    polygon.some((value, i) => value < -ROUNDING || value > (i % 2 === 0 ? width : height) + ROUNDING),
  );
}

function isPolygons(mask: Segmentation): mask is readonly (readonly number[])[] {
  return Array.isArray(mask);
}

function countCategories({ records }: CocoFile, truth: CocoFile): CategoryCount[] {
  const counts = new Map<number, { records: number; readonly images: Set<number> }>();
  for (const { id } of truth.categories) counts.set(id, { records: 0, images: new Set() });
  const images = records.images.values();
  records.categories.values().forEach((id, row) => {
    let count = counts.get(id);
    if (count === undefined) counts.set(id, (count = { records: 0, images: new Set() }));
    count.records++;
    count.images.add(images[row] as number);
  });
  const names = new Map(truth.categories.map(({ id, name }) => [id, name]));
  return [...counts]
    .map(([categoryId, count]) => ({
      categoryId,
      name: names.get(categoryId),
      records: count.records,
      images: count.images.size,
    }))
    .sort((a, b) => b.records - a.records);
}

const MESSAGES = {
  "unknown-image": ["warning", "are of images that the truth does not list"],
  "unknown-category": ["warning", "are of categories that the truth does not list: they do not count"],
  "duplicate-id": ["warning", "have an id that another one has"],
  "zero-id": ["warning", "have the id 0, which pycocotools takes for unmatched"],
  repeated: ["warning", "are the same as one before, in every number"],
  "degenerate-box": ["warning", "have a box without width or height"],
  "box-outside": ["warning", "have a box that leaves the image by more than a pixel"],
  "mask-outside": ["warning", "have polygons that leave the image by more than a pixel"],
  "wrong-mask": ["warning", "have a segmentation that is no mask of the image"],
  "empty-mask": ["warning", "have a mask without a pixel"],
  "other-area": ["warning", "have an area that is not their mask's: sizes are told by it"],
  "score-range": ["note", "have a score outside 0..1; order is all that counts"],
  "over-100": ["note", "images have more than 100 records: COCO counts the 100 surest of each category"],
  "image-without-results": ["note", "images have no result"],
  "image-without-objects": ["note", "images have no object"],
  imbalance: ["note", "categories, of which one has 100 times as many records as another, or more"],
} as const satisfies Readonly<Record<string, readonly ["warning" | "note", string]>>;

type FindingCode = keyof typeof MESSAGES;

class Findings {
  readonly #found = new Map<FindingCode, { count: number; readonly first: number | undefined }>();

  add(code: FindingCode, row: number): void {
    const known = this.#found.get(code);
    if (known === undefined) this.#found.set(code, { count: 1, first: row });
    else known.count++;
  }

  addImages(code: FindingCode, count: number): void {
    this.#found.set(code, { count, first: undefined });
  }

  list(): DetectionFinding[] {
    return [...this.#found].map(([code, { count, first }]) => {
      const [severity, text] = MESSAGES[code];
      const what = first === undefined ? String(count) : `${count} records`;
      const where = first === undefined ? "" : `; the first is record ${first}`;
      return { severity, code, count, first, message: `${what} ${text}${where}` };
    });
  }
}

import { type JsonCursor, keyNames } from "../json/jsonCursor.js";
import { type ImageId, readId, readNumbers, readWhole } from "./cocoValues.js";
import { growingFlags, growingFloats, growingIntegers } from "./growingColumn.js";
import { type Segmentation, SegmentationColumn } from "./segmentationColumn.js";

/** Of numbers that a record does not have. */
const MISSING = NaN;

/** Annotations or results, in the order of the file: a column each, no object a record. */
export class RecordColumns {
  /** The images that records name, in the order in which they come. */
  readonly imageIds: ImageId[] = [];
  /** Which of imageIds. */
  readonly images = growingIntegers();
  readonly categories = growingFloats();
  /** NaN: none. */
  readonly ids = growingFloats();
  readonly scores = growingFloats();
  readonly areas = growingFloats();
  /** x, y, width and height; NaN: none. */
  readonly boxes = growingFloats();
  readonly crowds = growingFlags();
  readonly ignores = growingFlags();
  /** Empty unless masks are asked for. */
  readonly segmentations = new SegmentationColumn();
  readonly #indexOf = new Map<ImageId, number>();

  get length(): number {
    return this.images.length;
  }

  imageIndex(id: ImageId): number {
    let index = this.#indexOf.get(id);
    if (index === undefined) {
      index = this.imageIds.push(id) - 1;
      this.#indexOf.set(id, index);
    }
    return index;
  }
}

const KEYS = keyNames(
  "image_id",
  "category_id",
  "score",
  "bbox",
  "segmentation",
  "area",
  "iscrowd",
  "id",
  "ignore",
);
const [IMAGE, CATEGORY, SCORE, BBOX, SEGMENTATION, AREA, CROWD, ID] = [0, 1, 2, 3, 4, 5, 6, 7];

const readNumber = (cursor: JsonCursor): number => cursor.number();

const box = new Float64Array(4);

/**
 * Reads an annotation or a result.
 *
 * @param list how messages name the list; "" of one that is the file
 */
export function readAnnotation(
  cursor: JsonCursor,
  columns: RecordColumns,
  list: string,
  masks: boolean,
): void {
  let image: ImageId | undefined;
  let [category, score, area, id] = [MISSING, MISSING, MISSING, MISSING];
  let [isCrowd, isIgnored] = [false, false];
  let segmentation: Segmentation | undefined;
  box.fill(MISSING);
  cursor.openObject();
  for (let isFirst = true; ; isFirst = false) {
    const key = cursor.nextKey(KEYS, isFirst);
    if (key === undefined) break;
    if (key === -1) cursor.skip();
    // Tools write null for what they have not.
    else if (cursor.isNull()) continue;
    else if (key === BBOX) readBox(cursor);
    else if (key === IMAGE) image = readId(cursor);
    else if (key === CATEGORY) category = readWhole(cursor);
    else if (key === SCORE) score = cursor.number();
    else if (key === AREA) area = cursor.number();
    else if (key === CROWD) isCrowd = cursor.flag();
    else if (key === ID) id = cursor.isString() ? (cursor.skip(), MISSING) : readWhole(cursor);
    else if (key === SEGMENTATION) {
      if (masks) segmentation = readSegmentation(cursor);
      else cursor.skip();
    } else isIgnored = cursor.flag();
  }
  const place = `${list}[${columns.length}]`;
  if (image === undefined) return cursor.refuse(`an image_id in ${place}, which ends here`);
  if (Number.isNaN(category)) return cursor.refuse(`a category_id in ${place}, which ends here`);
  columns.images.push(columns.imageIndex(image));
  columns.categories.push(category);
  columns.ids.push(id);
  columns.scores.push(score);
  columns.areas.push(area);
  for (const value of box) columns.boxes.push(value);
  columns.crowds.push(Number(isCrowd));
  columns.ignores.push(Number(isIgnored));
  if (masks) columns.segmentations.push(segmentation);
}

function readBox(cursor: JsonCursor): void {
  const start = cursor.at;
  let length = 0;
  cursor.openList();
  for (let isFirst = true; cursor.nextItem(isFirst); isFirst = false) box[length++] = cursor.number();
  // Some tools write an empty list where there is no box.
  if (length === 4 || length === 0) return;
  cursor.at = start;
  cursor.refuse("a bbox of 4 numbers: x, y, width, height");
}

const RUN_KEYS = keyNames("size", "counts");

function readSegmentation(cursor: JsonCursor): Segmentation | undefined {
  if (cursor.isList()) {
    const polygons: number[][] = [];
    cursor.openList();
    for (let isFirst = true; cursor.nextItem(isFirst); isFirst = false)
      polygons.push(readNumbers(cursor, readNumber));
    return polygons.length === 0 ? undefined : polygons;
  }
  const start = cursor.at;
  let size: number[] | undefined;
  let counts: string | number[] | undefined;
  cursor.openObject();
  for (let isFirst = true; ; isFirst = false) {
    const key = cursor.nextKey(RUN_KEYS, isFirst);
    if (key === undefined) break;
    if (key === 0) size = readNumbers(cursor, readNumber);
    else if (key === 1) counts = cursor.isString() ? cursor.string() : readNumbers(cursor, readNumber);
    else cursor.skip();
  }
  if (size?.length === 2 && counts !== undefined) {
    return { size: size as unknown as readonly [number, number], counts };
  }
  cursor.at = start;
  return cursor.refuse("a segmentation: polygons, or { size: [height, width], counts }");
}

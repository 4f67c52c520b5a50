import { DatasetError } from "../errors/problem.js";
import { type JsonCursor, keyNames } from "../json/jsonCursor.js";
import { RecordStream } from "../json/recordStream.js";
import { annotationReader } from "./annotationReader.js";
import { RecordColumns } from "./cocoRecords.js";
import { RecordKernel } from "./recordKernels.js";
import { type ImageId, readId, readNumbers, readSide, readWhole } from "./cocoValues.js";

export interface CocoImage {
  readonly id: ImageId;
  /** Pixels; undefined where the file does not say. */
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly fileName: string | undefined;
  /** LVIS: categories that were looked for and are not there, and those of which not all objects are annotated. */
  readonly negativeCategoryIds: readonly number[] | undefined;
  readonly notExhaustiveCategoryIds: readonly number[] | undefined;
}

export interface CocoCategory {
  readonly id: number;
  readonly name: string | undefined;
  /** LVIS: rare, common or frequent. */
  readonly frequency: "r" | "c" | "f" | undefined;
}

/** A file of instances: a data set's annotations, or what a model found. */
export interface CocoFile {
  readonly file: string;
  /** Whether it is a list of results, without images and categories. */
  readonly isResults: boolean;
  /** Empty of results. */
  readonly images: readonly CocoImage[];
  readonly categories: readonly CocoCategory[];
  readonly records: RecordColumns;
}

/** What of its records is kept. */
export interface CocoReading {
  /** Masks are kept: they take the most memory. */
  readonly masks: boolean;
}

const IMAGE_KEYS = keyNames(
  "id",
  "width",
  "height",
  "file_name",
  "neg_category_ids",
  "not_exhaustive_category_ids",
);
const CATEGORY_KEYS = keyNames("id", "name", "frequency");

/**
 * Reads COCO's JSON of instances: an object of images, annotations and categories, or a list of results. Bytes are pushed piece
 * by piece; what is kept are columns of numbers, and masks where they are asked for.
 */
export class CocoReader {
  readonly #images: CocoImage[] = [];
  readonly #categories: CocoCategory[] = [];
  readonly #records: RecordColumns;
  readonly #stream: RecordStream;
  #isResults = false;
  #hasAnnotations = false;

  /** @param file how messages name it */
  constructor(
    readonly file: string,
    { masks }: CocoReading,
  ) {
    this.#records = new RecordColumns();
    this.#stream = new RecordStream(file, (key) => {
      if (key === "images") {
        return (cursor) => this.#images.push(readImage(cursor, this.#images.length));
      }
      if (key === "categories") {
        return (cursor) => this.#categories.push(readCategory(cursor, this.#categories.length));
      }
      if (key !== undefined && key !== "annotations") return undefined;
      this.#isResults = key === undefined;
      this.#hasAnnotations = true;
      return annotationReader(this.#records, key ?? "", masks, RecordKernel.ofBackend());
    });
  }

  /** How many bytes the next piece should have. */
  get wanted(): number {
    return this.#stream.wanted;
  }

  /** @throws {DatasetError} it is no JSON, or a record is wrong */
  push(piece: Uint8Array): void {
    this.#stream.push(piece);
  }

  /** @throws {DatasetError} the file is not whole, or no file of instances */
  finish(): CocoFile {
    this.#stream.finish();
    const { file } = this;
    if (!this.#hasAnnotations) {
      throw new DatasetError({
        code: "json-file",
        file,
        got: "is no JSON of instances: expected annotations, a list of { image_id, category_id, bbox }, or a list of results",
      });
    }
    requireUnlike(this.#images, "images", file);
    requireUnlike(this.#categories, "categories", file);
    return {
      file,
      isResults: this.#isResults,
      images: this.#images,
      categories: this.#categories,
      records: this.#records,
    };
  }
}

function requireUnlike(records: readonly { readonly id: ImageId }[], list: string, file: string): void {
  const seen = new Set<ImageId>();
  for (const { id } of records) {
    if (seen.has(id)) {
      throw new DatasetError({
        code: "json-file",
        file,
        got: `${list} has the id ${JSON.stringify(id)} twice; leave one of them out`,
      });
    }
    seen.add(id);
  }
}

function readImage(cursor: JsonCursor, index: number): CocoImage {
  let id: ImageId | undefined;
  let width: number | undefined;
  let height: number | undefined;
  let fileName: string | undefined;
  let negativeCategoryIds: number[] | undefined;
  let notExhaustiveCategoryIds: number[] | undefined;
  cursor.openObject();
  for (let isFirst = true; ; isFirst = false) {
    const key = cursor.nextKey(IMAGE_KEYS, isFirst);
    if (key === undefined) break;
    if (key === -1 || cursor.isNull()) {
      if (key === -1) cursor.skip();
    } else if (key === 0) id = readId(cursor);
    else if (key === 1) width = readSide(cursor);
    else if (key === 2) height = readSide(cursor);
    else if (key === 3) fileName = cursor.string();
    else if (key === 4) negativeCategoryIds = readNumbers(cursor, readWhole);
    else notExhaustiveCategoryIds = readNumbers(cursor, readWhole);
  }
  if (id === undefined) return cursor.refuse(`an id in images[${index}]`);
  return { id, width, height, fileName, negativeCategoryIds, notExhaustiveCategoryIds };
}

function readCategory(cursor: JsonCursor, index: number): CocoCategory {
  let id: number | undefined;
  let name: string | undefined;
  let frequency: string | undefined;
  cursor.openObject();
  for (let isFirst = true; ; isFirst = false) {
    const key = cursor.nextKey(CATEGORY_KEYS, isFirst);
    if (key === undefined) break;
    if (key === -1) cursor.skip();
    else if (key === 0) id = readWhole(cursor);
    else if (key === 1) name = cursor.string();
    else frequency = cursor.string();
  }
  if (id === undefined) return cursor.refuse(`an id in categories[${index}]`);
  if (frequency !== undefined && frequency !== "r" && frequency !== "c" && frequency !== "f") {
    return cursor.refuse(`a frequency of "r", "c" or "f" in categories[${index}]`);
  }
  return { id, name, frequency };
}

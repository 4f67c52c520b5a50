import { contradiction, sizesDiffer, wrongLength, wrongType, wrongValue } from "../../errors/argument.js";
import { describe } from "../../errors/describe.js";
import { readInteger } from "../../reading/options.js";
import { readProperty } from "../../reading/property.js";
import {
  BIG_INTEGER_ARRAYS,
  describeData,
  detachedError,
  isDetached,
  LABEL_ARRAYS,
  typedArrayName,
} from "../../reading/typedArray.js";
import { IdTable } from "./idTable.js";
import { type PanopticSettings, readFlag, readId } from "./panopticSettings.js";

/** A segment as callers list it, in the library's spelling or in COCO's; whatever else it has is not looked at. */
export interface PanopticSegment {
  /** Its pixels in the map; 1 to 2^32 - 1, unlike every other segment's of the side. */
  readonly id: number;
  /** One of the categories. */
  readonly categoryId?: number | undefined;
  /** COCO's spelling of categoryId. */
  readonly category_id?: number | undefined;
  /** A region of many things that nobody told apart: of the ground truth it is never matched, and forgives what lies on it. */
  readonly isCrowd?: boolean | 0 | 1 | undefined;
  /** COCO's spelling of isCrowd. */
  readonly iscrowd?: boolean | 0 | 1 | undefined;
  /** Its pixels, as listed; where left out, those of the map. See the option `areas`. */
  readonly area?: number | undefined;
}

/** Whole numbers, one a pixel. */
export type IdMap =
  | Uint8Array
  | Uint8ClampedArray
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | BigUint64Array
  | BigInt64Array
  | readonly number[];

/** One side of an image. */
export interface PanopticImage {
  /** The id of each pixel's segment, row-major, width x height of them; 0 is void. */
  readonly map: IdMap;
  readonly width: number;
  readonly height: number;
  readonly segments: readonly PanopticSegment[];
}

/** A side, checked; its segments in columns. */
export interface PanopticSide {
  readonly width: number;
  readonly height: number;
  readonly ids: Uint32Array;
  readonly segmentCount: number;
  readonly segmentIds: Uint32Array;
  /** Indices into the settings' categories. */
  readonly categories: Uint32Array;
  readonly crowds: Uint8Array;
  /** NaN where none is listed. */
  readonly listedAreas: Float64Array;
  readonly indexOf: IdTable;
}

/** A side as it can be posted: without the table, which withTable makes anew. */
export type PostedSide = Omit<PanopticSide, "indexOf">;

export function withTable(side: PostedSide): PanopticSide {
  const indexOf = new IdTable(side.segmentCount);
  side.segmentIds.forEach((id, index) => indexOf.set(id, index));
  return { ...side, indexOf };
}

export const MAX_ID = 2 ** 32 - 1;

/** More than one has pixels for, and what tables can index. */
const MAX_SEGMENTS = 2 ** 26;

/** Beyond this unions, sums of three areas, would not be exact. */
const MAX_AREA = 2 ** 51;

/**
 * Both sides of an image.
 *
 * @throws {TypeError | RangeError} a side is no map with segments, or they are not of one size
 */
export function readPanopticSides(
  settings: PanopticSettings,
  groundTruth: unknown,
  prediction: unknown,
): readonly [groundTruth: PanopticSide, prediction: PanopticSide] {
  const categoryIndex = new Map(settings.categories.map(({ id }, index) => [id, index]));
  const truthSize = readSize(groundTruth, "groundTruth");
  const predictedSize = readSize(prediction, "prediction");
  if (truthSize[0] !== predictedSize[0] || truthSize[1] !== predictedSize[1]) {
    throw sizesDiffer(
      "prediction",
      `${truthSize[0]} x ${truthSize[1]} pixels (width x height), as groundTruth has`,
      `${predictedSize[0]} x ${predictedSize[1]}`,
    );
  }
  const listed = [
    readSegments(groundTruth as object, "groundTruth", categoryIndex),
    readSegments(prediction as object, "prediction", categoryIndex),
  ] as const;
  // Maps come last: reading segments may run a caller's code, which may take memory away.
  const pixelCount = truthSize[0] * truthSize[1];
  const [width, height] = truthSize;
  return [
    { ...listed[0], width, height, ids: readIds(groundTruth as object, "groundTruth.map", pixelCount) },
    { ...listed[1], width, height, ids: readIds(prediction as object, "prediction.map", pixelCount) },
  ];
}

function readSize(side: unknown, argument: string): readonly [width: number, height: number] {
  if (typeof side !== "object" || side === null || ArrayBuffer.isView(side)) {
    throw wrongType(argument, "{ map, width, height, segments }", describe(side));
  }
  const [width, height] = ["width", "height"].map((name) =>
    readInteger(readProperty(side, name, argument), `${argument}.${name}`, 1, MAX_ID),
  ) as [number, number];
  return [width, height];
}

function readIds(side: object, place: string, pixelCount: number): Uint32Array {
  const map = readProperty(side, "map", place);
  const name = typedArrayName(map);
  if (
    !Array.isArray(map) &&
    (name === undefined || ![...LABEL_ARRAYS, ...BIG_INTEGER_ARRAYS].includes(name))
  ) {
    throw wrongType(
      place,
      "whole numbers in a Uint32Array, or another array of integers",
      describeData(map),
      "of an RGB image, the id is R + 256 G + 65536 B",
    );
  }
  const values = map as ArrayLike<number | bigint> & { readonly buffer: ArrayBufferLike };
  if (name !== undefined && values.length === 0 && isDetached(values)) throw detachedError(place);
  if (values.length !== pixelCount) {
    throw wrongLength(place, `${pixelCount} ids, width x height`, String(values.length));
  }
  if (name === "Uint32Array")
    return new Uint32Array(values.buffer, (map as Uint32Array).byteOffset, pixelCount);
  const ids = new Uint32Array(pixelCount);
  for (let i = 0; i < pixelCount; i++) {
    const value = values[i] as number | bigint;
    const id = typeof value === "bigint" ? Number(value) : value;
    if (!(id >= 0 && id <= MAX_ID) || !Number.isInteger(id)) {
      throw wrongValue(place, `ids from 0 to ${MAX_ID}`, `${describe(value)} at pixel ${i}`, undefined, {
        pixel: i,
      });
    }
    ids[i] = id;
  }
  return ids;
}

function readSegments(
  side: object,
  argument: string,
  categoryIndex: ReadonlyMap<number, number>,
): Omit<PanopticSide, "ids" | "width" | "height"> {
  const segments = readProperty(side, "segments", argument);
  const list = `${argument}.segments`;
  if (!Array.isArray(segments)) {
    throw wrongType(list, "an array of { id, categoryId, isCrowd? }", describe(segments));
  }
  const segmentCount = segments.length;
  if (segmentCount > MAX_SEGMENTS) {
    throw wrongValue(list, `at most ${MAX_SEGMENTS} segments`, String(segmentCount));
  }
  const segmentIds = new Uint32Array(segmentCount);
  const categories = new Uint32Array(segmentCount);
  const crowds = new Uint8Array(segmentCount);
  const listedAreas = new Float64Array(segmentCount);
  const indexOf = new IdTable(segmentCount);
  for (let i = 0; i < segmentCount; i++) {
    const segment: unknown = segments[i];
    // Names of places are made where something is wrong only: there may be a million segments.
    const plain = readPlainSegment(segment, categoryIndex);
    const { id, category, isCrowd, area } = plain ?? readSegment(segment, `${list}[${i}]`, categoryIndex);
    if (!indexOf.set(id, i)) {
      throw wrongValue(`${list}[${i}].id`, "an id unlike every other segment's", `${id} again`);
    }
    segmentIds[i] = id;
    categories[i] = category;
    crowds[i] = Number(isCrowd);
    listedAreas[i] = area ?? NaN;
  }
  return { segmentCount, segmentIds, categories, crowds, listedAreas, indexOf };
}

/** What a segment says, checked. */
interface CheckedSegment {
  readonly id: number;
  /** An index into the settings' categories. */
  readonly category: number;
  readonly isCrowd: boolean;
  readonly area: number | undefined;
}

/** A segment that has everything, once and right; undefined: it takes a closer look. */
function readPlainSegment(
  segment: unknown,
  categoryIndex: ReadonlyMap<number, number>,
): CheckedSegment | undefined {
  try {
    const { id, categoryId, category_id, isCrowd, iscrowd, area } = segment as Partial<
      Record<keyof PanopticSegment, unknown>
    >;
    if (categoryId !== undefined && category_id !== undefined) return undefined;
    if (isCrowd !== undefined && iscrowd !== undefined) return undefined;
    const category = categoryIndex.get((categoryId ?? category_id) as number);
    const crowd = isCrowd ?? iscrowd ?? false;
    const isPlain =
      isWhole(id, 1, MAX_ID) &&
      category !== undefined &&
      (crowd === 0 || crowd === 1 || typeof crowd === "boolean") &&
      (area === undefined || isWhole(area, 0, MAX_AREA));
    return isPlain ? { id, category, isCrowd: Boolean(crowd), area } : undefined;
  } catch {
    return undefined;
  }
}

function isWhole(value: unknown, least: number, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}

/** The same, property by property: the first that is wrong is named. */
function readSegment(
  segment: unknown,
  place: string,
  categoryIndex: ReadonlyMap<number, number>,
): CheckedSegment {
  if (typeof segment !== "object" || segment === null) {
    throw wrongType(place, "{ id, categoryId, isCrowd? }", describe(segment));
  }
  const id = readInteger(readProperty(segment, "id", place), `${place}.id`, 1, MAX_ID);
  const category = readCategoryIndex(segment, place, categoryIndex);
  const isCrowd = readFlag(segment, "isCrowd", "iscrowd", place) ?? false;
  const area = readProperty(segment, "area", place);
  return {
    id,
    category,
    isCrowd,
    area: area === undefined ? undefined : readInteger(area, `${place}.area`, 0, MAX_AREA),
  };
}

function readCategoryIndex(
  segment: object,
  place: string,
  categoryIndex: ReadonlyMap<number, number>,
): number {
  const [ours, cocos] = ["categoryId", "category_id"].map((name) => {
    const value = readProperty(segment, name, place);
    return value === undefined ? undefined : readId(value, `${place}.${name}`);
  });
  if (ours !== undefined && cocos !== undefined && ours !== cocos) {
    throw contradiction(`${place}.categoryId`, "the same as its category_id", String(ours));
  }
  const id = ours ?? cocos;
  if (id === undefined) throw wrongType(`${place}.categoryId`, "the id of a category", "nothing");
  const index = categoryIndex.get(id);
  if (index === undefined) {
    throw wrongValue(
      `${place}.categoryId`,
      "the id of one of categories",
      String(id),
      "add it to categories",
    );
  }
  return index;
}

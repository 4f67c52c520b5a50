import { wrongLength, wrongType } from "../../errors/argument.js";
import { describe } from "../../errors/describe.js";
import { readOptions } from "../../reading/options.js";
import { readProperty } from "../../reading/property.js";
import { RunsMemory } from "../../shapes/textTable.js";
import type { DetectionSettings } from "./detectionSettings.js";
import {
  categoryOf,
  type FlagColumn,
  MOST_COORDINATE,
  type NumberColumn,
  readBoxes,
  readBoxInto,
  readCategoryIds,
  readColumn,
  readFlag,
  readFlags,
  readNumber,
  readNumbersInto,
  readRecords,
} from "./objectColumns.js";
import { type MaskInput, type ObjectMasks, readMasks } from "./objectMasks.js";

/** An annotation as COCO's files have it; whatever else it has is not looked at. */
export interface CocoAnnotation {
  readonly id?: number | undefined;
  readonly image_id?: number | string | undefined;
  readonly category_id: number;
  /** [x, y, width, height]. Needed for boxes. */
  readonly bbox?: ArrayLike<number> | undefined;
  /** Runs or polygons. Needed for masks and boundaries. */
  readonly segmentation?: MaskInput | undefined;
  /** In pixels: which range of sizes the object is of. The area of the box or mask where it is left out. */
  readonly area?: number | undefined;
  readonly iscrowd?: boolean | 0 | 1 | undefined;
  readonly ignore?: boolean | 0 | 1 | undefined;
  /** VOC's word for ignore. */
  readonly difficult?: boolean | 0 | 1 | undefined;
}

/** A result as COCO's files have it. */
export interface CocoResult {
  readonly image_id?: number | string | undefined;
  readonly category_id: number;
  /** Any finite number; the higher, the surer. */
  readonly score: number;
  readonly bbox?: ArrayLike<number> | undefined;
  readonly segmentation?: MaskInput | undefined;
}

/** Objects of an image side by side: a column each, no object each. */
export interface ObjectColumns {
  readonly categoryIds: NumberColumn;
  /** x, y, width, height of each. */
  readonly boxes?: NumberColumn | readonly ArrayLike<number>[] | undefined;
  readonly masks?: readonly MaskInput[] | undefined;
  readonly areas?: NumberColumn | undefined;
  readonly crowds?: FlagColumn | undefined;
  readonly ignores?: FlagColumn | undefined;
  readonly ids?: NumberColumn | undefined;
}

/** Detections of an image side by side. */
export interface DetectionColumns {
  readonly categoryIds: NumberColumn;
  readonly scores: NumberColumn;
  readonly boxes?: NumberColumn | readonly ArrayLike<number>[] | undefined;
  readonly masks?: readonly MaskInput[] | undefined;
}

export type GroundTruthObjects = readonly CocoAnnotation[] | ObjectColumns;
export type DetectedObjects = readonly CocoResult[] | DetectionColumns;

/** What is known of either, checked: `categories` are places in the settings, -1 of those that are not in there. */
export interface Shapes {
  readonly count: number;
  readonly categories: Int32Array;
  /** Four numbers each; of masks, empty. */
  readonly boxes: Float64Array;
  readonly masks: ObjectMasks | undefined;
  /** By which sizes are told. */
  readonly areas: Float64Array;
}

export interface Truths extends Shapes {
  readonly crowds: Uint8Array;
  readonly ignores: Uint8Array;
  /** Where the id is 0. */
  readonly zeroIds: Uint8Array;
}

export interface Detections extends Shapes {
  readonly scores: Float64Array;
}

type Size = readonly [height: number, width: number] | undefined;

const LARGEST = Number.MAX_VALUE;
const MOST_AREA = MOST_COORDINATE ** 2;

/** Reads an image's ground truth. */
export function readTruths(
  value: unknown,
  settings: DetectionSettings,
  size: Size,
  imageIds: Map<unknown, string>,
): Truths {
  const name = "groundTruths";
  const isArea = settings.corrections.includes("area");
  if (!Array.isArray(value)) {
    const keys = ["categoryIds", "boxes", "masks", "areas", "crowds", "ignores", "ids"] as const;
    const given = readOptions(value, keys, name);
    const shapes = readColumns(given, name, settings, size);
    const { count } = shapes;
    const flags = (key: "crowds" | "ignores"): Uint8Array =>
      given[key] === undefined ? new Uint8Array(count) : readFlags(given[key], `${name}.${key}`, count);
    const ids = given.ids === undefined ? [] : readColumn(given.ids, `${name}.ids`, count);
    const areas =
      given.areas === undefined
        ? undefined
        : readNumbersInto(readColumn(given.areas, `${name}.areas`, count), `${name}.areas`, 0, MOST_AREA);
    return {
      ...shapes,
      areas: areas === undefined || isArea ? shapes.areas : areas,
      crowds: flags("crowds"),
      ignores: flags("ignores"),
      zeroIds: flagZeros(ids, count),
    };
  }
  const records = readRecords(value, name, imageIds);
  const shapes = readShapes(records, name, settings, size);
  const [crowds, ignores, zeroIds] = [0, 0, 0].map(() => new Uint8Array(records.length)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  records.forEach((record, i) => {
    const place = `${name}[${i}]`;
    const flag = (key: string): number => {
      const given = readProperty(record, key, place);
      return given === undefined ? 0 : readFlag(given, () => `${place}.${key}`);
    };
    crowds[i] = flag("iscrowd");
    ignores[i] = flag("ignore") | flag("difficult");
    zeroIds[i] = readProperty(record, "id", place) === 0 ? 1 : 0;
    const area = readProperty(record, "area", place);
    if (area === undefined) return;
    const checked = readNumber(area, () => `${place}.area`, 0, MOST_AREA);
    if (!isArea) shapes.areas[i] = checked;
  });
  return { ...shapes, crowds, ignores, zeroIds };
}

function flagZeros(ids: ArrayLike<unknown>, count: number): Uint8Array {
  const flags = new Uint8Array(count);
  for (let i = 0; i < ids.length; i++) if (ids[i] === 0) flags[i] = 1;
  return flags;
}

/** Reads an image's detections. */
export function readDetections(
  value: unknown,
  settings: DetectionSettings,
  size: Size,
  imageIds: Map<unknown, string>,
): Detections {
  const name = "detections";
  if (!Array.isArray(value)) {
    const given = readOptions(value, ["categoryIds", "scores", "boxes", "masks"], name);
    const shapes = readColumns(given, name, settings, size);
    const scores = readColumn(given.scores, `${name}.scores`, shapes.count);
    return { ...shapes, scores: readNumbersInto(scores, `${name}.scores`, -LARGEST, LARGEST) };
  }
  const records = readRecords(value, name, imageIds);
  const shapes = readShapes(records, name, settings, size);
  const scores = new Float64Array(records.length);
  for (let i = 0; i < records.length; i++) {
    const score = readProperty(records[i] as object, "score", name);
    scores[i] = readNumber(score, () => `${name}[${i}].score`, -LARGEST, LARGEST);
  }
  return { ...shapes, scores };
}

/** Places of category ids; of one settings object made once. */
const indexes = new WeakMap<DetectionSettings, ReadonlyMap<number, number>>();

function indexesOf(settings: DetectionSettings): ReadonlyMap<number, number> {
  let known = indexes.get(settings);
  if (known === undefined) {
    known = new Map(settings.categories.map(({ id }, i) => [id, i]));
    indexes.set(settings, known);
  }
  return known;
}

function readColumns(
  given: Partial<Record<"categoryIds" | "boxes" | "masks", unknown>>,
  name: string,
  settings: DetectionSettings,
  size: Size,
): Shapes {
  const ids = readColumn(given.categoryIds, `${name}.categoryIds`, undefined);
  const count = ids.length;
  const categories = readCategoryIds(ids, `${name}.categoryIds`, indexesOf(settings));
  if (settings.task === "boxes") {
    const boxes = readBoxes(given.boxes, `${name}.boxes`, count);
    return { count, categories, boxes, masks: undefined, areas: boxAreas(boxes) };
  }
  if (!Array.isArray(given.masks)) {
    throw wrongType(`${name}.masks`, "a list of masks", describe(given.masks));
  }
  if (given.masks.length !== count) {
    throw wrongLength(`${name}.masks`, `${count} masks`, String(given.masks.length));
  }
  return ofMasks(
    categories,
    readMasks(
      given.masks as unknown[],
      (i) => `${name}.masks[${i}]`,
      size as [number, number],
      settings.task === "boundaries",
      memoryOf(name),
    ),
  );
}

function readShapes(
  records: readonly object[],
  name: string,
  settings: DetectionSettings,
  size: Size,
): Shapes {
  const known = indexesOf(settings);
  const categories = new Int32Array(records.length);
  for (let i = 0; i < records.length; i++) {
    const id = readProperty(records[i] as object, "category_id", name);
    categories[i] = categoryOf(id, () => `${name}[${i}].category_id`, known);
  }
  if (settings.task === "boxes") {
    const boxes = new Float64Array(4 * records.length);
    records.forEach((record, i) => {
      readBoxInto(boxes, i, readProperty(record, "bbox", name), () => `${name}[${i}].bbox`);
    });
    return { count: records.length, categories, boxes, masks: undefined, areas: boxAreas(boxes) };
  }
  return ofMasks(
    categories,
    readMasks(
      records.map((record) => readProperty(record, "segmentation", name)),
      (i) => `${name}[${i}].segmentation`,
      size as [number, number],
      settings.task === "boundaries",
      memoryOf(name),
    ),
  );
}

/** Rows keep nothing of tables: one piece of memory a side does for all images. */
const MEMORY = { groundTruths: new RunsMemory(), detections: new RunsMemory() };

function memoryOf(name: string): RunsMemory {
  return name === "groundTruths" ? MEMORY.groundTruths : MEMORY.detections;
}

function ofMasks(categories: Int32Array, masks: ObjectMasks): Shapes {
  return {
    count: masks.table.count,
    categories,
    boxes: new Float64Array(0),
    masks,
    areas: masks.table.areas.slice(),
  };
}

function boxAreas(boxes: Float64Array): Float64Array {
  const areas = new Float64Array(boxes.length / 4);
  for (let i = 0; i < areas.length; i++) {
    areas[i] = (boxes[4 * i + 2] as number) * (boxes[4 * i + 3] as number);
  }
  return areas;
}

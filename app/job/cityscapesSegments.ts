import { CITYSCAPES_CATEGORIES } from "./cityscapesCategories.js";
import type { PanopticImage } from "../../src/measures/panoptic/panopticSide.js";
import { DatasetError } from "../errors/problem.js";

const INSTANCES = 1000;

/** Of labels.py: 0..33, and the licence plate, which is stored as 255 or as what 16 bits make of -1. */
const LAST_LABEL = 33;
const LICENCE_PLATES = [255, 65_535];

/**
 * The segments of Cityscapes' instance ids: label * 1000 + instance, or a label alone, of stuff and of groups of things that
 * nobody told apart, which are crowds. What Cityscapes does not evaluate is void.
 *
 * @see cityscapesScripts, preparation/createPanopticImgs.py
 * @throws {DatasetError} an id is none of Cityscapes'
 */
export function cityscapesSegments(
  ids: ArrayLike<number | bigint>,
  png: string,
): Pick<PanopticImage, "map" | "segments"> {
  const map = new Uint32Array(ids.length);
  const segments = new Map<number, PanopticImage["segments"][number] | undefined>();
  for (let pixel = 0; pixel < map.length; pixel++) {
    const id = Number(ids[pixel]);
    if (!segments.has(id)) segments.set(id, segmentOf(id, png));
    if (segments.get(id) !== undefined) map[pixel] = id;
  }
  return { map, segments: [...segments.values()].filter((segment) => segment !== undefined) };
}

/** Undefined of what is not evaluated. */
function segmentOf(id: number, png: string): PanopticImage["segments"][number] | undefined {
  if (LICENCE_PLATES.includes(id)) return undefined;
  const label = id < INSTANCES ? id : Math.floor(id / INSTANCES);
  if (!(label >= 0 && label <= LAST_LABEL)) {
    const got = `expected ids of Cityscapes, label * 1000 + instance with labels of 0 to ${LAST_LABEL}, got ${id}`;
    throw new DatasetError({ code: "file-unsupported", file: png, got });
  }
  const category = CITYSCAPES_CATEGORIES.find((one) => one.id === label);
  return category && { id, categoryId: label, isCrowd: id < INSTANCES && category.isThing };
}

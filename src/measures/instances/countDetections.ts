import { contradiction, wrongType } from "../../errors/argument.js";
import { readInteger } from "../../reading/options.js";
import { readMaskSize } from "../../shapes/runs.js";
import type { DetectionRow } from "./detectionRow.js";
import type { DetectionSettings } from "./detectionSettings.js";
import { type DetectedObjects, type GroundTruthObjects, readDetections, readTruths } from "./imageObjects.js";
import { matchObjects } from "./matchObjects.js";
import { readColumn } from "./objectColumns.js";

/** What an image is told of beside its objects, unchecked. */
export interface ImageFacts {
  readonly width?: unknown;
  readonly height?: unknown;
  readonly negativeCategories?: unknown;
  readonly notExhaustiveCategories?: unknown;
}

/** Reads and matches the objects of an image. */
export function countDetections(
  settings: DetectionSettings,
  groundTruths: GroundTruthObjects,
  detections: DetectedObjects,
  image: ImageFacts,
): DetectionRow {
  const size = readSize(settings, image);
  const imageIds = new Map<unknown, string>();
  const truths = readTruths(groundTruths, settings, size, imageIds);
  const detected = readDetections(detections, settings, size, imageIds);
  const categories = {
    negative: readImageCategories(settings, image, "negativeCategories"),
    notExhaustive: readImageCategories(settings, image, "notExhaustiveCategories"),
  };
  const pixelCount = size === undefined ? 0 : size[0] * size[1];
  return matchObjects(truths, detected, settings, categories, pixelCount);
}

function readSize(
  { task }: DetectionSettings,
  { width, height }: ImageFacts,
): readonly [height: number, width: number] | undefined {
  if (width !== undefined || height !== undefined) return readMaskSize({ width, height });
  if (task === "boxes") return undefined;
  throw wrongType("width", "the image's width in pixels", "nothing", "masks need width and height");
}

/** Places of categories that are named by id; those that are not listed are nobody's. */
function readImageCategories(
  { categories, convention }: DetectionSettings,
  image: ImageFacts,
  name: "negativeCategories" | "notExhaustiveCategories",
): ReadonlySet<number> {
  const given = image[name];
  if (given === undefined) return new Set();
  if (convention !== "lvis") {
    throw contradiction(name, 'convention "lvis", which has such categories', "a list", "leave it out");
  }
  const ids = new Set(
    Array.from(readColumn(given, name, undefined), (id, i) =>
      readInteger(id, `${name}[${i}]`, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
    ),
  );
  return new Set(categories.flatMap(({ id }, c) => (ids.has(id) ? [c] : [])));
}

import { describe } from "../../src/errors/describe.js";
import type { PanopticCategoryOptions } from "../../src/measures/panoptic/panopticSettings.js";
import type { PanopticSegment } from "../../src/measures/panoptic/panopticSide.js";

/** What COCO's panoptic JSON says of one image. */
export interface PanopticAnnotation {
  /** The image's, as text. */
  readonly id: string;
  /** Of the PNG: a path within the folder of PNGs. */
  readonly fileName: string;
  /** Checked where they are scored. */
  readonly segments: readonly PanopticSegment[];
}

export interface PanopticJson {
  /** Undefined where the file has none, as predictions need not; checked by the scorer. */
  readonly categories: readonly PanopticCategoryOptions[] | undefined;
  /** By image, in the order of the file. */
  readonly annotations: ReadonlyMap<string, PanopticAnnotation>;
}

/** What is wrong with a panoptic JSON, without the file's name. */
export class PanopticJsonError extends Error {}

/**
 * Reads COCO's panoptic JSON: { annotations: [{ image_id, file_name, segments_info: [...] }], categories: [...] }.
 *
 * @param content the JSON's value
 * @throws {PanopticJsonError} it is no such JSON
 */
export function readPanopticJson(content: unknown): PanopticJson {
  const { annotations, categories } = (content ?? {}) as Record<string, unknown>;
  if (!Array.isArray(annotations)) {
    throw new PanopticJsonError(
      `is no panoptic JSON of COCO: expected annotations, a list of { image_id, file_name, segments_info }, got ${describe(annotations)}`,
    );
  }
  const byImage = new Map<string, PanopticAnnotation>();
  annotations.forEach((annotation: unknown, i) => {
    const read = readAnnotation(annotation, `annotations[${i}]`);
    if (byImage.has(read.id)) {
      throw new PanopticJsonError(`there are two annotations of image ${describe(read.id)}`);
    }
    byImage.set(read.id, read);
  });
  return {
    categories: categories as readonly PanopticCategoryOptions[] | undefined,
    annotations: byImage,
  };
}

function readAnnotation(annotation: unknown, place: string): PanopticAnnotation {
  const given = (annotation ?? {}) as Record<string, unknown>;
  const { image_id: id, file_name: name, segments_info: segments } = given;
  const refuse = (key: string, expected: string): never => {
    throw new PanopticJsonError(`${place}.${key}: expected ${expected}, got ${describe(given[key])}`);
  };
  if (!(typeof id === "string" && id !== "") && !Number.isSafeInteger(id)) {
    refuse("image_id", "a whole number or a name");
  }
  if (typeof name !== "string" || name === "") return refuse("file_name", "the name of a PNG");
  // Annotations come from elsewhere: they name files of their folder, and no others.
  if (/^([/\\]|[a-z]:)/i.test(name) || name.split(/[/\\]/).includes("..")) {
    return refuse("file_name", "a name within the folder of PNGs");
  }
  if (!Array.isArray(segments)) return refuse("segments_info", "a list of { id, category_id }");
  return { id: String(id), fileName: name, segments: segments as PanopticSegment[] };
}

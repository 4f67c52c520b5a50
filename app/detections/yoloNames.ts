import { scalarText, withoutComment } from "../classes/forms/yamlText.js";

/** Texts that lie beside labels and are none: lists of names and of images. */
const OTHER_TEXTS = /(?:^|\/)(?:classes|obj|labels|train|val|valid|test|readme[^/]*|notes)\.txt$/i;

const PHOTO = /\.(?:jpe?g|png|bmp|gif|webp)$/i;

/** Names under which a data set says what its classes are called. */
export const DATA_FILES = ["data.yaml", "data.yml", "dataset.yaml", "dataset.yml"] as const;

export function isLabelName(path: string): boolean {
  return /\.txt$/i.test(path) && !OTHER_TEXTS.test(path);
}

export function isPhotoName(path: string): boolean {
  return PHOTO.test(path);
}

/** What an image's photo and labels have in common: the path without its ending. */
export function yoloId(path: string): string {
  return path.replace(/\.[^./]+$/, "");
}

/** "train/a/b" -> "b" */
export function lastPart(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

/** Whether a line is of a label file: a class and at least four numbers. Boxes have four, or five with a score. */
export function shapeOfLine(line: string): "boxes" | "masks" | undefined {
  const words = line.trim().split(/\s+/);
  if (words.length < 5 || !/^\d+$/.test(words[0] as string)) return undefined;
  if (!words.every((word) => word !== "" && Number.isFinite(Number(word)))) return undefined;
  return words.length <= 6 ? "boxes" : "masks";
}

/** The value of a key that stands alone in a YAML: `path`, or `val`; undefined where it has none, or a list. */
export function yamlValue(text: string, key: "path" | "val"): string | undefined {
  const line = text.split(/\r\n|\r|\n/).find((one) => one.startsWith(`${key}:`));
  return line === undefined ? undefined : scalarText(withoutComment(line.slice(key.length + 1)).trim());
}

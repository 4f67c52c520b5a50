import { flowItems, scalarText, withoutComment } from "../classes/forms/yamlText.js";

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

/** What a key of a YAML is: one value, or those of a list; none where it is not there, or is anything else. */
export function yamlValues(text: string, key: "path" | "val"): readonly string[] {
  const lines = text.split(/\r\n|\r|\n/).map(withoutComment);
  const at = lines.findIndex((line) => line.startsWith(`${key}:`));
  if (at === -1) return [];
  const value = (lines[at] as string).slice(key.length + 1).trim();
  const below = lines.slice(at + 1);
  const scalars =
    value === "" ? blockItems(below) : value.startsWith("[") ? inBrackets(value, below) : [value];
  const values = scalars.map(scalarText).filter((one) => one !== undefined);
  return values.length === scalars.length ? values : [];
}

/** "- a", a line each. */
function blockItems(lines: readonly string[]): string[] {
  const filled = lines.map((line) => line.trim()).filter((line) => line !== "");
  const end = filled.findIndex((line) => !line.startsWith("- "));
  return filled.slice(0, end === -1 ? filled.length : end).map((line) => line.slice(2).trim());
}

/** "[a, b]", over as many lines as it takes. */
function inBrackets(first: string, below: readonly string[]): string[] {
  const text = [first, ...below].join(" ");
  return flowItems(text.slice(1, text.indexOf("]")));
}

/**
 * The photos that a list of images names, as Ultralytics reads it: "./" is the list's own folder.
 *
 * @param own folder of the list, "/" between folders
 */
export function listedPhotos(text: string, own: string): readonly string[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter(isPhotoName)
    .map((line) => (line.startsWith("./") ? `${own}/${line.slice(2)}` : line));
}

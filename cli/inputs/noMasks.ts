import { TEXT } from "../../app/formats/conversions.js";
import { unreadByMagic } from "../../app/formats/unreadMagic.js";
import { unreadAmongText } from "../../app/formats/unreadNames.js";
import { unreadText } from "../../app/formats/unreadText.js";
import { isJpegName, READ_ENDINGS_TEXT } from "../../app/pairing/maskNames.js";
import { COMMAND } from "../commandWords.js";
import { readMaskFile } from "./readMaskFile.js";

/** As much of a file as most formats are told by. */
const START_BYTES = 1024;

/** What is told of a folder that has no masks: what it has instead, and how that could be scored. */
export function noMasksText(
  folder: string,
  others: readonly string[],
  pathOf: (relative: string) => string,
): string {
  const jpegs = jpegCure(others);
  const unread = jpegs === "" ? unreadAmongText(others) || unreadByContent(others, pathOf) : "";
  return `${folder}: holds no file that ends in ${READ_ENDINGS_TEXT}${jpegs}${unread}`;
}

/** JPEGs can be masks of two classes. */
function jpegCure(others: readonly string[]): string {
  const count = others.filter(isJpegName).length;
  if (count === 0) return "";
  const masks = count === 1 ? "a mask" : "masks";
  return `; it has ${count} JPEG ${count === 1 ? "file" : "files"}: if ${count === 1 ? "that is" : "these are"} ${masks} of two classes, ${COMMAND.setThreshold(127)} to take what is greater for foreground`;
}

/** DICOM files, above all, have no ending, and texts may be anything. */
function unreadByContent(others: readonly string[], pathOf: (relative: string) => string): string {
  const [first] = others;
  if (first === undefined) return "";
  const start = startOf(pathOf(first));
  const format = unreadByMagic(start) ?? unreadText(start);
  return format === undefined || format === TEXT
    ? ""
    : `; ${first} is ${format.what}, which is not read: ${format.cure}`;
}

/** Nothing of what cannot be read, or is far away; that is told where it is asked for. */
function startOf(path: string): Uint8Array {
  try {
    return readMaskFile(path, (file) => file.read(0, Math.min(START_BYTES, file.length)));
  } catch {
    return new Uint8Array(0);
  }
}

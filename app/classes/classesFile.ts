import { wrongClassesFile } from "./wrongClassesFile.js";
import type { NodataChoice } from "../job/pairLabels.js";
import type { VoidPredictions } from "../../src/labels/voidPredictions.js";

/** What a file says of the labels, whichever program wrote it; a scorer checks what only it can. */
export interface ClassesFile {
  /** What the file is called in messages. */
  readonly source: string;
  readonly numClasses?: number | undefined;
  /** The label of each class in the masks, ascending; undefined where these are 0, 1, 2 and so on. */
  readonly labels?: readonly number[] | undefined;
  readonly ignoreIndex?: readonly number[] | undefined;
  readonly classNames?: readonly string[] | undefined;
  /** "#rrggbb" of the classes that have a colour of their own: for pictures. */
  readonly palette?: readonly (string | undefined)[] | undefined;
  /** What the colours of label images mean. */
  readonly colours?: readonly (readonly [colour: string, label: number])[] | undefined;
  readonly excludeClasses?: unknown;
  readonly groups?: unknown;
  readonly labelMapping?: unknown;
  /** What labels are that a file names as no data. */
  readonly nodata?: NodataChoice | undefined;
  /** What becomes of pixels that are predicted void. */
  readonly voidPredictions?: VoidPredictions | undefined;
}

/** Whether names hold what stands for signs that are not in UTF-8. */
export function hasUnreadableNames({ classNames = [] }: ClassesFile): boolean {
  return classNames.some((name) => name.includes("\ufffd"));
}

/** @throws {DatasetError} names cannot be read */
export function requireNames(file: ClassesFile): ClassesFile {
  if (!hasUnreadableNames(file)) return file;
  throw wrongClassesFile(file.source, "its names are text in neither UTF-8 nor UTF-16; save it as UTF-8");
}

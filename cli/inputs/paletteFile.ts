import { type ClassesFile, hasUnreadableNames } from "../../app/classes/classesFile.js";
import { readClasses } from "../../app/classes/readClasses.js";
import { DataError } from "../exitCodes.js";
import { readBytes } from "./readBytes.js";

/** A file of colours. */
export interface PaletteFile extends ClassesFile {
  readonly colours: NonNullable<ClassesFile["colours"]>;
}

/**
 * Reads a --palette file, which says what the colours of RGB label images mean: of any form of --classes that has colours.
 *
 * @throws {DataError | DatasetError} it cannot be read, or has no colours
 */
export async function readPaletteFile(path: string): Promise<PaletteFile> {
  const file = readClasses(await readBytes(path), path);
  const { colours = [] } = file;
  if (colours.length === 0) {
    throw new DataError(`${path}: the palette is empty: it names classes, but none of their colours`);
  }
  // Of colours the names may be in any encoding.
  return { ...file, colours, classNames: hasUnreadableNames(file) ? undefined : file.classNames };
}

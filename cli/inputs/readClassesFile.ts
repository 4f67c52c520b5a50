import { type ClassesFile, requireNames } from "../../app/classes/classesFile.js";
import { readClasses } from "../../app/classes/readClasses.js";
import { readBytes } from "./readBytes.js";

/**
 * Reads a file that says what labels mean, of whichever program.
 *
 * @throws {DataError | DatasetError} it cannot be read, or is of no form that is known
 */
export async function readClassesFile(path: string): Promise<ClassesFile> {
  return requireNames(readClasses(await readBytes(path), path));
}

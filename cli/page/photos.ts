import { photoLookup } from "../../app/pairing/photoNames.js";
import { listFiles } from "../inputs/listFiles.js";
import { nameAsText } from "../inputs/undecodedName.js";

const PHOTO_ENDING = /\.(jpe?g|png)$/i;

/**
 * Finds the photo of an image in a folder, by the image's id or its last part.
 *
 * @returns id -> path, undefined where there is none
 * @throws {DataError} the folder cannot be read
 */
export async function photoFinder(folder: string | undefined): Promise<(id: string) => string | undefined> {
  if (folder === undefined) return () => undefined;
  const { files, pathOf } = await listFiles(folder);
  const photos = files.filter((file) => PHOTO_ENDING.test(file));
  const photoOf = photoLookup(photos.map((file) => [nameAsText(file), file] as const));
  return (id) => {
    const file = photoOf(id);
    return file === undefined ? undefined : pathOf(file);
  };
}

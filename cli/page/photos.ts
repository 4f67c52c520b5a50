import { stemOf } from "../../app/pairing/maskNames.js";
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
  const photos = new Map<string, string>();
  const { files, pathOf } = await listFiles(folder);
  for (const file of files) {
    if (!PHOTO_ENDING.test(file)) continue;
    const name = nameAsText(file.replace(PHOTO_ENDING, ""));
    photos.set(stemOf(name), file);
    photos.set(name, file);
  }
  // Data sets put an ending of their own behind a photo's name: frankfurt_000001_leftImg8bit.
  const nearest = (id: string): string | undefined => {
    const stem = stemOf(id);
    const exact = photos.get(id) ?? photos.get(stem);
    if (exact !== undefined) return exact;
    const longer = [...photos.keys()].filter((name) => stemOf(name).startsWith(`${stem}_`));
    return longer.length === 0 ? undefined : photos.get(longer[0] as string);
  };
  return (id) => {
    const file = nearest(id);
    return file === undefined ? undefined : pathOf(file);
  };
}

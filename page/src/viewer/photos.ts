import { signal } from "@preact/signals";
import { isPhotoName } from "../../../app/detections/yoloNames.js";
import { photoLookup } from "../../../app/pairing/photoNames.js";
import type { DroppedItem } from "../score/droppedFiles.js";

/** Photos that lie under the masks. */
export interface Photos {
  readonly name: string;
  readonly count: number;
  /** By the image's id. */
  readonly of: (id: string) => File | undefined;
}

export const photos = signal<Photos | undefined>(undefined);

/** Takes what of a drop is called like a photo. @throws {Error} nothing is */
export function takePhotos(items: readonly DroppedItem[]): void {
  const found = items.flatMap(({ files }) => files.filter(({ path }) => isPhotoName(path)));
  if (found.length === 0) throw new Error("holds no photo by name (.jpg, .png, .webp)");
  const [only] = items;
  photos.value = {
    name: items.length === 1 && only !== undefined ? only.name : `${found.length} photos`,
    count: found.length,
    of: photoLookup(found.map(({ path, file }) => [path, file] as const)),
  };
}

import { stemOf, withoutEnding } from "./maskNames.js";

/**
 * Finds the photo of an image by the image's id, or its last part: a photo of that name; else one whose name goes on behind
 * it, as data sets have it (frankfurt_000001_leftImg8bit); else the one whose name the id goes on behind (0001_mask).
 *
 * @param photos what stands for each, by its path
 */
export function photoLookup<Photo>(
  photos: Iterable<readonly [path: string, photo: Photo]>,
): (id: string) => Photo | undefined {
  const byName = new Map<string, Photo>();
  const byStem = new Map<string, Photo>();
  for (const [path, photo] of photos) {
    const name = withoutEnding(path);
    byName.set(name, photo);
    byStem.set(stemOf(name), photo);
  }
  return (id) => {
    const stem = stemOf(id);
    const exact = byName.get(id) ?? byStem.get(stem);
    if (exact !== undefined) return exact;
    for (const [name, photo] of byStem) if (name.startsWith(`${stem}_`)) return photo;
    for (let end = stem.lastIndexOf("_"); end > 0; end = stem.lastIndexOf("_", end - 1)) {
      const shorter = byStem.get(stem.slice(0, end));
      if (shorter !== undefined) return shorter;
    }
    return undefined;
  };
}

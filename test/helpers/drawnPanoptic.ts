import type { PanopticImage, PanopticSegment } from "../../src/panoptic/index.js";

/**
 * A map drawn in letters, one a pixel: a full stop is void, a letter the segment whose id is its character code. Its segments
 * are those listed, `categoryId` by letter.
 */
export function drawn(
  rows: readonly string[],
  categoryIds: Readonly<Record<string, number>>,
  more: Readonly<Record<string, Partial<PanopticSegment>>> = {},
): PanopticImage {
  const letters = rows.join("");
  return {
    map: Uint32Array.from(letters, (letter) => (letter === "." ? 0 : letter.charCodeAt(0))),
    width: (rows[0] as string).length,
    height: rows.length,
    segments: Object.entries(categoryIds).map(([letter, categoryId]) => ({
      id: letter.charCodeAt(0),
      categoryId,
      ...more[letter],
    })),
  };
}

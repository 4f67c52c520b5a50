import type { DeclaredPixels } from "../../src/reading/raster.js";

/** "12 pixels of alpha 0, 3 of colours that the palette lacks" */
export function voidText({
  transparent,
  unlisted,
}: Pick<DeclaredPixels, "transparent" | "unlisted">): string {
  return [
    ...(transparent > 0 ? [`${pixels(transparent)} of alpha 0`] : []),
    ...(unlisted > 0 ? [`${pixels(unlisted)} of colours that the palette lacks`] : []),
  ].join(", ");
}

export function movedText({ moved, farthest }: Pick<DeclaredPixels, "moved" | "farthest">): string {
  const was = moved === 1 ? "was" : "were";
  return `${pixels(moved)} of colours that the palette lacks ${was} taken for the nearest in it, at most ${Number(farthest.toPrecision(3))} away`;
}

function pixels(count: number): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? "pixel" : "pixels"}`;
}

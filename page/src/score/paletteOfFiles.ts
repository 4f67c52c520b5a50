import { coloursOfIndices } from "../../../app/classes/coloursOfIndices.js";
import { pngPalette } from "../../../app/formats/pngPalette.js";
import type { ScorerSettings } from "../../../src/measures/confusion/settings.js";
import type { ImagePair } from "./pairs.js";

/** A palette stands at a file's beginning. */
const HEAD_BYTES = 2 ** 16;

/** The colours that the masks themselves show their classes in: those of the first pair's truth, else of its prediction. */
export async function paletteOfFiles(
  [first]: readonly ImagePair[],
  settings: ScorerSettings,
): Promise<readonly (string | undefined)[]> {
  if (first === undefined) return [];
  for (const { file } of [first.groundTruth, first.prediction]) {
    try {
      const head = await file.slice(0, HEAD_BYTES).arrayBuffer();
      const palette = pngPalette(new Uint8Array(head));
      if (palette !== undefined) return coloursOfIndices(palette, settings);
    } catch {
      // A file that cannot be read is told of where it is counted.
    }
  }
  return [];
}

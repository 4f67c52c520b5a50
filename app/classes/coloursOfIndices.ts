import { type RawLabel } from "../../src/labels/labelKinds.js";
import { labelReader, rulesOf } from "../../src/labels/labelRules.js";
import type { ScorerSettings } from "../../src/measures/confusion/settings.js";
import { type IndexColours, isGreyPalette } from "../formats/paletteLabels.js";

/**
 * Classes in the colours of an indexed image's palette, by class: "#rrggbb", undefined where it has none for a class, or one
 * that another class has already, and none at all where the palette is one of greys.
 */
export function coloursOfIndices(
  palette: IndexColours,
  settings: ScorerSettings,
): readonly (string | undefined)[] {
  const colours: (string | undefined)[] = [];
  if (isGreyPalette(palette)) return colours;
  const classOf = labelReader(rulesOf(settings).groundTruth);
  const taken = new Set<number>();
  palette.forEach((colour, index) => {
    const c = classOf(index as RawLabel);
    if (c < 0 || colours[c] !== undefined || taken.has(colour)) return;
    taken.add(colour);
    colours[c] = `#${colour.toString(16).padStart(6, "0")}`;
  });
  return colours;
}

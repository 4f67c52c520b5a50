import { colourValue } from "./colours.js";
import { wrongType, wrongValue } from "../errors/argument.js";
import { describe } from "../errors/describe.js";
import { readInteger } from "../reading/options.js";

const LABEL_LIMIT = 2 ** 31 - 1;

/** Colour 0xRRGGBB -> label, of a list of "#rrggbb" or an object of "#rrggbb": label. */
export function readPalette(palette: unknown): ReadonlyMap<number, number> {
  if (typeof palette !== "object" || palette === null) {
    throw wrongType("palette", 'a list of "#rrggbb", or an object of "#rrggbb": label', describe(palette));
  }
  const entries: [unknown, unknown][] = Array.isArray(palette)
    ? (palette as unknown[]).map((colour, label) => [colour, label])
    : Object.entries(palette);
  if (entries.length === 0) throw wrongValue("palette", "at least 1 colour", "none");
  const labels = new Map<number, number>();
  for (const [name, given] of entries) {
    const colour = colourValue(name);
    if (colour === undefined) {
      throw wrongValue("palette", 'colours as "#rrggbb"', describe(name));
    }
    const label = readInteger(given, `palette, the label of ${name as string}`, -LABEL_LIMIT, LABEL_LIMIT);
    const other = labels.get(colour);
    if (other !== undefined && other !== label) {
      throw wrongValue("palette", `one label of ${name as string}`, `${other} and ${label}`);
    }
    labels.set(colour, label);
  }
  return labels;
}

import { type ColourLabels, colourValue } from "./colours.js";
import { wrongType, wrongValue } from "../errors/argument.js";
import { describe } from "../errors/describe.js";
import { readInteger } from "../reading/options.js";

const LABEL_LIMIT = 2 ** 31 - 1;

/** Colour 0xRRGGBB -> label, of a list of "#rrggbb" or an object of "#rrggbb": label. */
export function readPalette(palette: unknown): ColourLabels {
  if (typeof palette !== "object" || palette === null) {
    throw wrongType("palette", 'a list of "#rrggbb", or an object of "#rrggbb": label', describe(palette));
  }
  const entries: [unknown, unknown][] = Array.isArray(palette)
    ? (palette as unknown[]).map((colour, label) => [colour, label])
    : Object.entries(palette);
  if (entries.length === 0) throw wrongValue("palette", "at least 1 colour", "none");
  const read = entries.map(([name, given]) => {
    if (colourValue(name) === undefined) {
      throw wrongValue("palette", 'colours as "#rrggbb"', describe(name));
    }
    const colour = name as string;
    return [
      colour,
      readInteger(given, `palette, the label of ${colour}`, -LABEL_LIMIT, LABEL_LIMIT),
    ] as const;
  });
  return colourLabels(read, (colour, one, other) =>
    wrongValue("palette", `one label of ${colour}`, `${one} and ${other}`),
  );
}

/**
 * The label of each colour; a colour may be named twice, with one label.
 *
 * @param entries colours as "#rrggbb", which is not checked here
 * @param ambiguous the error where a colour stands for two labels
 */
export function colourLabels(
  entries: Iterable<readonly [colour: string, label: number]>,
  ambiguous: (colour: string, label: number, other: number) => Error,
): ColourLabels {
  const labels = new Map<number, number>();
  for (const [colour, label] of entries) {
    const value = colourValue(colour) as number;
    const earlier = labels.get(value);
    if (earlier !== undefined && earlier !== label) throw ambiguous(colour, earlier, label);
    labels.set(value, label);
  }
  return labels;
}

import { colourValue } from "../../src/labels/colours.js";
import { DatasetError } from "../errors/problem.js";

/** Colour 0xRRGGBB -> label. */
export type ColourLabels = ReadonlyMap<number, number>;

/** @throws {DatasetError} a colour stands for two labels */
export function colourLabels(
  entries: readonly (readonly [colour: string, label: number])[],
  source: string,
): ColourLabels {
  const palette = new Map<number, number>();
  for (const [colour, label] of entries) {
    const value = colourValue(colour) as number;
    const other = palette.get(value);
    if (other !== undefined && other !== label) {
      throw new DatasetError({
        code: "colour-ambiguous",
        file: source,
        got: `colour ${colour} stands for labels ${other} and ${label}`,
      });
    }
    palette.set(value, label);
  }
  return palette;
}

import type { ColourLabels } from "../../src/labels/colours.js";
import { colourLabels } from "../../src/labels/palette.js";
import { DatasetError } from "../errors/problem.js";

/**
 * The palette that a data set or a file gives.
 *
 * @param source what it is called in messages
 * @throws {DatasetError} a colour stands for two labels
 */
export function paletteOf(
  entries: readonly (readonly [colour: string, label: number])[],
  source: string,
): ColourLabels {
  return colourLabels(
    entries,
    (colour, one, other) =>
      new DatasetError({
        code: "colour-ambiguous",
        file: source,
        got: `colour ${colour} stands for labels ${one} and ${other}`,
      }),
  );
}

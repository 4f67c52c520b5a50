import { type ColourFault, colourName, type Colours, labelsOfColours } from "../../src/labels/colours.js";
import type { LabelArray } from "../../src/types.js";
import { unsupported, type FormatError } from "./formatError.js";

/**
 * Labels of the pixels of a file's image, as labelsOfColours gives them.
 *
 * @throws {FormatError} a colour that the palette lacks, or a pixel that is not opaque
 */
export function labelsOfFile(
  pixels: Uint8Array,
  width: number,
  channels: 3 | 4,
  colours: Colours,
): LabelArray {
  const labels = labelsOfColours(pixels, channels, colours);
  if (ArrayBuffer.isView(labels)) return labels;
  throw faultError(labels, width);
}

function faultError(fault: ColourFault, width: number): FormatError {
  const place = `x ${fault.pixel % width}, y ${Math.floor(fault.pixel / width)}`;
  return "alpha" in fault
    ? unsupported(
        `the pixel at ${place} has alpha ${fault.alpha}: a colour shines through it, so it is no label`,
        "save the mask without alpha",
      )
    : unsupported(
        `the colour ${colourName(fault.colour)} at ${place} is not in the palette`,
        "add it with its label",
      );
}

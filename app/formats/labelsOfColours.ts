import { type ColourFault, colourName, type Colours, labelsOfColours } from "../../src/labels/colours.js";
import type { DeclaredPixels } from "../../src/reading/raster.js";
import type { LabelArray } from "../../src/types.js";
import {
  type ColourTie,
  declaredLabels,
  declaresPixels,
  type PixelDeclaration,
  tieError,
} from "./declaredColours.js";
import { type FormatError, undeclared } from "./formatError.js";

/** Labels, and what the user's words made of pixels that have none of their own. */
export interface ReadLabels {
  readonly data: LabelArray;
  readonly voidLabel?: number | undefined;
  readonly declared?: DeclaredPixels | undefined;
}

/**
 * Labels of the pixels of a file's image, as labelsOfColours gives them.
 *
 * @throws {FormatError} a colour that the palette lacks, or a pixel that is not opaque, of which nothing is declared
 */
export function labelsOfFile(
  pixels: Uint8Array,
  width: number,
  channels: 3 | 4,
  colours: Colours,
  declaration: PixelDeclaration = {},
): ReadLabels {
  if (declaresPixels(declaration)) {
    const labels = declaredLabels(pixels, channels, colours, declaration);
    if ("data" in labels) return labels;
    throw faultError(labels, width);
  }
  const labels = labelsOfColours(pixels, channels, colours);
  if (ArrayBuffer.isView(labels)) return { data: labels };
  throw faultError(labels, width);
}

function faultError(fault: ColourFault | ColourTie, width: number): FormatError {
  const place = `x ${fault.pixel % width}, y ${Math.floor(fault.pixel / width)}`;
  if ("between" in fault) return tieError(fault, place);
  return "alpha" in fault
    ? undeclared(
        `the pixel at ${place} has alpha ${fault.alpha}: a colour shines through it, so it is no label`,
        "save the mask without alpha",
        fault.alpha === 0 ? ["void-transparent"] : [],
      )
    : undeclared(
        `the colour ${colourName(fault.colour)} at ${place} is not in the palette`,
        "add it with its label",
        ["nearest-colour", "void-unlisted"],
      );
}

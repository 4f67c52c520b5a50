import { type ColourFault, colourName, type ColourLabels, type Colours } from "../../src/labels/colours.js";
import type { DeclaredPixels } from "../../src/reading/raster.js";
import { type FormatError, unsupported } from "./formatError.js";

/** What the user says of pixels that have no label by the file's own word. */
export interface PixelDeclaration {
  /** Pixels of alpha 0 are unlabelled. */
  readonly alpha?: "void" | undefined;
  /** A colour that the palette lacks is the nearest of the palette's, if that is no farther (Euclidean, in RGB). */
  readonly nearestColour?: number | undefined;
  /** Pixels of colours that the palette lacks are unlabelled. */
  readonly unlistedColours?: "void" | undefined;
}

/** As far as colours can be apart: black and white. */
export const LARGEST_COLOUR_DISTANCE = 255 * Math.sqrt(3);

/**
 * What void pixels are labelled: no class, no key of a mapping and no usual ignored label is below 0 by so much, and every
 * label of a colour fits beside it.
 */
export const DECLARED_VOID = -(2 ** 31);

/** Labels, and what was declared of them. */
export interface DeclaredLabels {
  readonly data: Int32Array<ArrayBuffer>;
  readonly voidLabel: typeof DECLARED_VOID;
  readonly declared: DeclaredPixels;
}

/** A colour that is nearest to two entries of the palette, which are of different labels. */
export interface ColourTie {
  readonly pixel: number;
  readonly colour: number;
  readonly between: readonly [number, number];
}

/** A palette's different colours beside it, beyond which an image is no label map. */
const MAX_UNLISTED = 2 ** 16;

export function declaresPixels({ alpha, nearestColour, unlistedColours }: PixelDeclaration): boolean {
  return alpha !== undefined || nearestColour !== undefined || unlistedColours !== undefined;
}

/**
 * Labels of the pixels of an image of 8 bits a channel, with what is declared of transparent pixels and of unlisted colours.
 *
 * @returns labels; or the first pixel that has none
 * @throws {FormatError} more unlisted colours than a label image has
 */
export function declaredLabels(
  pixels: ArrayLike<number>,
  channels: 3 | 4,
  colours: Colours,
  declaration: PixelDeclaration,
): DeclaredLabels | ColourFault | ColourTie {
  const data = new Int32Array(pixels.length / channels);
  const count = { transparent: 0, unlisted: 0, moved: 0, farthest: 0 };
  const find = colours === "ids" ? idOf : new PaletteSearch(colours, declaration.nearestColour).find;
  let lastColour = -1;
  let found: FoundColour = undefined;
  for (let pixel = 0, at = 0; pixel < data.length; pixel++, at += channels) {
    const alpha = channels === 4 ? (pixels[at + 3] as number) : 255;
    if (alpha === 0 && declaration.alpha === "void") {
      data[pixel] = DECLARED_VOID;
      count.transparent++;
      continue;
    }
    if (alpha !== 255) return { pixel, alpha };
    const colour =
      ((pixels[at] as number) << 16) | ((pixels[at + 1] as number) << 8) | (pixels[at + 2] as number);
    if (colour !== lastColour) found = find(colour);
    lastColour = colour;
    if (found !== undefined && "label" in found) {
      data[pixel] = found.label;
      if (found.distance === 0) continue;
      count.moved++;
      count.farthest = Math.max(count.farthest, found.distance);
    } else if (declaration.unlistedColours === "void") {
      data[pixel] = DECLARED_VOID;
      count.unlisted++;
    } else {
      return found === undefined ? { pixel, colour } : { pixel, colour, between: found.between };
    }
  }
  return { data, voidLabel: DECLARED_VOID, declared: count };
}

type FoundColour =
  | { readonly label: number; readonly distance: number }
  | { readonly between: readonly [number, number] }
  | undefined;

/** Red counts least in ids: R + 256 G + 65536 B. */
function idOf(colour: number): FoundColour {
  const label = (colour >> 16) + (colour & 0xff00) + ((colour & 0xff) << 16);
  return { label, distance: 0 };
}

/** Looks colours up in a palette, and those that it lacks among its nearest: each once. */
class PaletteSearch {
  readonly #listed: ColourLabels;
  readonly #reach: number;
  readonly #unlisted = new Map<number, FoundColour>();

  constructor(listed: ColourLabels, reach: number | undefined) {
    this.#listed = listed;
    this.#reach = reach ?? 0;
  }

  readonly find = (colour: number): FoundColour => {
    const label = this.#listed.get(colour);
    if (label !== undefined) return { label, distance: 0 };
    if (this.#reach === 0) return undefined;
    if (this.#unlisted.has(colour)) return this.#unlisted.get(colour);
    if (this.#unlisted.size === MAX_UNLISTED) {
      throw unsupported(
        `it has more than ${MAX_UNLISTED.toLocaleString("en-US")} colours that the palette lacks, as photos have`,
        "pass the label image",
      );
    }
    const found = this.#nearest(colour);
    this.#unlisted.set(colour, found);
    return found;
  };

  #nearest(colour: number): FoundColour {
    let least = this.#reach * this.#reach;
    let nearest: readonly [colour: number, label: number] | undefined;
    let rival: number | undefined;
    for (const entry of this.#listed) {
      // Whole numbers, so that what is equally far is equal.
      const square = squaredDistance(colour, entry[0]);
      if (square > least) continue;
      if (nearest === undefined || square < least) {
        nearest = entry;
        rival = undefined;
      } else if (entry[1] !== nearest[1]) rival ??= entry[0];
      least = square;
    }
    if (nearest === undefined) return undefined;
    if (rival !== undefined) return { between: [nearest[0], rival] };
    return { label: nearest[1], distance: Math.sqrt(least) };
  }
}

function squaredDistance(one: number, other: number): number {
  const red = (one >> 16) - (other >> 16);
  const green = ((one >> 8) & 255) - ((other >> 8) & 255);
  const blue = (one & 255) - (other & 255);
  return red * red + green * green + blue * blue;
}

/** The error of a colour that cannot be moved, as two are equally near. */
export function tieError({ colour, between: [one, other] }: ColourTie, place: string): FormatError {
  return unsupported(
    `the colour ${colourName(colour)} at ${place} is not in the palette, and is as near to ${colourName(one)} as to ${colourName(other)}`,
    "add it with its label",
  );
}

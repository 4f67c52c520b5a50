import { damaged } from "./formatError.js";
import type { PngHeader } from "./pngHeader.js";

/** Whether something is painted at a pixel of these labels, grey values or colours. */
export type IsPainted = (label: number) => boolean;

/**
 * What a tRNS chunk says: of an indexed image the alpha of each index, of which 0 is nothing painted (what shines through
 * makes another colour, and not another index); of others the one value that is transparent.
 *
 * @returns undefined where there is no such chunk
 * @throws {FormatError} it has a wrong length
 * @see W3C Portable Network Graphics (PNG) Specification, third edition, 11.3.1.1
 */
export function paintedBy(
  transparency: Uint8Array | undefined,
  { channels, isGrey, isIndexed }: Pick<PngHeader, "channels" | "isGrey" | "isIndexed">,
): IsPainted | undefined {
  if (transparency === undefined || channels === 4) return undefined;
  const { length } = transparency;
  const isWrong = isIndexed ? length > 256 : length !== (isGrey ? 2 : 6);
  if (isWrong) throw damaged("PNG", "its transparency has a wrong length");
  if (isIndexed) return (index) => transparency[index] !== 0;
  const value = (at: number): number =>
    ((transparency[at] as number) << 8) | (transparency[at + 1] as number);
  const key = isGrey ? value(0) : (value(0) << 16) | (value(2) << 8) | value(4);
  return (label) => label !== key;
}

/** The pixels of an RGB image with the alpha that its transparent colour makes of them. */
export function withAlpha(pixels: Uint8Array, isPainted: IsPainted): Uint8Array {
  const count = pixels.length / 3;
  const painted = new Uint8Array(count * 4);
  for (let pixel = 0, from = 0, to = 0; pixel < count; pixel++, from += 3, to += 4) {
    const [red, green, blue] = [pixels[from], pixels[from + 1], pixels[from + 2]] as [number, number, number];
    painted[to] = red;
    painted[to + 1] = green;
    painted[to + 2] = blue;
    painted[to + 3] = isPainted((red << 16) | (green << 8) | blue) ? 255 : 0;
  }
  return painted;
}

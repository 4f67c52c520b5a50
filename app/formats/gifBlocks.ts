import { damaged, truncated, unsupported } from "./formatError.js";
import { type IndexColours, indexColours } from "./paletteLabels.js";

const HEADER_BYTES = 13;
const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
const GRAPHIC_CONTROL = 0xf9;
const IMAGE_BYTES = 9;

/** The only image of a GIF, as it is stored. */
export interface GifImage {
  readonly width: number;
  readonly height: number;
  readonly palette: IndexColours;
  readonly isInterlaced: boolean;
  /** The index of pixels where nothing is painted. */
  readonly transparent: number | undefined;
  /** Bits of a pixel's code. */
  readonly minimumBits: number;
  readonly compressed: Uint8Array;
}

/**
 * Walks a GIF's blocks to its end.
 *
 * @throws {FormatError} damaged, cut short, of no or several images, or of one that does not fill its screen
 */
export function readGifImage(bytes: Uint8Array): GifImage {
  if (bytes.length < HEADER_BYTES) throw truncated("GIF", "it ends within its header");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const screen = { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  const global = readTable(bytes, HEADER_BYTES, view.getUint8(10));
  let image: GifImage | undefined;
  let transparent: number | undefined;
  for (let at = global.end; ;) {
    const kind = bytes[at];
    if (kind === undefined) throw truncated("GIF", "it ends before its end mark");
    if (kind === TRAILER) break;
    if (kind === EXTENSION) {
      if (bytes[at + 1] === GRAPHIC_CONTROL && ((bytes[at + 3] ?? 0) & 1) === 1) transparent = bytes[at + 6];
      at = endOfParts(bytes, at + 2);
      continue;
    }
    if (kind !== IMAGE) throw damaged("GIF", `there is no block at byte ${at}`);
    if (image !== undefined)
      throw unsupported("an animated GIF, of several images", "save each as a PNG of its own");
    const found = readImage(bytes, view, at + 1, screen, global.palette);
    image = { ...found.image, transparent };
    at = found.end;
  }
  if (image === undefined) throw damaged("GIF", "it has no image");
  return image;
}

function readImage(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  screen: { readonly width: number; readonly height: number },
  globalPalette: IndexColours | undefined,
): { readonly image: Omit<GifImage, "transparent">; readonly end: number } {
  if (at + IMAGE_BYTES + 1 > bytes.length) throw truncated("GIF", "it ends within its image");
  const [x, y, width, height] = [0, 2, 4, 6].map((part) => view.getUint16(at + part, true)) as [
    number,
    number,
    number,
    number,
  ];
  if (width === 0 || height === 0) throw damaged("GIF", `its size is ${width} x ${height}`);
  if (x !== 0 || y !== 0 || width !== screen.width || height !== screen.height) {
    throw unsupported(
      `a GIF whose image of ${width} x ${height} does not fill its screen of ${screen.width} x ${screen.height}`,
      "save the mask as a PNG",
    );
  }
  const flags = view.getUint8(at + 8);
  const local = readTable(bytes, at + IMAGE_BYTES, flags);
  const palette = local.palette ?? globalPalette;
  if (palette === undefined) throw damaged("GIF", "it has no palette");
  const minimumBits = bytes[local.end];
  if (minimumBits === undefined) throw truncated("GIF", "it ends within its image");
  if (minimumBits < 2 || minimumBits > 8) throw damaged("GIF", `its pixels are of ${minimumBits} bits`);
  const end = endOfParts(bytes, local.end + 1);
  const compressed = partsOf(bytes, local.end + 1, end);
  return {
    image: { width, height, palette, isInterlaced: (flags & 0x40) !== 0, minimumBits, compressed },
    end,
  };
}

/** A palette, where the flags say that there is one, and where it ends. */
function readTable(
  bytes: Uint8Array,
  start: number,
  flags: number,
): { readonly palette: IndexColours | undefined; readonly end: number } {
  if ((flags & 0x80) === 0) return { palette: undefined, end: start };
  const end = start + 3 * 2 ** ((flags & 7) + 1);
  if (end > bytes.length) throw truncated("GIF", "it ends within its palette");
  return { palette: indexColours(bytes.subarray(start, end), { entryBytes: 3, isBlueFirst: false }), end };
}

/** Behind the parts that begin here, each with its length before it, to an empty one. */
function endOfParts(bytes: Uint8Array, start: number): number {
  for (let at = start; ;) {
    const length = bytes[at];
    if (length === undefined) throw truncated("GIF", "it ends within a block");
    at += 1 + length;
    if (length === 0) return at;
  }
}

/** The contents of parts, one behind the other. */
function partsOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const content = new Uint8Array(end - start);
  let length = 0;
  for (let at = start; at < end - 1; at += 1 + (bytes[at] as number)) {
    const part = bytes.subarray(at + 1, at + 1 + (bytes[at] as number));
    content.set(part, length);
    length += part.length;
  }
  return content.subarray(0, length);
}

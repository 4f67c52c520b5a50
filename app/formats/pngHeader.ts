import { coloured, damaged, undeclared, unsupported } from "./formatError.js";
import { MAX_INFLATE_RATIO, requirePixelCount } from "./limits.js";

interface ColourType {
  readonly name: string;
  readonly depths: readonly number[];
  readonly channels: number;
}

const COLOUR_TYPES: Readonly<Record<number, ColourType>> = {
  0: { name: "grey", depths: [1, 2, 4, 8, 16], channels: 1 },
  2: { name: "RGB", depths: [8, 16], channels: 3 },
  3: { name: "indexed", depths: [1, 2, 4, 8], channels: 1 },
  4: { name: "grey-with-alpha", depths: [8, 16], channels: 2 },
  6: { name: "RGBA", depths: [8, 16], channels: 4 },
};

const GREY = 0;
const INDEXED = 3;
const GREY_WITH_ALPHA = 4;

/** A part of the image that is stored as an image of its own: all of it, or one of Adam7's seven passes. */
export interface PngPass {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

const WHOLE: readonly PngPass[] = [{ x: 0, y: 0, dx: 1, dy: 1 }];

const ADAM7: readonly PngPass[] = [
  { x: 0, y: 0, dx: 8, dy: 8 },
  { x: 4, y: 0, dx: 8, dy: 8 },
  { x: 0, y: 4, dx: 4, dy: 8 },
  { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 },
  { x: 1, y: 0, dx: 2, dy: 2 },
  { x: 0, y: 1, dx: 1, dy: 2 },
];

/** What is read of images. */
export interface PngLimits {
  readonly takesColours: boolean;
  /** Whether it was said what alpha 0 means. */
  readonly takesAlpha: boolean;
  readonly maxPixels: number;
}

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits a channel. */
  readonly depth: number;
  readonly channels: 1 | 2 | 3 | 4;
  readonly isIndexed: boolean;
  readonly isGrey: boolean;
  readonly passes: readonly PngPass[];
  /** Bytes of all rows with their filter bytes. */
  readonly rawBytes: number;
  readonly note: string;
}

/** Checks all that decides how much memory decoding takes, before it is taken. */
export function readPngHeader(
  content: Uint8Array,
  fileBytes: number,
  { takesColours, takesAlpha, maxPixels }: PngLimits,
): PngHeader {
  if (content.length !== 13) throw damaged("PNG", "its header has a wrong length");
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const width = view.getUint32(0);
  const height = view.getUint32(4);
  const [depth = 0, colourType = 0, compression = 0, filter = 0, interlacing = 0] = content.subarray(8);
  const kind = COLOUR_TYPES[colourType];
  if (kind?.depths.includes(depth) !== true || compression !== 0 || filter !== 0 || interlacing > 1) {
    throw damaged("PNG", "its header names an unknown kind of image");
  }
  if (width === 0 || height === 0) throw damaged("PNG", `its size is ${width} x ${height}`);
  if (colourType === GREY_WITH_ALPHA) {
    if (!takesAlpha) {
      throw undeclared(
        "a grey-with-alpha PNG, which has two values a pixel",
        "save the mask as a grey PNG without alpha",
        ["void-transparent"],
      );
    }
  } else if (kind.channels > 1) requireMeaning(kind, depth, takesColours);
  const passes = interlacing === 1 ? ADAM7 : WHOLE;
  const pixelBits = depth * kind.channels;
  const rawBytes = passes.reduce((sum, pass) => {
    const columns = columnsOf(pass, width);
    return columns === 0 ? sum : sum + rowsOf(pass, height) * (1 + Math.ceil((columns * pixelBits) / 8));
  }, 0);
  if (rawBytes > fileBytes * MAX_INFLATE_RATIO) {
    throw damaged(
      "PNG",
      `its header promises ${width} x ${height} pixels, more than its ${fileBytes} bytes can hold`,
    );
  }
  requirePixelCount([width, height], maxPixels);
  return {
    width,
    height,
    depth,
    channels: kind.channels as 1 | 2 | 3 | 4,
    isIndexed: colourType === INDEXED,
    isGrey: colourType === GREY,
    passes,
    rawBytes,
    note: `${kind.name} PNG, ${depth} ${depth === 1 ? "bit" : "bits"}${interlacing === 1 ? ", interlaced" : ""}`,
  };
}

function requireMeaning({ name }: ColourType, depth: number, takesColours: boolean): void {
  if (!takesColours) {
    throw coloured(`an ${name} PNG holds colours, not labels`, "save the mask as an indexed or grey PNG");
  }
  if (depth !== 8) {
    throw unsupported(
      `an ${name} PNG of ${depth} bits a channel has more colours than a palette`,
      "save the mask with 8",
    );
  }
}

export function columnsOf({ x, dx }: PngPass, width: number): number {
  return Math.max(0, Math.ceil((width - x) / dx));
}

export function rowsOf({ y, dy }: PngPass, height: number): number {
  return Math.max(0, Math.ceil((height - y) / dy));
}

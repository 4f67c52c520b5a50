import { coloured, damaged, truncated, unsupported } from "./formatError.js";
import { requirePixelCount } from "./limits.js";
import { type IndexColours, indexColours } from "./paletteLabels.js";

const FILE_HEADER_BYTES = 14;
/** Of OS/2, whose sizes have two bytes. */
const CORE_BYTES = 12;
const INFO_BYTES = 40;
/** From here on a header holds the mask of alpha, too. */
const ALPHA_BYTES = 56;

const UNCOMPRESSED = 0;
const BIT_FIELDS = 3;
const COMPRESSIONS: Readonly<Record<number, string>> = {
  1: "run lengths",
  2: "run lengths",
  4: "JPEG",
  5: "PNG",
};

/** Red, green and blue of 32 bits in the order of all programs. */
const USUAL_MASKS = [0xff0000, 0xff00, 0xff];

/** How a BMP's pixels are stored. */
export interface BmpHeader {
  readonly width: number;
  readonly height: number;
  readonly isTopDown: boolean;
  /** Bits a pixel. */
  readonly bits: 1 | 4 | 8 | 24 | 32;
  readonly channels: 3 | 4;
  /** Empty of pixels that are colours themselves. */
  readonly palette: IndexColours;
  readonly pixelOffset: number;
  /** With what fills a row up to a multiple of four. */
  readonly rowBytes: number;
}

interface Fields {
  readonly headerBytes: number;
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly compression: number;
  readonly usedColours: number;
}

/** Checks all that decides how much memory decoding takes, before it is taken. */
export function readBmpHeader(
  bytes: Uint8Array,
  { takesColours, maxPixels }: { readonly takesColours: boolean; readonly maxPixels: number },
): BmpHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields = readFields(view);
  const { width, bits } = fields;
  const height = Math.abs(fields.height);
  if (width <= 0 || height === 0) throw damaged("BMP", `its size is ${width} x ${height}`);
  requirePixelCount([width, height], maxPixels);
  const channels = channelsOf(view, fields);
  if (bits > 8 && !takesColours) {
    throw coloured("a BMP of RGB holds colours, not labels", "save the mask as an indexed or grey PNG");
  }
  const pixelOffset = view.getUint32(10, true);
  const rowBytes = Math.ceil((width * bits) / 32) * 4;
  if (pixelOffset + rowBytes * height > bytes.length) {
    throw truncated(
      "BMP",
      `its ${bytes.length} bytes do not hold the ${width} x ${height} pixels of its header`,
    );
  }
  const palette = bits > 8 ? [] : readPalette(bytes, fields, pixelOffset);
  return {
    width,
    height,
    isTopDown: fields.height < 0,
    bits: bits as BmpHeader["bits"],
    channels,
    palette,
    pixelOffset,
    rowBytes,
  };
}

function readFields(view: DataView): Fields {
  if (view.byteLength < FILE_HEADER_BYTES + CORE_BYTES) throw truncated("BMP", "it ends within its header");
  const headerBytes = view.getUint32(FILE_HEADER_BYTES, true);
  if (FILE_HEADER_BYTES + headerBytes > view.byteLength) throw truncated("BMP", "it ends within its header");
  if (headerBytes === CORE_BYTES) {
    const [width, height] = [view.getUint16(18, true), view.getUint16(20, true)];
    const bits = view.getUint16(24, true);
    return { headerBytes, width, height, bits, compression: UNCOMPRESSED, usedColours: 0 };
  }
  if (headerBytes < INFO_BYTES) throw damaged("BMP", `its header is of ${headerBytes} bytes`);
  return {
    headerBytes,
    width: view.getInt32(18, true),
    height: view.getInt32(22, true),
    bits: view.getUint16(28, true),
    compression: view.getUint32(30, true),
    usedColours: view.getUint32(46, true),
  };
}

/** @throws {FormatError} pixels are stored in a way that is not read */
function channelsOf(view: DataView, { headerBytes, bits, compression }: Fields): 3 | 4 {
  if (![1, 4, 8, 16, 24, 32].includes(bits)) throw damaged("BMP", `its pixels are of ${bits} bits`);
  if (bits === 16) {
    throw unsupported("a BMP of 16 bits a pixel, which are cut colours", "save the mask with 8, or as a PNG");
  }
  if (compression === UNCOMPRESSED) return 3;
  const name = COMPRESSIONS[compression];
  if (name !== undefined) {
    throw unsupported(`a BMP compressed with ${name}`, "save it uncompressed, or as a PNG");
  }
  // Behind a header of 40 bytes the masks stand by themselves.
  const masks = FILE_HEADER_BYTES + INFO_BYTES;
  if (compression !== BIT_FIELDS || bits !== 32 || masks + 16 > view.byteLength) {
    throw damaged("BMP", `its pixels are compressed by method ${compression}`);
  }
  if (!USUAL_MASKS.every((mask, i) => view.getUint32(masks + i * 4, true) === mask)) {
    throw unsupported("a BMP whose colours stand in another order of bits", "save the mask as a PNG");
  }
  return headerBytes >= ALPHA_BYTES && view.getUint32(masks + 12, true) === 0xff000000 ? 4 : 3;
}

function readPalette(
  bytes: Uint8Array,
  { headerBytes, bits, usedColours }: Fields,
  pixelOffset: number,
): IndexColours {
  const entryBytes = headerBytes === CORE_BYTES ? 3 : 4;
  const count = usedColours === 0 ? 2 ** bits : usedColours;
  if (count > 2 ** bits) throw damaged("BMP", `its palette is of ${count} colours, for ${bits} bits`);
  const start = FILE_HEADER_BYTES + headerBytes;
  const end = start + count * entryBytes;
  if (end > pixelOffset) throw damaged("BMP", "its palette reaches into its pixels");
  return indexColours(bytes.subarray(start, end), { entryBytes, isBlueFirst: true });
}

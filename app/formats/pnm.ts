import type { Colours } from "../../src/labels/colours.js";
import { flatGrid, pixelText } from "../../src/reading/raster.js";
import type { PixelDeclaration } from "./declaredColours.js";
import { coloured, damaged, truncated, unsupported } from "./formatError.js";
import { labelsOfFile, type ReadLabels } from "./labelsOfColours.js";
import { MAX_PIXELS, requirePixelCount } from "./limits.js";
import type { MaskFile } from "./maskFile.js";
import { bigEndian16InPlace } from "./pngRows.js";

export interface PnmOptions {
  readonly colours?: Colours | undefined;
  readonly declaration?: PixelDeclaration | undefined;
  readonly maxPixels?: number | undefined;
}

interface PnmHeader {
  readonly isText: boolean;
  readonly channels: 1 | 3;
  readonly width: number;
  readonly height: number;
  /** The largest sample that there may be. */
  readonly largest: number;
  /** Where the samples begin. */
  readonly start: number;
}

const MAX_SAMPLE = 65_535;

/** "P1" to "P7", and floats: "Pf", "PF". */
export function isPnm(bytes: Uint8Array): boolean {
  const kind = String.fromCharCode(bytes[1] ?? 0);
  return bytes[0] === 0x50 && /[1-7fF]/.test(kind) && (isBlank(bytes[2]) || bytes[2] === HASH);
}

/**
 * Reads a PGM, plain or raw, of 8 or 16 bits: a sample is a label as it stands, whatever the largest may be. Of a PPM the labels
 * that `colours` says.
 *
 * @throws {FormatError} damaged, cut short, too large, of several images, of another kind, or of colours that mean nothing
 * @see Netpbm's pgm(5) and ppm(5)
 */
export function decodePnm(
  bytes: Uint8Array,
  { colours, declaration = {}, maxPixels = MAX_PIXELS }: PnmOptions = {},
): MaskFile {
  const header = readHeader(bytes);
  const { width, height, channels, isText, largest } = header;
  const name = channels === 1 ? "PGM" : "PPM";
  if (width === 0 || height === 0) throw damaged(name, `its size is ${width} x ${height}`);
  requirePixelCount([width, height], maxPixels);
  if (channels === 3) {
    if (colours === undefined) {
      throw coloured(
        "a PPM holds colours, not labels",
        "save the mask as a PGM, or as an indexed or grey PNG",
      );
    }
    if (largest !== 255) {
      throw unsupported(`a PPM whose largest sample is ${largest}`, "save the mask with 255");
    }
  }
  const samples = isText ? readText(bytes, header, name) : readRaw(bytes, header, name);
  const stray = samples.findIndex((sample) => sample > largest);
  if (stray >= 0) {
    const place = pixelText(Math.floor(stray / channels), [1, height, width]);
    throw damaged(
      name,
      `the sample ${samples[stray] as number} at ${place} is above its largest, ${largest}`,
    );
  }
  const read: ReadLabels =
    channels === 1
      ? { data: samples }
      : labelsOfFile(samples as Uint8Array, width, 3, colours as Colours, declaration);
  return {
    format: "pnm",
    raster: { kind: "labels", ...read, nodata: undefined, ...flatGrid(width, height) },
    note: `${name}, ${isText ? "plain" : "raw"}, samples up to ${largest}`,
  };
}

const HASH = 0x23;

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || (byte !== undefined && byte >= 9 && byte <= 13);
}

function readHeader(bytes: Uint8Array): PnmHeader {
  const kind = String.fromCharCode(bytes[1] ?? 0);
  if (kind === "1" || kind === "4") {
    throw unsupported(
      "a PBM: its 1 is black, which some programs turn around",
      "save the mask as a PGM or a PNG",
    );
  }
  if (kind === "7") throw unsupported("a PAM image", "save the mask as a PGM or a PNG");
  if (kind === "f" || kind === "F") {
    throw unsupported("a PFM image of floats", 'save them as an array: numpy.save("mask.npy", values)');
  }
  let at = 2;
  const [width, height, largest] = [0, 1, 2].map(() => {
    const found = readNumber(bytes, at);
    at = found.end;
    return found.value;
  }) as [number, number, number];
  const isText = kind === "2" || kind === "3";
  const channels = kind === "2" || kind === "5" ? 1 : 3;
  if (largest < 1 || largest > MAX_SAMPLE) {
    throw damaged(channels === 1 ? "PGM" : "PPM", `its largest sample is ${largest}`);
  }
  if (!isBlank(bytes[at])) throw truncated(channels === 1 ? "PGM" : "PPM", "it ends within its header");
  return { isText, channels, width, height, largest, start: at + 1 };
}

/** A number of the header, behind blanks and comments. */
function readNumber(bytes: Uint8Array, from: number): { readonly value: number; readonly end: number } {
  let at = from;
  while (isBlank(bytes[at]) || bytes[at] === HASH) {
    if (bytes[at] === HASH) while (at < bytes.length && bytes[at] !== 10 && bytes[at] !== 13) at++;
    else at++;
  }
  const start = at;
  let value = 0;
  for (; isDigit(bytes[at]) && at - start < 10; at++) value = value * 10 + (bytes[at] as number) - 0x30;
  if (at === start || isDigit(bytes[at])) {
    throw at >= bytes.length
      ? truncated("PNM", "it ends within its header")
      : damaged("PNM", `its header has no number at byte ${start}`);
  }
  return { value, end: at };
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function readRaw(
  bytes: Uint8Array,
  { channels, height, largest, start, width }: PnmHeader,
  name: string,
): Uint8Array | Uint16Array {
  const count = width * height * channels;
  const sampleBytes = largest > 255 ? 2 : 1;
  const end = start + count * sampleBytes;
  if (end > bytes.length) throw truncated(name, "its samples end early");
  requireEnd(bytes, end, name);
  // A copy: the numbers are turned around where they stand.
  const samples = Uint8Array.from(bytes.subarray(start, end));
  return sampleBytes === 1 ? samples : bigEndian16InPlace(samples, count);
}

/** Numbers in text, parted by blanks. */
function readText(
  bytes: Uint8Array,
  { channels, height, largest, start, width }: PnmHeader,
  name: string,
): Uint8Array | Uint16Array {
  const count = width * height * channels;
  // A digit each, and a blank between two.
  if (start + 2 * count - 1 > bytes.length) throw truncated(name, "its samples end early");
  const samples = largest > 255 ? new Uint16Array(count) : new Uint8Array(count);
  let at = start;
  for (let i = 0; i < count; i++) {
    while (isBlank(bytes[at])) at++;
    const from = at;
    let value = 0;
    for (; isDigit(bytes[at]) && at - from < 6; at++) value = value * 10 + (bytes[at] as number) - 0x30;
    if (at === from || (at < bytes.length && !isBlank(bytes[at]))) {
      throw at >= bytes.length
        ? truncated(name, "its samples end early")
        : damaged(name, `there is no sample at byte ${at}`);
    }
    if (value > largest) {
      const place = pixelText(Math.floor(i / channels), [1, height, width]);
      throw damaged(name, `the sample ${value} at ${place} is above its largest, ${largest}`);
    }
    samples[i] = value;
  }
  requireEnd(bytes, at, name);
  return samples;
}

/** Behind the samples may stand a line's end, as editors add one. */
function requireEnd(bytes: Uint8Array, end: number, name: string): void {
  const rest = bytes.subarray(end);
  if (rest.every(isBlank)) return;
  if (isPnm(rest)) throw unsupported(`a ${name} of several images`, "save each as its own file");
  throw damaged(name, `${rest.length} bytes stand behind its samples`);
}

import { readdirSync, readFileSync } from "node:fs";
import { decode as decodePng } from "fast-png";
import { decode as decodeTiff } from "tiff";
import { decodeMask, type DecodeOptions, type MaskFile } from "../../app/formats/decodeMask.js";
import { FormatError } from "../../app/formats/formatError.js";
import { loadJpeg } from "../../app/formats/loadJpeg.js";
import { inflateByNode } from "../../cli/counting/inflateByNode.js";
import { pixelCountOf } from "../../src/reading/raster.js";
import { bmp, gif, pnm } from "../app/formats/makeImages.js";
import { sameBits } from "../helpers/sameBits.js";
import { finding, type FuzzTarget } from "./fuzzTarget.js";
import { requireGoodOutput } from "./goodText.js";
import { mutateBytes } from "./mutateBytes.js";
import type { Random } from "./random.js";
import { changedWithin, withRightChecksums } from "./repairFile.js";

const FOLDER = new URL("../golden/formats/", import.meta.url);
const FILES = readdirSync(FOLDER)
  .filter((name) => !/\.(json|md)$/.test(name))
  .map((name) => new Uint8Array(readFileSync(new URL(name, FOLDER))));

const LABELS = [0, 1, 2, 2, 1, 0, 1, 1, 2, 0, 0, 1];
const COLOURS = [0, 60, 120, 255].map((red) => [red, 0, red]);
const GREYS = COLOURS.map(([grey = 0]) => [grey, grey, grey]);

/** Formats of which no other program's files are in the tests. */
const MADE = [
  ...[1, 4, 8].map((bits) =>
    bmp({
      width: 3,
      bits,
      numbers: LABELS.map((label) => label % 2 ** bits),
      palette: COLOURS.slice(0, 2 ** bits),
    }),
  ),
  bmp({ width: 2, bits: 24, numbers: LABELS }),
  bmp({ width: 3, bits: 32, numbers: LABELS, headerBytes: 108, compression: 3 }),
  gif({ width: 3, indices: LABELS, palette: GREYS }),
  gif({
    width: 3,
    indices: LABELS,
    palette: COLOURS,
    transparent: 1,
    isInterlaced: true,
    isCompressed: true,
  }),
  pnm("P5\n3 4\n255\n", LABELS),
  pnm("P2\n3 4\n255\n", LABELS.join(" ")),
  pnm("P5\n3 2\n65535\n", LABELS),
  pnm("P6\n2 2\n255\n", LABELS),
];

const SEEDS: readonly Uint8Array[] = [...FILES, ...MADE];

const PALETTE = new Map([
  [0x000000, 0],
  [0x3c003c, 1],
  [0xff00ff, 2],
]);

const jpeg = await loadJpeg();

const WAYS: readonly DecodeOptions[] = [
  {},
  { colours: "ids" },
  { layout: "channelsFirst" },
  { takesValues: true, jpeg },
  { alpha: "void" },
  { alpha: "void", colours: PALETTE, nearestColour: 60, unlistedColours: "void" },
];

/** Any bytes are a mask or refused with a sentence, the same by either inflate, and what another decoder reads is read the same. */
export const decoders: FuzzTarget = {
  name: "decoders",
  make(random: Random): Uint8Array {
    const seed = random.pick(SEEDS);
    if (random.chance(0.3)) {
      const changed = changedWithin(seed, random, mutateBytes);
      if (changed !== undefined) return changed;
    }
    const changed = mutateBytes(seed, random);
    return random.chance(0.7) ? withRightChecksums(changed) : changed;
  },
  check(input: Uint8Array): void {
    const before = input.slice();
    for (const way of WAYS) {
      const here = attempt(input, way);
      const there = attempt(input, { ...way, inflate: inflateByNode });
      requireSameOutcome(here, there);
      if (way.colours === undefined && !(here instanceof FormatError)) compareElsewhere(input, here);
    }
    if (!sameBits(input, before)) throw finding("the file's bytes were changed");
  },
};

function attempt(input: Uint8Array, options: DecodeOptions): MaskFile | FormatError {
  let mask: MaskFile;
  try {
    mask = decodeMask(input, options);
  } catch (error) {
    if (!(error instanceof FormatError)) throw finding(`no FormatError: ${String(error)}`, error);
    requireGoodOutput(error.message);
    return error;
  }
  requireWhole(mask);
  return mask;
}

/** As many values as the size says, and numbers where numbers are promised. */
function requireWhole({ raster, note }: MaskFile): void {
  const pixels = pixelCountOf(raster.size);
  const values = raster.kind === "scores" ? raster.scores.data.length : raster.data.length;
  const wanted = raster.kind === "scores" ? pixels * raster.scores.numClasses : pixels;
  if (!Number.isSafeInteger(pixels) || values !== wanted) {
    throw finding(`${values} values of ${raster.size.join(" x ")}`);
  }
  const numbers = [...(raster.spacing?.lengths ?? []), ...(raster.placement?.affine ?? [])];
  if (!numbers.every(Number.isFinite)) throw finding(`spacing or placement of ${numbers.join(", ")}`);
  requireGoodOutput(note);
}

function requireSameOutcome(here: MaskFile | FormatError, there: MaskFile | FormatError): void {
  if (here instanceof FormatError || there instanceof FormatError) {
    if (here instanceof FormatError && there instanceof FormatError) return;
    throw finding(`refused by one inflate only: ${[here, there].map(wordsOf).join(" / ")}`);
  }
  if (!sameBits(valuesOf(here), valuesOf(there))) throw finding("other values by the other inflate");
}

function wordsOf(outcome: MaskFile | FormatError): string {
  return outcome instanceof FormatError ? outcome.message : outcome.note;
}

function valuesOf({ raster }: MaskFile): ArrayBufferView {
  return raster.kind === "scores" ? raster.scores.data : raster.data;
}

/** Held against a second decoder where it reads the file as plain grey values, too. */
function compareElsewhere(input: Uint8Array, { format, raster }: MaskFile): void {
  if (raster.kind !== "labels") return;
  const other = format === "png" ? pngElsewhere(input) : format === "tiff" ? tiffElsewhere(input) : undefined;
  if (other === undefined) return;
  const [, height, width] = raster.size;
  if (other.width !== width || other.height !== height) {
    throw finding(`${width} x ${height}, elsewhere ${other.width} x ${other.height}`);
  }
  const first = other.data.findIndex((label, i) => label !== Number(raster.data[i]));
  if (first >= 0) {
    throw finding(`pixel ${first} is ${String(raster.data[first])}, elsewhere ${String(other.data[first])}`);
  }
}

interface GreyImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint16Array;
}

function pngElsewhere(input: Uint8Array): GreyImage | undefined {
  const png = orUndefined(() => decodePng(input, { checkCrc: true }));
  return png?.channels === 1 && (png.depth === 8 || png.depth === 16)
    ? { ...png, data: png.data as Uint8Array | Uint16Array }
    : undefined;
}

function tiffElsewhere(input: Uint8Array): GreyImage | undefined {
  const pages = orUndefined(() => decodeTiff(input, { ignoreImageData: false }));
  const page = pages?.length === 1 ? pages[0] : undefined;
  if (page === undefined) return undefined;
  // The package "tiff" 7.1 goes on with the differences of predictor 2 where a tile ends; GDAL, which wrote such files, does not.
  if (page.tiled && page.predictor === 2) return undefined;
  // And takes them for such of samples that are not compressed, where libtiff has no predictor.
  if (page.compression === 1 && page.predictor === 2) return undefined;
  // Nor does libtiff mind more numbers than one where one is expected, of which the package makes NaN, or a list.
  const { compression, height, predictor, rowsPerStrip, tiled, tileHeight, tileWidth, type, width } = page;
  const one = [
    compression,
    height,
    predictor,
    type,
    width,
    ...(tiled ? [tileHeight, tileWidth] : [rowsPerStrip]),
  ];
  if (!one.every((field) => typeof field === "number")) return undefined;
  const isGrey = page.samplesPerPixel === 1 && page.sampleFormat === 1 && page.type === 1;
  return isGrey && (page.bitsPerSample === 8 || page.bitsPerSample === 16)
    ? { width: page.width, height: page.height, data: page.data as Uint8Array | Uint16Array }
    : undefined;
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

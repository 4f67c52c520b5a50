import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { decode as decodeTiffElsewhere } from "tiff";
import { describe, expect, it } from "vitest";
import { decodeMask, type DecodeOptions } from "../../../app/formats/decodeMask.js";
import { inflateByNode } from "../../../cli/counting/inflateByNode.js";
import type { Raster } from "../../../src/reading/raster.js";

interface Expected {
  readonly width: number;
  readonly height: number;
  readonly slices: number;
  readonly nodata: number | null;
  readonly classes: number;
  /** As NumPy calls it; bool is read as uint8. */
  readonly dtype: string;
  /** SHA-256 of the labels as little-endian int32. */
  readonly labels?: string;
  /** SHA-256 of the scores as little-endian float64, channels last. */
  readonly scores?: string;
}

const FOLDER = new URL("../../golden/formats/", import.meta.url);
const EXPECTED = JSON.parse(readFileSync(new URL("expected.json", FOLDER), "utf8")) as Record<
  string,
  Expected
>;
const FILES = readdirSync(FOLDER).filter((name) => !["expected.json", "PROVENANCE.md"].includes(name));

const ARRAYS: Readonly<Record<string, string>> = {
  bool: "Uint8Array",
  uint8: "Uint8Array",
  int8: "Int8Array",
  uint16: "Uint16Array",
  int16: "Int16Array",
  uint32: "Uint32Array",
  int32: "Int32Array",
  int64: "BigInt64Array",
  float16: "Uint16Array",
  float32: "Float32Array",
  float64: "Float64Array",
};

const PLATFORM: DecodeOptions = {
  inflate: inflateByNode,
};

function read(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(name, FOLDER)));
}

function optionsOf(name: string): DecodeOptions {
  return {
    ...(name.includes("-ids") && { colours: "ids" }),
    ...(name.includes("scores-first") && { layout: "channelsFirst" }),
  };
}

function sha256(data: Int32Array | Float64Array): string {
  return createHash("sha256").update(data).digest("hex");
}

function contentOf(mask: Raster): Partial<Expected> & { readonly array: string } {
  const [slices, height, width] = mask.size;
  if (mask.kind === "labels") {
    const { data } = mask;
    expect(data.length).toBe(slices * height * width);
    return {
      width,
      height: height * slices,
      slices,
      nodata: mask.nodata ?? null,
      labels: sha256(
        Int32Array.from<number | bigint>(data, (label) => Number(BigInt.asIntN(32, BigInt(label)))),
      ),
      array: data[Symbol.toStringTag],
    };
  }
  if (mask.kind === "values") throw new Error("no fixture is of values");
  const { data, isFloat16, layout, numClasses, pixelCount } = mask.scores;
  const values = new Float64Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    const at = layout === "channelsLast" ? i : (i % pixelCount) * numClasses + Math.floor(i / pixelCount);
    values[at] = isFloat16 ? float16(value) : value;
  }
  return {
    width,
    height,
    classes: numClasses,
    scores: sha256(values),
    array: data[Symbol.toStringTag],
  };
}

function float16(bits: number): number {
  const fraction = bits & 1023;
  const exponent = (bits >> 10) & 31;
  const size = exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25);
  return bits & 0x8000 ? -size : size;
}

it("finds each file that the list names, and no other", () => {
  expect(FILES.length).toBeGreaterThan(100);
  expect(FILES.sort()).toEqual(Object.keys(EXPECTED).sort());
});

describe.each(FILES)("%s", (name) => {
  const { dtype, ...expected } = EXPECTED[name] as Expected;

  it("is read value by value, into an array of its own type, with either inflate", () => {
    const wanted = { ...expected, array: ARRAYS[dtype] };
    const mask = decodeMask(read(name), optionsOf(name)).raster;
    expect(contentOf(mask)).toEqual(wanted);
    expect(contentOf(decodeMask(read(name), { ...optionsOf(name), ...PLATFORM }).raster)).toEqual(wanted);
  });

  it("is read from any place in a larger buffer, and from Node's, whose slice is no copy", () => {
    const bytes = read(name);
    const padded = Buffer.alloc(bytes.length + 9);
    padded.set(bytes, 3);
    const mask = decodeMask(padded.subarray(3, 3 + bytes.length), optionsOf(name)).raster;
    expect(contentOf(mask)).toMatchObject({ ...expected });
    expect(Buffer.compare(padded.subarray(3, 3 + bytes.length), bytes), "the file is left as it is").toBe(0);
  });
});

describe("notes", () => {
  it.each([
    ["pillow-p-4.png", "indexed PNG, 4 bits"],
    ["pillow-i16.png", "grey PNG, 16 bits"],
    ["pillow-1.png", "grey PNG, 1 bit"],
    ["pillow-rgba-ids.png", "RGBA PNG, 8 bits"],
    ["numpy-u1.npy", ".npy uint8"],
    ["numpy-i4-big.npy", ".npy int32, big-endian"],
    ["numpy-column-major.npy", ".npy uint16, column-major"],
    ["numpy-scores-f2.npy", ".npy float16, 3 scores a pixel"],
    ["numpy-beside-others.npz", '.npz "mask" uint8'],
    ["tifffile-striped-rows-uint16-big.tif", "TIFF, 16-bit unsigned, striped, uncompressed"],
    ["gdal-palette-nodata.tif", "GeoTIFF, 8-bit palette, striped, LZW, nodata 255"],
    ["gdal-nodata-overviews.tif", "GeoTIFF, 16-bit signed, striped, deflate, nodata -9999"],
    ["gdal-bigtiff.tif", "GeoTIFF (BigTIFF), 32-bit unsigned, tiled, deflate"],
    ["gdal-rgb-ids.tif", "GeoTIFF, RGB, tiled, LZW"],
    ["nibabel-1-int16-big.nii", "NIfTI-1, int16, big-endian, 7 x 5 x 4"],
    ["nibabel-2-uint16.nii.gz", "NIfTI-2, uint16, gzip, 7 x 5 x 4"],
  ])("say of %s: %s", (name, note) => {
    expect(decodeMask(read(name), optionsOf(name)).note).toBe(note);
  });
});

describe("the tiff package as the oracle", () => {
  // Unsigned, without a predictor in tiles, of 8 or 16 bits: what it reads, and reads right.
  const names = FILES.filter((name) =>
    /^(gdal-(none|lzw|deflate)-uint(8|16)-(tiled-predictor1|striped)|tifffile-(striped|palette|tiled-deflate-uint))/.test(
      name,
    ),
  );

  it.each(names)("reads %s as we do", (name) => {
    const mask = decodeMask(read(name)).raster;
    const [image] = decodeTiffElsewhere(read(name));
    expect(mask.kind === "labels" && mask.data).toEqual(image?.data);
  });

  it("is asked about several files", () => {
    expect(names.length).toBeGreaterThan(9);
  });
});

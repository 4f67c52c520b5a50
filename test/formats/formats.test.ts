import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { encodeNpy } from "../../bench/npy.js";
import type { Colours } from "../../src/formats/colours.js";
import { decodeMask, type DecodedMask, type DecodeOptions } from "../../src/formats/decodeMask.js";
import { FormatError } from "../../src/formats/formatError.js";
import { undoLzw } from "../../src/formats/lzw.js";
import { float16ToFloat32 } from "../../src/reference/float16.js";

const FOLDER = new URL("../golden/formats/", import.meta.url);

interface Expected {
  readonly kind: "labels" | "scores";
  readonly width: number;
  readonly height: number;
  readonly slices?: number;
  readonly nodata?: number | null;
  readonly numClasses?: number;
  readonly sha256: string;
  readonly colours?: "ids" | string[];
  readonly layout?: "channelsFirst";
}

const EXPECTED = JSON.parse(readFileSync(new URL("expected.json", FOLDER), "utf8")) as Record<
  string,
  Expected
>;
const NAMES = Object.keys(EXPECTED);

function read(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(name, FOLDER)));
}

function optionsFor({ colours, layout }: Expected): DecodeOptions {
  const palette: Colours | undefined = Array.isArray(colours)
    ? new Map(colours.map((colour, label) => [Number.parseInt(colour.slice(1), 16), label]))
    : colours;
  return { colours: palette, layout };
}

/** What a file holds, without how it must be read. */
function withoutOptions(expected: Expected): Partial<Expected> {
  return Object.fromEntries(
    Object.entries(expected).filter(([key]) => key !== "colours" && key !== "layout"),
  );
}

/** What a file holds, in the terms of expected.json. */
function contentOf(mask: DecodedMask): Omit<Expected, "colours" | "layout"> {
  const sha256 = (values: BigInt64Array | Float64Array): string =>
    createHash("sha256").update(new Uint8Array(values.buffer)).digest("hex");
  if (mask.kind === "labels") {
    const { labels, slices, nodata } = mask;
    expect(labels.data.length).toBe(labels.width * labels.height);
    return {
      kind: "labels",
      width: labels.width,
      height: labels.height,
      slices,
      nodata: nodata ?? null,
      sha256: sha256(BigInt64Array.from(Array.from<number | bigint, bigint>(labels.data, BigInt))),
    };
  }
  const { scores, width, height } = mask;
  const { numClasses, layout, pixelCount } = scores;
  const stored = scores.isFloat16 ? float16ToFloat32(scores.data) : scores.data;
  const values = new Float64Array(stored.length);
  for (let pixel = 0; pixel < pixelCount; pixel++) {
    for (let c = 0; c < numClasses; c++) {
      const from = layout === "channelsLast" ? pixel * numClasses + c : c * pixelCount + pixel;
      values[pixel * numClasses + c] = stored[from] as number;
    }
  }
  return { kind: "scores", width, height, numClasses, sha256: sha256(values) };
}

it("has a file of another program for every line of the list, and no more", () => {
  const files = readdirSync(FOLDER).filter((name) => !/^(expected\.json|PROVENANCE\.md)$/.test(name));
  expect(files.sort()).toEqual([...NAMES].sort());
  expect(NAMES.length).toBeGreaterThan(80);
});

describe.each(NAMES)("%s", (name) => {
  const expected = EXPECTED[name] as Expected;
  const content = withoutOptions(expected);

  it("is read bit for bit, from any place in a larger buffer", async () => {
    const bytes = read(name);
    for (const skew of [0, 1, 3]) {
      const padded = new Uint8Array(bytes.length + skew + 4);
      padded.set(bytes, skew);
      const mask = await decodeMask(padded.subarray(skew, skew + bytes.length), optionsFor(expected));
      expect(contentOf(mask)).toEqual(content);
      expect(mask.note).toMatch(/^(indexed|grey|RGBA?|\.np[yz]|(Geo)?TIFF|NIfTI-[12])\b/);
    }
  });
});

/** One small file of every kind of container. */
const SMALL = [
  "pillow-indexed-4.png",
  "pillow-rgb-palette.png",
  "numpy-u1.npy",
  "numpy-scores-f2.npy",
  "numpy-stored.npz",
  "numpy-compressed.npz",
  "tifffile-uint16-big.tif",
  "tifffile-deflate-tiled.tif",
  "gdal-uint8-lzw-2-striped.tif",
  "gdal-packbits-overviews.tif",
  "gdal-nodata-255.tif",
  "nibabel-uint8.nii.gz",
  "nibabel-2.nii",
];

/** Decodes what may be damaged: labels, or a FormatError, and nothing else. */
async function tryDecode(bytes: Uint8Array, expected: Expected): Promise<DecodedMask | undefined> {
  try {
    return await decodeMask(bytes, optionsFor(expected));
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError);
    expect((error as Error).message).not.toContain("\n");
    return undefined;
  }
}

describe.each(SMALL)("damaged: %s", (name) => {
  const expected = EXPECTED[name] as Expected;
  const content = withoutOptions(expected);

  it("is refused wherever it is cut off, unless all that counts is there", async () => {
    const bytes = read(name);
    for (let length = 0; length < bytes.length; length += length < 600 ? 1 : 7) {
      const mask = await tryDecode(bytes.slice(0, length), expected);
      if (mask !== undefined) expect(contentOf(mask), `${length} of ${bytes.length} bytes`).toEqual(content);
    }
  });

  it("is a mask or a FormatError with any bytes changed, and never takes long", async () => {
    const bytes = read(name);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(Math.min(bytes.length - 1, 700)), fc.nat(255)), {
          minLength: 1,
          maxLength: 4,
        }),
        async (edits) => {
          const damaged = bytes.slice();
          for (const [at, value] of edits) damaged[at] = value;
          const start = performance.now();
          await tryDecode(damaged, expected);
          expect(performance.now() - start).toBeLessThan(5000);
        },
      ),
      { numRuns: 250, seed: 5 },
    );
  });
});

const text = (content: string): Uint8Array =>
  Uint8Array.from(content, (character) => character.charCodeAt(0));

describe("files that are no masks are named for what they are", () => {
  it.each([
    [
      "JPEG",
      text("\xff\xd8\xff\xe0\0\x10JFIF"),
      /a JPEG: its compression changes values, so it cannot hold labels; save a PNG/,
    ],
    ["WebP", text("RIFF\0\0\0\0WEBPVP8 "), /a WebP image/],
    ["GIF", text("GIF89a"), /a GIF image/],
    ["BMP", text("BM\0\0"), /a BMP image/],
    ["HDF5", text("\x89HDF\r\n\x1a\n"), /an HDF5 file/],
    ["MATLAB", text("MATLAB 5.0 MAT-file"), /a MATLAB \.mat file/],
    ["PDF", text("%PDF-1.7"), /a PDF/],
    ["HTML", text("<!doctype html>"), /a text file, HTML or XML/],
    ["JSON", text('{"a": 1}'), /maybe JSON/],
    ["a zip of other things", zipSync({ "a.txt": text("x") }), /a zip archive without a \.npy file/],
    ["gzip of other things", gzipSync(text("hello hello hello")), /a gzip file that holds no NIfTI volume/],
    ["nothing", new Uint8Array(0), /the file is empty \(0 bytes\)/],
    ["noise", Uint8Array.of(1, 2, 3, 4), /no mask by its content/],
  ])("%s", async (_, bytes, message) => {
    await expect(decodeMask(bytes)).rejects.toThrow(FormatError);
    await expect(decodeMask(bytes)).rejects.toThrow(message);
  });
});

describe("arrays of other shapes", () => {
  const npz = (arrays: Readonly<Record<string, Uint8Array>>): Uint8Array => zipSync({ ...arrays });
  const labels = encodeNpy("|u1", [2, 3], new Uint8Array(6));

  it.each([
    [
      "floats without classes",
      encodeNpy("<f4", [2, 3], new Float32Array(6)),
      /2 x 3 of float32; expected a label map/,
    ],
    [
      "one score a pixel",
      encodeNpy("<f4", [2, 3, 1], new Float32Array(6)),
      /with one score a pixel; save a label map/,
    ],
    [
      "integers with classes",
      encodeNpy("|u1", [2, 3, 4], new Uint8Array(24)),
      /2 x 3 x 4 of uint8; expected a label map/,
    ],
    ["nothing", encodeNpy("|u1", [0, 3], new Uint8Array(0)), /it is empty/],
    ["a batch of two", encodeNpy("<f4", [2, 2, 3, 4], new Float32Array(48)), /2 x 2 x 3 x 4 of float32/],
    [
      "two masks in one archive",
      npz({ "a.npy": labels, "b.npy": labels }),
      /\.npz holds 2 masks, "a", "b"; save the one/,
    ],
    [
      "none in an archive",
      npz({
        "a.npy": encodeNpy("<f8", [1], new Float64Array(1)),
        "b.npy": encodeNpy("<f8", [2], new Float64Array(2)),
      }),
      /holds no label map .* but "a", "b"/,
    ],
  ])("%s", async (_, bytes, message) => {
    await expect(decodeMask(bytes)).rejects.toThrow(message);
  });
});

describe("bombs", () => {
  it("a .npy that promises more than it holds", async () => {
    await expect(decodeMask(encodeNpy("|u1", [100_000, 100_000], new Uint8Array(4)))).rejects.toThrow(
      /truncated \.npy: 100000 x 100000 of \|u1 take 10000000000 bytes, it holds 4/,
    );
    await expect(decodeMask(encodeNpy("|u1", [1e9, 1e9, 1e9], new Uint8Array(4)))).rejects.toThrow(
      /\.npy promises 1000000000 x 1000000000 x 1000000000 values/,
    );
  });

  it("a .npz whose directory promises more than its bytes can hold", async () => {
    const archive = read("numpy-compressed.npz");
    const view = new DataView(archive.buffer);
    let at = archive.length - 4;
    while (view.getUint32(at, true) !== 0x02014b50) at--;
    view.setUint32(at + 24, 0xfffffff0, true);
    await expect(decodeMask(archive)).rejects.toThrow(
      /promises 4294967280 bytes, more than its \d+ can hold/,
    );
  });

  it("a TIFF whose header promises 100,000 x 100,000 pixels, or more than its bytes can hold", async () => {
    for (const [size, message] of [
      [100_000, /TIFF promises 100000 x 100000 pixels, and at most/],
      [15_000, /header promises 15000 x 15000 pixels, more than its \d+ bytes can hold/],
    ] as const) {
      const bytes = read("tifffile-uint16-big.tif");
      const view = new DataView(bytes.buffer);
      const directory = view.getUint32(4);
      for (let entry = 0; entry < view.getUint16(directory); entry++) {
        const at = directory + 2 + entry * 12;
        if ([256, 257].includes(view.getUint16(at))) {
          view.setUint16(at + 2, 4);
          view.setUint32(at + 8, size);
        }
      }
      await expect(decodeMask(bytes)).rejects.toThrow(message);
    }
  });

  it("a NIfTI that promises 100,000 x 100,000 voxels, and gzip that goes on and on", async () => {
    const bytes = read("nibabel-2.nii");
    const view = new DataView(bytes.buffer);
    view.setBigInt64(24, 100_000n, true);
    view.setBigInt64(32, 100_000n, true);
    await expect(decodeMask(bytes)).rejects.toThrow(/NIfTI promises 100000 x 100000 x 5 pixels, and at most/);
    const endless = gzipSync(Buffer.concat([read("nibabel-2.nii"), Buffer.alloc(50_000_000)]));
    const mask = await decodeMask(endless);
    expect(mask.kind === "labels" && mask.labels.data.length).toBe(11 * 9 * 5);
  });

  it("LZW stops at the most that was asked for", () => {
    // 9-bit codes: clear, 0, and then each code one longer than the one before.
    let bits = "";
    for (const code of [256, 0, 258, 259, 260, 261, 262, 257]) bits += code.toString(2).padStart(9, "0");
    const bytes = Uint8Array.from(bits.match(/.{1,8}/g) as string[], (byte) =>
      Number.parseInt(byte.padEnd(8, "0"), 2),
    );
    expect(undoLzw(bytes, 100).length).toBe(1 + 2 + 3 + 4 + 5 + 6);
    expect(undoLzw(bytes, 7).length).toBeLessThanOrEqual(7);
  });
});

describe("NIfTI", () => {
  const edited = (edit: (view: DataView) => void): Uint8Array => {
    const bytes = read("nibabel-big-endian.nii");
    edit(new DataView(bytes.buffer));
    return bytes;
  };

  it.each([
    [
      "scaled values",
      edited((view) => {
        view.setFloat32(112, 0.5);
      }),
      /values are scaled \(slope 0\.5, intercept 0\)/,
    ],
    [
      "an intercept",
      edited((view) => {
        view.setFloat32(112, 1);
        view.setFloat32(116, 2);
      }),
      /intercept 2/,
    ],
    [
      "time",
      edited((view) => {
        view.setInt16(40, 4);
        view.setInt16(48, 7);
      }),
      /NIfTI of 4 axes \(11 x 9 x 5 x 7\)/,
    ],
    [
      "colours",
      edited((view) => {
        view.setInt16(70, 128);
      }),
      /datatype 128/,
    ],
  ])("with %s is refused", async (_, bytes, message) => {
    await expect(decodeMask(bytes)).rejects.toThrow(message);
  });

  it("of floats that are no whole numbers is refused, with the voxel", async () => {
    const bytes = read("nibabel-float64.nii");
    new DataView(bytes.buffer).setFloat64(352 + 8 * 3, 0.25, true);
    await expect(decodeMask(bytes)).rejects.toThrow(/NIfTI of float64 with 0\.25 at voxel 3: a probability/);
  });
});

describe("colours", () => {
  it("that the palette lacks are named, with the pixel", async () => {
    const palette = new Map([[0, 0]]);
    await expect(decodeMask(read("pillow-rgb-palette.png"), { colours: palette })).rejects.toThrow(
      /^colour #[\da-f]{6} at pixel \d+ \(x \d+, y \d+\) is not in the palette/,
    );
    await expect(decodeMask(read("tifffile-rgb.tif"))).rejects.toThrow(
      /an RGB TIFF holds colours, not labels/,
    );
  });

  it("leave an indexed image its indices", async () => {
    const content = withoutOptions(EXPECTED["pillow-indexed-8.png"] as Expected);
    expect(contentOf(await decodeMask(read("pillow-indexed-8.png"), { colours: "ids" }))).toEqual(content);
  });
});

import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crc32 } from "../../../app/formats/crc32.js";
import { decodeMask, type DecodeOptions, type MaskFile } from "../../../app/formats/decodeMask.js";
import { inflateByNode } from "../../../cli/counting/inflateByNode.js";
import { FormatError } from "../../../app/formats/formatError.js";
import { littleEndian, nifti, npy, tiff, zip } from "./makeFiles.js";
import { withoutStacks } from "../../helpers/withoutStacks.js";

withoutStacks();

const FOLDER = new URL("../../golden/formats/", import.meta.url);
/** Small files: every prefix and every byte of them is tried. */
const FILES = readdirSync(FOLDER).filter((name) =>
  /^(pillow-p-4|pillow-rgb|numpy-(i4|scores-f2|stored|compressed|beside)|tifffile-(big|striped-u|tiled-d)|gdal-(lzw-uint(8|32)-tiled|lzw-uint16-striped|packbits|nodata|sparse|palette)|nibabel-(1-u|2-i|1-f|e))/.test(
    name,
  ),
);

const OPTIONS: DecodeOptions = { colours: "ids" };
const PLATFORM: DecodeOptions = {
  ...OPTIONS,
  inflate: inflateByNode,
};

function read(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(name, FOLDER)));
}

/** What decoding gives, or the FormatError that it throws; anything else is a failure. */
function attempt(bytes: Uint8Array, options: DecodeOptions, what: string): MaskFile | FormatError {
  try {
    return decodeMask(bytes, options);
  } catch (error) {
    if (!(error instanceof FormatError)) throw new Error(`${what}: not a FormatError`, { cause: error });
    if (/\n|undefined|NaN|\[object/.test(error.message)) {
      throw new Error(`${what}: "${error.message}"`, { cause: error });
    }
    return error;
  }
}

it("tries a file of every kind", () => {
  expect(FILES.length).toBeGreaterThan(30);
});

describe.each(FILES)("%s", (name) => {
  it("is refused wherever it is cut off", () => {
    const bytes = read(name);
    // What a TIFF points at need not reach to its end, and nothing at all stands in a sparse one.
    const needed = neededBytes(name, bytes);
    const taken: number[] = [];
    for (let length = 0; length < needed; length++) {
      const outcome = attempt(bytes.slice(0, length), OPTIONS, `${length} of ${bytes.length} bytes`);
      if (!(outcome instanceof FormatError)) taken.push(length);
    }
    expect(taken, `of ${bytes.length} bytes`).toEqual([]);
  });

  it("is read or refused, and nothing else, whichever byte is wrong", () => {
    const bytes = read(name);
    for (let at = 0; at < bytes.length; at++) {
      for (const change of [0xff, 1 << (at % 8)]) {
        const damaged = bytes.slice();
        damaged[at] = (damaged[at] as number) ^ change;
        attempt(damaged, at % 2 === 0 ? OPTIONS : PLATFORM, `byte ${at} ^ ${change}`);
      }
    }
  }, 30_000);

  it("is read or refused, and nothing else, with a handful of wrong bytes", () => {
    const bytes = read(name);
    // Headers and directories stand at either end.
    const place = fc.oneof(fc.nat(Math.min(400, bytes.length - 1)), fc.nat(bytes.length - 1));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(place, fc.oneof(fc.constantFrom(0, 1, 127, 128, 255), fc.nat(255))), {
          minLength: 1,
          maxLength: 6,
        }),
        (edits) => {
          const damaged = bytes.slice();
          for (const [at, value] of edits) damaged[at] = value;
          attempt(damaged, OPTIONS, JSON.stringify(edits));
        },
      ),
      { numRuns: 100, seed: 5 },
    );
  });
});

/** Up to where a file is cut, it must be refused: a TIFF may end in bytes that nothing points at. */
function neededBytes(name: string, bytes: Uint8Array): number {
  if (!name.endsWith(".tif")) return bytes.length;
  let needed = bytes.length;
  while (!(attempt(bytes.slice(0, needed - 1), OPTIONS, name) instanceof FormatError)) needed--;
  return needed;
}

describe("bombs are refused before memory is taken", () => {
  const dims = (...sizes: number[]): number[] => [sizes.length, ...sizes];

  it.each([
    [
      "an image of more than 2^28 pixels, though the file may hold it",
      () => tiff({ 256: [65536], 257: [8192], 258: [8], 259: [8], 273: [0], 278: [8192], 279: [0] }),
      "the mask is 65536 x 8192 pixels, but a mask has at most 268,435,456 pixels; cut it into tiles",
    ],
    [
      "a strip that cannot inflate to its rows",
      () => tiff({ 256: [16384], 257: [8192], 258: [8], 259: [8], 273: [8], 278: [8192], 279: [40] }),
      "damaged TIFF: its header promises 134217728 bytes, more than its 40 compressed ones can hold",
    ],
    [
      "tiles of more than 2^28 pixels for an image of one",
      () => tiff({ 256: [1], 257: [1], 258: [8], 322: [65536], 323: [65536], 324: [8], 325: [40] }),
      "65536 x 65536 pixels, but a mask has at most",
    ],
    [
      "a field of more numbers than the file has bytes",
      () => tiff({ 256: [8], 257: [8], 258: [8], 273: { type: 4, count: 0xffffffff, value: 8 }, 279: [64] }),
      "truncated TIFF: it ends before what its directory points at",
    ],
    [
      "a .npy array that the file does not hold",
      () => npy("|u1", "(16384, 16384)", new Uint8Array(9)),
      "truncated .npy: 16384 x 16384 of uint8 take 268435456 bytes, it holds 9",
    ],
    [
      "a .npz entry that inflates to less than its array",
      () => zip([{ name: "mask.npy", content: npy("|u1", "(16384, 16384)", new Uint8Array(9)) }]),
      "damaged .npz: its array takes",
    ],
    [
      "a .npz entry that promises more than it can inflate to",
      () =>
        zip([
          {
            name: "mask.npy",
            content: npy("|u1", "(16384, 16384)", new Uint8Array(9)),
            size: npy("|u1", "(16384, 16384)", new Uint8Array(0)).length + 2 ** 28,
          },
        ]),
      "damaged .npz: its header promises",
    ],
    [
      "a .npz entry that inflates to more than it promises",
      () => {
        const content = npy("|u1", "(4, 4)", new Uint8Array(50_000));
        return zip([{ name: "mask.npy", content, size: content.length - 50_000 + 16 }]);
      },
      "damaged .npz: its array is not of the",
    ],
    ["a .nii that the file does not hold", () => nifti(dims(4096, 4096, 16), 2), "truncated NIfTI"],
    [
      "a .nii of more than 2^28 voxels",
      () => nifti(dims(4096, 4096, 17), 2),
      "4096 x 4096 x 17 pixels, but a mask has at most",
    ],
    [
      "a .nii.gz that inflates to more than its header promises",
      () => gzipSync(nifti(dims(4, 4, 4), 2, new Uint8Array(1 << 22))),
      "damaged NIfTI: its header promises 416 bytes, its gzip file says it holds",
    ],
    [
      "a .nii.gz whose header promises more than it can inflate to",
      () => gzipSync(nifti(dims(4096, 4096, 16), 2, new Uint8Array(64))),
      "damaged NIfTI: its header promises",
    ],
    [
      "a .nii.gz whose end lies about its length",
      () => {
        const bytes = new Uint8Array(gzipSync(nifti(dims(4, 4, 4), 2, new Uint8Array(1 << 22))));
        bytes.set(littleEndian(416, 4), bytes.length - 4);
        return bytes;
      },
      "damaged gzip file: its content is not of the 416 bytes that it says",
    ],
  ])("%s", (_, make, message) => {
    const bytes = new Uint8Array(make());
    expect(() => decodeMask(bytes)).toThrow(FormatError);
    expect(() => decodeMask(bytes)).toThrow(message);
  });
});

describe("files that are no masks say what they are, and what to save instead", () => {
  const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

  it.each([
    [
      "\xff\xd8\xff\xe0\x00\x10JFIF",
      "a JPEG: its compression changes values, so it cannot hold labels, but a mask of two classes can be told from its greys; save the labels anew as a PNG",
    ],
    ["RIFF\x24\x00\x00\x00WEBPVP8 ", "a WebP image"],
    ["%PDF-1.7\n", "a PDF"],
    ["\x89HDF\r\n\x1a\n\x00", "an HDF5 file"],
    ["MATLAB 5.0 MAT-file, Platform", "a MATLAB .mat file"],
    ["\x80\x04\x95\x00", "a Python pickle"],
    ['{"labels": [0, 1]}\n', "a JSON file"],
    ["labels: 0, 1\n", "a text file; save the labels as a PNG"],
    ["\x00\x01\x02\x03", "neither a PNG, a NumPy array, a TIFF nor a NIfTI file by its content"],
  ])("%j", (start, message) => {
    expect(() => decodeMask(latin1(start))).toThrow(FormatError);
    expect(() => decodeMask(latin1(start))).toThrow(message);
  });

  it("a zip without arrays, and a gzip without a volume", () => {
    const content = latin1("hello");
    expect(() => decodeMask(zip([{ name: "readme.txt", content }]))).toThrow(
      "a zip file without a .npy array in it",
    );
    expect(() => decodeMask(new Uint8Array(gzipSync("hello")))).toThrow(
      "a gzip file without a NIfTI volume in it",
    );
  });
});

describe(".npz", () => {
  const array = (values: number[]): Uint8Array =>
    npy("|u1", `(1, ${values.length})`, Uint8Array.from(values));
  const cube = npy("|u1", "(2, 2, 3)", new Uint8Array(12));

  it("takes the only mask among others, or the only one with a usual name", () => {
    const labels = (bytes: Uint8Array): unknown => {
      const mask = decodeMask(bytes).raster;
      return mask.kind === "labels" && mask.data;
    };
    expect(
      labels(
        zip([
          { name: "image.npy", content: cube },
          { name: "y.npy", content: array([1, 2]) },
        ]),
      ),
    ).toEqual(Uint8Array.of(1, 2));
    expect(
      labels(
        zip([
          { name: "image.npy", content: array([7, 7]) },
          { name: "label.npy", content: array([1, 2]) },
        ]),
      ),
    ).toEqual(Uint8Array.of(1, 2));
  });

  it("refuses to choose, and lists the names", () => {
    for (const names of [
      ["a", "b"],
      ["gt", "pred"],
    ]) {
      const bytes = zip(names.map((name) => ({ name: `${name}.npy`, content: array([1]) })));
      const list = names.map((name) => JSON.stringify(name)).join(", ");
      expect(() => decodeMask(bytes)).toThrow(`.npz holds 2 arrays (${list}), and which of them is the mask`);
    }
    const none = zip([{ name: "image.npy", content: npy("|u1", "(2, 2, 2, 3)", new Uint8Array(24)) }]);
    expect(() => decodeMask(none)).toThrow(
      '.npz array "image" is 2 x 2 x 2 x 3 of integers; expected a label map',
    );
  });

  it("verifies its checksum, though the array can be inflated", () => {
    const content = array([1, 2, 3]);
    const bytes = zip([{ name: "mask.npy", content, checksum: crc32(content) ^ 1 }]);
    expect(() => decodeMask(bytes)).toThrow("damaged .npz: the checksum of its array is wrong");
  });

  it("refuses what is encrypted, or compressed by another method", () => {
    const content = array([1]);
    expect(() => decodeMask(zip([{ name: "a.npy", content, flags: 1 }]))).toThrow('"a.npy" is encrypted');
    expect(() => decodeMask(zip([{ name: "a.npy", content, method: 12 }]))).toThrow(
      "compressed by method 12",
    );
  });
});

describe("TIFF that is no label map", () => {
  const fields = { 256: [4], 257: [2], 258: [8], 262: [1], 273: [8], 278: [2], 279: [8] };

  it("reads the one that the others are made from", () => {
    const mask = decodeMask(tiff(fields)).raster;
    expect(mask.kind === "labels" && mask.data.length).toBe(8);
  });

  it.each([
    [{ 339: [3], 258: [32] }, "truncated TIFF: its image data ends early"],
    [{ 339: [3], 258: [16] }, "TIFF of floats of 16 bits; save them with 32"],
    [{ 339: [5], 258: [32] }, "not plain integers"],
    [{ 262: [0] }, "TIFF whose 0 is white"],
    [{ 262: [5], 277: [4] }, "TIFF of colours (photometric interpretation 5)"],
    [{ 262: [2], 277: [3], 279: [24] }, "an RGB TIFF holds colours, not labels"],
    [{ 277: [2], 279: [16] }, "TIFF of 2 bands, but a label map has one"],
    [{ 259: [7] }, "TIFF compressed with JPEG; save it with LZW, deflate or no compression"],
    [{ 259: [50000] }, "TIFF compressed with Zstandard"],
    [{ 259: [777] }, "TIFF compressed with method 777"],
    [{ 259: [5], 273: [0] }, "damaged TIFF: its LZW codes do not begin with the one that clears the table"],
    [{ 259: [5], 317: [3] }, "TIFF with predictor 3"],
    [{ 274: [3] }, "stored turned or mirrored"],
    [{ 258: [12] }, "TIFF of 12 bits a pixel"],
    [{ 258: [1], 266: [2] }, "stored in reverse"],
    [{ 32997: [3] }, "TIFF volume"],
    [{ 254: [1] }, "TIFF without an image in full size"],
    [{ 256: [0] }, "its size is 0 x 2"],
    [{ 278: [1] }, "its image takes 2 strips, it has 1"],
    [{ 279: [7] }, "truncated TIFF: its image data ends early"],
    [{ 279: [70000] }, "truncated TIFF: it ends within its image data"],
    [{ 259: [5], 273: [0], 279: [8] }, /damaged|truncated/],
  ])("%j", (changes, message) => {
    const bytes = tiff({ ...fields, ...changes });
    expect(() => decodeMask(bytes)).toThrow(FormatError);
    expect(() => decodeMask(bytes)).toThrow(message);
  });

  it("of several pages is refused, in a ring too", () => {
    expect(() => decodeMask(tiff(fields, { pages: 3 }))).toThrow(
      "TIFF of 3 pages, but a mask is one, and they are no one-hot (x 2, y 0 holds 2); it is scored as so many images",
    );
    expect(() => decodeMask(tiff(fields, { isRing: true }))).toThrow("damaged TIFF: its pages form a ring");
  });
});

describe("NIfTI that is no label volume", () => {
  it.each([
    [[3, 2, 2, 2], 32, "NIfTI of complex numbers; save the labels as integers"],
    [[3, 2, 2, 2], 128, "NIfTI of colours (RGB)"],
    [[3, 2, 2, 2], 9, "an unknown type (9)"],
    [[4, 2, 2, 1, 2], 2, "NIfTI of 2 x 2 x 1 x 2, but a label volume has three axes"],
    [[0, 2], 2, "its size is nothing"],
    [[2, 2, -1], 2, "its size is 2 x -1"],
    [[9, 2, 2], 2, "its size is"],
  ])("%j of type %i", (dims, datatype, message) => {
    const bytes = nifti(dims, datatype, new Uint8Array(64));
    expect(() => decodeMask(bytes)).toThrow(FormatError);
    expect(() => decodeMask(bytes)).toThrow(message);
  });

  it("scaled values and fractions are refused", () => {
    const scaled = nifti([3, 2, 1, 1], 2, new Uint8Array(2), { slope: 2, intercept: 1 });
    expect(() => decodeMask(scaled)).toThrow("values are scaled (slope 2, intercept 1)");
    for (const value of [0.5, NaN, Infinity, 3e9]) {
      const voxels = new Uint8Array(Float32Array.of(1, value).buffer);
      expect(() => decodeMask(nifti([2, 2, 1], 16, voxels))).toThrow(
        `NIfTI of floats with ${value} at x 1, y 0, which is no label; save the labels as integers`,
      );
    }
    const volume = new Uint8Array(Float32Array.of(0, 1, 0.5, 1).buffer);
    expect(() => decodeMask(nifti([3, 1, 2, 2], 16, volume))).toThrow(
      "NIfTI of floats with 0.5 at x 0, y 0, z 1, which is no label; save the labels as integers",
    );
  });

  it("the header of a pair is refused", () => {
    const bytes = nifti([2, 2, 1], 2, new Uint8Array(2));
    bytes[345] = 0x69;
    expect(() => decodeMask(bytes)).toThrow("the header of a NIfTI pair (.hdr, .img)");
  });
});

describe("crc32", () => {
  it("has the check value of its specification, and any length", () => {
    expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
    for (let length = 0; length < 40; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => i * 37);
      const gzip = gzipSync(bytes);
      expect(crc32(bytes)).toBe(gzip.readUInt32LE(gzip.length - 8));
    }
  });
});

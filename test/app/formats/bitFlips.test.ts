import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeMask } from "../../../app/formats/decodeMask.js";
import { FormatError } from "../../../app/formats/formatError.js";
import { inflateByNode } from "../../../cli/counting/inflateByNode.js";
import type { Raster } from "../../../src/reading/raster.js";
import { sameBits } from "../../helpers/sameBits.js";
import { labelsOf } from "../../../app/job/rasterLabels.js";
import { withoutStacks } from "../../helpers/withoutStacks.js";

withoutStacks();

const FOLDER = new URL("../../golden/formats/", import.meta.url);
const golden = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, FOLDER)));

const NAMES = readdirSync(FOLDER);

/** Small files each byte of which a checksum covers, or nothing depends on. */
const COVERED = NAMES.filter((name) =>
  /^(pillow-(p-|l|1|i16)|numpy-(compressed|stored)|nibabel-1-int8).*\.(png|npz|gz)$/.test(name),
);

/** Where a TIFF has a checksum: in its deflated strips and tiles, not in its directory. */
const DEFLATED = NAMES.filter((name) => /^gdal-deflate-(uint8|int16).*\.tif$/.test(name));

/** Formats without checksums: a changed bit is another label, or another size. They are still read or refused, and nothing else. */
const UNCOVERED = NAMES.filter((name) =>
  /^(gdal-(none-uint8|packbits-uint8|lzw-uint8-striped)|numpy-u1|nibabel-1-u).*(\.tif|\.npy|\.nii)$/.test(
    name,
  ),
);

/** Bits of a file that can be flipped so that it is read as other labels. */
function silentFlips(bytes: Uint8Array, first = 0, end = bytes.length): number[] {
  const decode = (changed: Uint8Array, at: number): Raster | undefined => {
    try {
      return decodeMask(changed, at % 2 === 0 ? {} : { inflate: inflateByNode }).raster;
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      return undefined;
    }
  };
  const wanted = decode(bytes, 0) as Raster;
  const silent: number[] = [];
  for (let bit = first * 8; bit < end * 8; bit++) {
    const changed = bytes.slice();
    changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
    const got = decode(changed, bit >> 3);
    if (got === undefined) continue;
    if (got.size.join() !== wanted.size.join() || !sameBits(labelsOf(got), labelsOf(wanted)))
      silent.push(bit);
  }
  return silent;
}

it("tries files of each kind", () => {
  expect(COVERED.length).toBeGreaterThan(8);
  expect(DEFLATED.length).toBeGreaterThan(3);
  expect(UNCOVERED.length).toBeGreaterThan(4);
});

describe("a flipped bit is refused, or changes no label", () => {
  it.each(COVERED)("anywhere in %s", (name) => {
    expect(silentFlips(golden(name))).toEqual([]);
  });

  it.each(DEFLATED)("in the image data of %s", (name) => {
    const bytes = golden(name);
    const { first, end } = imageDataOf(bytes);
    expect(end - first).toBeGreaterThan(50);
    expect(silentFlips(bytes, first, end)).toEqual([]);
  });
});

describe("without a checksum a flipped bit", () => {
  it.each(UNCOVERED)("is refused or read, and nothing else: %s", (name) => {
    expect(silentFlips(golden(name)).length).toBeGreaterThan(0);
  });
});

/** From the first to the last byte of the strips or tiles of a TIFF, which GDAL writes one behind the other. */
function imageDataOf(bytes: Uint8Array): { readonly first: number; readonly end: number } {
  const view = new DataView(bytes.buffer);
  const little = bytes[0] === 0x49;
  const directory = view.getUint32(4, little);
  const field = (tag: number): number[] => {
    for (let at = directory + 2; ; at += 12) {
      if (view.getUint16(at, little) !== tag) continue;
      const isShort = view.getUint16(at + 2, little) === 3;
      const count = view.getUint32(at + 4, little);
      const size = isShort ? 2 : 4;
      const from = count * size <= 4 ? at + 8 : view.getUint32(at + 8, little);
      return Array.from({ length: count }, (_, i) =>
        isShort ? view.getUint16(from + 2 * i, little) : view.getUint32(from + 4 * i, little),
      );
    }
  };
  const isTiled = hasField(view, directory, little, 324);
  const offsets = field(isTiled ? 324 : 273);
  const counts = field(isTiled ? 325 : 279);
  return {
    first: Math.min(...offsets),
    end: Math.max(...offsets.map((offset, i) => offset + (counts[i] as number))),
  };
}

function hasField(view: DataView, directory: number, little: boolean, tag: number): boolean {
  const count = view.getUint16(directory, little);
  return Array.from({ length: count }, (_, i) => view.getUint16(directory + 2 + 12 * i, little)).includes(
    tag,
  );
}

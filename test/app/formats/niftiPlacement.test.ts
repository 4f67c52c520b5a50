import { readFileSync } from "node:fs";
import fc from "fast-check";
import { NIFTI1, NIFTI2 } from "nifti-reader-js";
import { describe, expect, it } from "vitest";
import { decodeMask } from "../../../app/formats/decodeMask.js";
import { readNiftiHeader } from "../../../app/formats/niftiHeader.js";
import type { Raster } from "../../../src/reading/raster.js";
import { nifti } from "./makeFiles.js";

interface Case {
  readonly name: string;
  readonly header: string;
  readonly affine: readonly number[] | null;
  readonly zooms: readonly number[];
  readonly unit: string;
}

const FOLDER = new URL("../../golden/nifti-placement/", import.meta.url);
const CASES = JSON.parse(readFileSync(new URL("expected.json", FOLDER), "utf8")) as Case[];
const UNITS: Readonly<Record<string, string>> = { meter: "m", mm: "mm", micron: "um" };

function volumeOf({ header }: Case): Uint8Array {
  const start = Buffer.from(header, "base64");
  const file = Buffer.concat([start, new Uint8Array(4 + 24)]);
  // Where the voxels begin: nibabel writes it with the file.
  if (start.length === 348) file.writeFloatLE(352, 108);
  else file.writeBigInt64BE(544n, 168);
  return new Uint8Array(file);
}

describe("a volume lies where nibabel says", () => {
  it("of several kinds of header", () => {
    expect(CASES.length).toBe(18);
  });

  it.each(CASES.map((one) => [one.name, one] as const))("%s", (name, one) => {
    const { placement, size, spacing } = decodeMask(volumeOf(one)).raster;
    expect(size).toEqual([2, 3, 4]);
    if (one.affine === null) expect(placement).toBeUndefined();
    else {
      // nibabel turns float32 quaternions in float64, and so do we, in another order.
      placement?.affine.forEach((number, i) => {
        expect(number, `${name}, ${i}`).toBeCloseTo((one.affine as number[])[i] as number, 5);
      });
      expect(placement).toMatchObject({ unit: UNITS[one.unit], coordinateSystem: undefined });
    }
    // Where the file says nothing, nibabel says 1.
    if (name.startsWith("no_lengths")) expect(spacing).toBeUndefined();
    else {
      expect(spacing?.unit).toBe(UNITS[one.unit]);
      spacing?.lengths.forEach((length, i) => {
        expect(length).toBeCloseTo(one.zooms[2 - i] as number, 6);
      });
    }
  });

  it("not at all, where its transformation gives voxels no place", () => {
    const flat = [1, 0, 0, 5, 0, 1, 0, 6, 0, 0, 0, 7];
    const nowhere = [NaN, 0, 0, 5, 0, 1, 0, 6, 0, 0, 1, 7];
    for (const sform of [flat, nowhere]) {
      const bytes = nifti([3, 2, 1, 1], 2, new Uint8Array(2), { sform });
      expect(decodeMask(bytes).raster.placement).toBeUndefined();
    }
  });

  it("and a flat one has no length along the axis that it lacks", () => {
    const bytes = nifti([2, 2, 1], 2, new Uint8Array(2));
    const view = new DataView(bytes.buffer);
    [0.5, 0.25, 9].forEach((length, i) => {
      view.setFloat32(80 + 4 * i, length, true);
    });
    const spacing: Raster["spacing"] = { lengths: [1, 0.25, 0.5], unit: undefined };
    expect(decodeMask(bytes).raster.spacing).toEqual(spacing);
  });
});

describe("nifti-reader-js as the oracle of the header", () => {
  // Lengths that both read exactly: nifti-reader-js gives 64-bit ones as floats of the same value.
  it.each([1, 2] as const)("reads every field of version %s as we do", (version) => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 544, maxLength: 544 }), fc.boolean(), (bytes, isLittle) => {
        const view = new DataView(bytes.buffer, bytes.byteOffset);
        view.setInt32(0, version === 1 ? 348 : 540, isLittle);
        if (version === 1) bytes.set([0x6e, 0x2b, 0x31, 0], 344);
        else {
          bytes.set([0x6e, 0x2b, 0x32, 0, 0x0d, 0x0a, 0x1a, 0x0a], 4);
          for (let i = 0; i < 8; i++)
            view.setBigInt64(16 + 8 * i, BigInt(bytes[100 + i] as number), isLittle);
          view.setBigInt64(168, 544n, isLittle);
        }
        // Codes by which nifti-reader-js, too, takes the sform; and no extensions, for which it would look.
        const [at, bytesEach] = version === 1 ? [252, 2] : [344, 4];
        [1, 2].forEach((code, i) => {
          if (bytesEach === 2) view.setInt16(at + 2 * i, code, isLittle);
          else view.setInt32(at + 4 * i, code, isLittle);
        });
        bytes.fill(0, version === 1 ? 348 : 540);
        const ours = readNiftiHeader(bytes, version);
        const theirs = version === 1 ? new NIFTI1() : new NIFTI2();
        theirs.readHeader(Uint8Array.from(bytes).buffer);
        expect(ours).toEqual({
          version,
          isLittleEndian: theirs.littleEndian,
          dim: theirs.dims,
          datatype: theirs.datatypeCode,
          pixdim: theirs.pixDims,
          voxOffset: theirs.vox_offset,
          slope: theirs.scl_slope,
          intercept: theirs.scl_inter,
          units: theirs.xyzt_units,
          qformCode: theirs.qform_code,
          sformCode: theirs.sform_code,
          quaternion: [theirs.quatern_b, theirs.quatern_c, theirs.quatern_d],
          quaternionOffset: [theirs.qoffset_x, theirs.qoffset_y, theirs.qoffset_z],
          srow: theirs.affine.slice(0, 3).flat(),
        });
      }),
      { seed: 12, numRuns: 200 },
    );
  });

  it("a header that says another length, or whose line ends were changed, is refused", () => {
    const bytes = nifti([2, 2, 1], 2, new Uint8Array(2));
    new DataView(bytes.buffer).setInt32(0, 349, true);
    expect(() => decodeMask(bytes)).toThrow(
      "damaged NIfTI: its header does not say that it is 348 bytes long",
    );
    const second = volumeOf(CASES[1] as Case);
    second.set([0x0a, 0x0a, 0x1a, 0x0a], 8);
    expect(() => decodeMask(second)).toThrow(
      "damaged NIfTI: a transfer as text has changed its ends of lines",
    );
  });
});

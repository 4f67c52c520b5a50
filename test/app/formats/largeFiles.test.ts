import { gzipSync, zipSync } from "fflate";
import { beforeAll, describe, expect, it } from "vitest";
import { decodeMask } from "../../../app/formats/decodeMask.js";
import type { FileBytes } from "../../../app/formats/fileBytes.js";
import { encodeNpy } from "../../../bench/npy.js";
import { nifti } from "./makeFiles.js";

const [HEIGHT, WIDTH, CLASSES] = [64, 64, 4200];
const PIXELS = HEIGHT * WIDTH;
const VOXELS: readonly number[] = [1024, 1024, 17];

/** No more of a file is read at one go, however large it is. */
const MOST = 2 ** 22;

/** A file of which no large part can be read at once. */
function inParts(bytes: Uint8Array): FileBytes {
  return {
    length: bytes.length,
    read: (start, end) => {
      expect(end - start).toBeLessThanOrEqual(MOST);
      expect(end).toBeLessThanOrEqual(bytes.length);
      return bytes.slice(start, end);
    },
  };
}

let scores: Uint8Array;
let volume: Uint8Array;
const best = (pixel: number): number => (pixel * 31) % CLASSES;

beforeAll(() => {
  const values = new Float32Array(PIXELS * CLASSES);
  for (let pixel = 0; pixel < PIXELS; pixel++) values[pixel * CLASSES + best(pixel)] = 1;
  scores = new Uint8Array(encodeNpy("<f4", [HEIGHT, WIDTH, CLASSES], values));
  const voxels = new Float32Array(VOXELS.reduce((product, size) => product * size));
  voxels[12_345_678] = 7;
  volume = nifti([3, ...VOXELS, 1, 1, 1, 1], 16, new Uint8Array(voxels.buffer));
});

describe("a large file is read in small parts", () => {
  it.each([
    ["a .npy of scores", () => scores],
    ["an .npz that stores scores", () => zipSync({ "scores.npy": [scores, { level: 0 }] })],
    ["an .npz of compressed scores", () => zipSync({ "scores.npy": [scores, { level: 1 }] })],
  ])("%s", (_, file) => {
    const { raster } = decodeMask(inParts(file()));
    if (raster.kind !== "labels") throw new Error("no labels");
    expect(raster.argmaxOf?.numClasses).toBe(CLASSES);
    expect(raster.data).toEqual(Uint16Array.from({ length: PIXELS }, (__, pixel) => best(pixel)));
  });

  it.each([
    ["a NIfTI of floats", () => volume],
    ["a gzipped NIfTI of floats", () => gzipSync(volume, { level: 1 })],
  ])("%s", (_, file) => {
    const { raster } = decodeMask(inParts(file()));
    if (raster.kind !== "labels") throw new Error("no labels");
    expect(raster.data.length).toBe(volume.length / 4 - 88);
    expect(raster.data[12_345_678]).toBe(7);
    expect((raster.data as Uint8Array).reduce((sum, label) => sum + label, 0)).toBe(7);
  });

  it("and one bit that is flipped in a stored array is found", () => {
    const file = zipSync({ "scores.npy": [scores, { level: 0 }] });
    file[30_000_000] = (file[30_000_000] as number) ^ 1;
    expect(() => decodeMask(inParts(file))).toThrow("damaged .npz: the checksum of its array is wrong");
  });
});

import { seededRandom } from "./seededRandom.js";

/** What samples/volume/ is drawn from: sizes along z, y and x, and how far voxels are apart along x, y and z, in mm. */
export const VOLUME_SAMPLE = { size: [24, 48, 64], spacing: [0.8, 0.8, 2.5], seed: 9 } as const;

/** A lesion: an ellipsoid in voxels. */
interface Lesion {
  readonly z: number;
  readonly y: number;
  readonly x: number;
  /** In millimetres. */
  readonly radius: number;
}

/** Lesions of a made-up scan, and of a model's prediction: 1 is lesion, 0 is not; row-major, x the fastest. */
export interface LesionVolume {
  readonly groundTruth: Uint8Array;
  readonly prediction: Uint8Array;
}

/** Where lesions are: one of each cell of a grid, so that none touch by chance. */
const CELLS = { z: 2, y: 3, x: 4 };

/** What becomes of the lesions, from the first cell on. */
const FATES = [
  ...["found", "found", "displaced", "missed", "merged", "found", "made up", "grown"],
  ...["split", "missed", "found", "made up", "found", "shrunk", "displaced", "found"],
] as const;

/**
 * Draws a made-up scan with lesions of several sizes: found, missed, made up, displaced, grown or shrunk, one in two pieces,
 * and two in one. The same seed gives the same voxels on every machine.
 */
export function lesionVolume(seed: number): LesionVolume {
  const random = seededRandom(seed);
  const between = (low: number, high: number): number => low + (high - low) * random();
  const { size } = VOLUME_SAMPLE;
  const length = size.reduce((product, axis) => product * axis, 1);
  const [groundTruth, prediction] = [new Uint8Array(length), new Uint8Array(length)];
  FATES.forEach((fate, cell) => {
    const lesion: Lesion = {
      z: (Math.floor(cell / (CELLS.y * CELLS.x)) + between(0.4, 0.6)) * (size[0] / CELLS.z),
      y: ((Math.floor(cell / CELLS.x) % CELLS.y) + between(0.4, 0.6)) * (size[1] / CELLS.y),
      x: ((cell % CELLS.x) + between(0.4, 0.6)) * (size[2] / CELLS.x),
      radius: between(2.2, 4.6),
    };
    const { radius } = lesion;
    if (fate !== "made up") paint(groundTruth, lesion);
    switch (fate) {
      case "found":
        paint(prediction, { ...lesion, x: lesion.x + between(-0.8, 0.8), y: lesion.y + between(-0.8, 0.8) });
        break;
      case "made up":
        paint(prediction, { ...lesion, radius: radius * 0.7 });
        break;
      case "displaced":
        paint(prediction, { ...lesion, x: lesion.x + radius });
        break;
      case "grown":
        paint(prediction, { ...lesion, radius: radius * 1.25 });
        break;
      case "shrunk":
        paint(prediction, { ...lesion, radius: radius * 0.85 });
        break;
      case "split":
        paint(prediction, lesion);
        paint(prediction, { ...lesion, radius: radius * 2 }, 0, (_, __, x) => Math.abs(x - lesion.x) < 1.2);
        break;
      case "merged": {
        const next = { ...lesion, x: lesion.x + 2 * (radius / 0.8) - 1, radius: radius * 0.9 };
        paint(groundTruth, { ...next, x: next.x + 2 });
        paint(prediction, lesion);
        paint(prediction, { ...next, x: next.x + 1 });
        paint(prediction, { ...lesion, x: lesion.x + radius });
        break;
      }
      case "missed":
    }
  });
  return { groundTruth, prediction };
}

function paint(
  volume: Uint8Array,
  { z, y, x, radius }: Lesion,
  label = 1,
  isPart: (z: number, y: number, x: number) => boolean = () => true,
): void {
  const { size, spacing } = VOLUME_SAMPLE;
  const [, height, width] = size;
  volume.forEach((_, voxel) => {
    const [w, v, u] = [
      Math.floor(voxel / (height * width)) + 0.5,
      (Math.floor(voxel / width) % height) + 0.5,
      (voxel % width) + 0.5,
    ];
    const squared =
      ((u - x) * spacing[0]) ** 2 + ((v - y) * spacing[1]) ** 2 + ((w - z) * spacing[2]) ** 2;
    if (squared < radius * radius && isPart(w, v, u)) volume[voxel] = label;
  });
}

/** Bytes of a NIfTI-1 header, and of the four after it that say there is no extension. */
const HEADER_BYTES = 352;
const [UINT8, MILLIMETRES, SCANNER] = [2, 2, 1] as const;

/** A volume as NIfTI-1, not compressed: voxels of 8 bits, along the axes of the scanner. */
export function niftiOf(volume: Uint8Array): Uint8Array {
  const { size, spacing } = VOLUME_SAMPLE;
  const bytes = new Uint8Array(HEADER_BYTES + volume.length);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, 348, true);
  [3, size[2], size[1], size[0], 1, 1, 1, 1].forEach((length, axis) => {
    view.setInt16(40 + 2 * axis, length, true);
  });
  view.setInt16(70, UINT8, true);
  view.setInt16(72, 8, true);
  [1, ...spacing, 0, 0, 0, 0].forEach((length, axis) => {
    view.setFloat32(76 + 4 * axis, length, true);
  });
  view.setFloat32(108, HEADER_BYTES, true);
  view.setFloat32(112, 1, true);
  bytes[123] = MILLIMETRES;
  view.setInt16(254, SCANNER, true);
  spacing.forEach((length, axis) => {
    view.setFloat32(280 + 16 * axis + 4 * axis, length, true);
  });
  // "n+1": header and voxels are one file.
  bytes.set([0x6e, 0x2b, 0x31], 344);
  bytes.set(volume, HEADER_BYTES);
  return bytes;
}

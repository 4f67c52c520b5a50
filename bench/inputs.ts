import { allocate, type AllocatableType, SegmentationScorer } from "maskscore";
import { seededRandom } from "../app/samples/seededRandom.js";
import { STREET_CLASS_NAMES, streetScene } from "../app/samples/streetScene.js";

/** Two sides of one size. */
export interface Sides<T> {
  readonly groundTruth: T;
  readonly prediction: T;
}

/**
 * A street scene as one-hot truth, and as what a good model's softmax gives: 2 % of its pixels peak elsewhere.
 * Channels last.
 */
export function oneHotAndSoftmax(side: number, numClasses: number): Sides<Float32Array> {
  const scene = streetScene({ width: side, height: side, seed: 7 });
  const random = seededRandom(11);
  const groundTruth = new Float32Array(side * side * numClasses);
  const prediction = new Float32Array(side * side * numClasses);
  for (let pixel = 0; pixel < side * side; pixel++) {
    const first = pixel * numClasses;
    groundTruth[first + ((scene.groundTruth[pixel] as number) % numClasses)] = 1;
    const peak =
      random() < 0.02 ? Math.floor(random() * numClasses) : (scene.prediction[pixel] as number) % numClasses;
    let sum = 0;
    for (let c = 0; c < numClasses; c++) {
      const score = c === peak ? 2 + random() : random() / numClasses;
      prediction[first + c] = score;
      sum += score;
    }
    for (let c = 0; c < numClasses; c++) prediction[first + c] = (prediction[first + c] as number) / sum;
  }
  return { groundTruth, prediction };
}

/** Channels last -> channels first, of one image. */
export function toPlanes(scores: Float32Array, numClasses: number): Float32Array {
  const pixels = scores.length / numClasses;
  return Float32Array.from(
    { length: scores.length },
    (_, i) => scores[(i % pixels) * numClasses + Math.floor(i / pixels)] as number,
  );
}

/** The label map of a street scene's truth, its void pixels labelled as the last of 20 classes. */
export function streetLabels(side: number): Uint8Array {
  const { groundTruth } = streetScene({ width: side, height: side, seed: 7 });
  return groundTruth.map((label) => Math.min(label, STREET_CLASS_NAMES.length));
}

export type Disorder = "smooth" | "2 % noise" | "random";

/** A street scene's label maps, 0..18, with as much noise as asked for. */
export function streetPair(width: number, height: number, disorder: Disorder): Sides<Uint8Array> {
  const random = seededRandom(13);
  const scene = streetScene({ width, height, seed: 3, noise: disorder === "2 % noise" ? 0.02 : 0 });
  if (disorder === "random") {
    const labels = (): Uint8Array =>
      scene.groundTruth.map(() => Math.floor(random() * STREET_CLASS_NAMES.length));
    return { groundTruth: labels(), prediction: labels() };
  }
  return {
    groundTruth: scene.groundTruth.map((label) => label % STREET_CLASS_NAMES.length),
    prediction: scene.prediction,
  };
}

/** Binary masks: the vehicles and people of a street scene. */
export function binaryPair(side: number): Sides<Uint8Array> {
  const scene = streetScene({ width: side, height: side, seed: 5 });
  const foreground = (labels: Uint8Array): Uint8Array =>
    labels.map((label) => Number(label > 10 && label < 255));
  return { groundTruth: foreground(scene.groundTruth), prediction: foreground(scene.prediction) };
}

/** Along depth, height and width, in voxels. */
type Triple = readonly [number, number, number];

/** A volume of 0, and 1 within any of the ellipsoids. */
export function ellipsoids(
  [depth, height, width]: Triple,
  bodies: readonly { readonly centre: Triple; readonly radii: Triple }[],
): Uint8Array {
  const mask = new Uint8Array(depth * height * width);
  for (const { centre, radii } of bodies) {
    const squared = (voxel: number, axis: 0 | 1 | 2): number => ((voxel - centre[axis]) / radii[axis]) ** 2;
    let voxel = 0;
    for (let z = 0; z < depth; z++) {
      for (let y = 0; y < height; y++) {
        const ofRow = squared(z, 0) + squared(y, 1);
        for (let x = 0; x < width; x++, voxel++) {
          if (ofRow + squared(x, 2) <= 1) mask[voxel] = 1;
        }
      }
    }
  }
  return mask;
}

/** np.packbits of a mask without padding. */
export function packBits(mask: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(mask.length / 8);
  mask.forEach((value, i) => {
    bytes[i >> 3] = (bytes[i >> 3] as number) | (value << (7 - (i & 7)));
  });
  return bytes;
}

/** Copies an array into WebAssembly memory for good; ask for it anew before each use. */
export function held<T extends Uint8Array | Uint16Array | Int32Array | Float32Array>(array: T): () => T {
  const memory = allocate(array.constructor as AllocatableType, array.length);
  memory.data.set(array);
  return () => memory.data as unknown as T;
}

/** A copy in memory that workers can read. */
export function shared<T extends Uint8Array | Float32Array>(array: T): T {
  const copy = new (array.constructor as Uint8ArrayConstructor)(new SharedArrayBuffer(array.byteLength));
  copy.set(array);
  return copy as unknown as T;
}

/** A square image of side x side pixels, covered with copies of an image of so many pixels a row. */
export function tiled(image: Uint8Array, width: number, side: number): Uint8Array {
  const square = new Uint8Array(side * side);
  const height = image.length / width;
  for (let y = 0; y < side; y++) {
    const row = image.subarray((y % height) * width, ((y % height) + 1) * width);
    for (let x = 0; x < side; x += width) square.set(row, y * side + x);
  }
  return square;
}

/** A scorer of images of all classes, predicted right to seven tenths or so. */
export function scorerOfImages(images: number, numClasses: number): SegmentationScorer {
  const random = seededRandom(17);
  const scorer = new SegmentationScorer({ numClasses });
  for (let image = 0; image < images; image++) {
    const counts = new Float64Array(numClasses * numClasses);
    for (let c = 0; c < numClasses; c++) {
      counts[c * numClasses + c] = Math.floor(3500 * random());
      counts[c * numClasses + Math.floor(random() * numClasses)] = Math.floor(1500 * random());
    }
    scorer.addCounts({ numClasses, counts, ignoredCount: 0 }, { id: `image ${image}` });
  }
  return scorer;
}

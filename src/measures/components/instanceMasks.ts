import type { ConnectedComponents } from "../../volumes/foundComponents.js";
import type { Grid } from "../../volumes/grid.js";
import type { ComponentImage } from "./componentImage.js";

/** Two matched components, cut out of the image: as large as both of them together. */
export interface InstanceMasks {
  /** 1 in the component, 0 elsewhere; row-major. */
  readonly groundTruth: Uint8Array;
  readonly prediction: Uint8Array;
  /** As many axes as the image has. Beyond the masks both are 0, as in the image. */
  readonly shape: readonly number[];
  /** The image's. */
  readonly spacing: readonly number[] | undefined;
  /** Where the masks' first pixel is in the image, along each axis. */
  readonly origin: readonly number[];
}

/** Least and most z, y, x of a component, six numbers each; the first of number 1. */
type Boxes = Int32Array;

/** Cuts matched components out of an image; it looks through the image once, however many there are. */
export function instanceCutter(
  image: ComponentImage,
): (groundTruth: number, prediction: number) => InstanceMasks {
  const { grid, spacing } = image;
  const [ours, theirs] = [boxesOf(image.groundTruth, grid), boxesOf(image.prediction, grid)];
  return (groundTruth, prediction) => {
    const [a, b] = [(groundTruth - 1) * 6, (prediction - 1) * 6];
    const axes = grid.shape.length === 3 ? [0, 1, 2] : [1, 2];
    const least = [0, 1, 2].map((axis) => Math.min(ours[a + axis] as number, theirs[b + axis] as number));
    const most = [3, 4, 5].map((axis) => Math.max(ours[a + axis] as number, theirs[b + axis] as number));
    const sizes = least.map((from, axis) => (most[axis] as number) - from + 1);
    return {
      groundTruth: cut(image.groundTruth, groundTruth, grid, least, sizes),
      prediction: cut(image.prediction, prediction, grid, least, sizes),
      shape: axes.map((axis) => sizes[axis] as number),
      spacing,
      origin: axes.map((axis) => least[axis] as number),
    };
  };
}

function boxesOf({ count, componentIds }: ConnectedComponents, grid: Grid): Boxes {
  const { depth, height, width } = grid;
  const boxes = new Int32Array(count * 6);
  for (let i = 0; i < boxes.length; i++) boxes[i] = i % 6 < 3 ? 2 ** 31 - 1 : -1;
  let pixel = 0;
  for (let z = 0; z < depth; z++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const id = componentIds[pixel++] as number;
        if (id === 0) continue;
        const box = (id - 1) * 6;
        if (z < (boxes[box] as number)) boxes[box] = z;
        if (y < (boxes[box + 1] as number)) boxes[box + 1] = y;
        if (x < (boxes[box + 2] as number)) boxes[box + 2] = x;
        if (z > (boxes[box + 3] as number)) boxes[box + 3] = z;
        if (y > (boxes[box + 4] as number)) boxes[box + 4] = y;
        if (x > (boxes[box + 5] as number)) boxes[box + 5] = x;
      }
    }
  }
  return boxes;
}

function cut(
  { componentIds }: ConnectedComponents,
  id: number,
  { height, width }: Grid,
  least: readonly number[],
  sizes: readonly number[],
): Uint8Array {
  const [fromZ, fromY, fromX] = least as [number, number, number];
  const [depth, rows, columns] = sizes as [number, number, number];
  const mask = new Uint8Array(depth * rows * columns);
  let target = 0;
  for (let z = 0; z < depth; z++) {
    for (let y = 0; y < rows; y++) {
      let pixel = ((fromZ + z) * height + fromY + y) * width + fromX;
      for (let x = 0; x < columns; x++) mask[target++] = componentIds[pixel++] === id ? 1 : 0;
    }
  }
  return mask;
}

import { DatasetError } from "../errors/problem.js";
import { StackAlone } from "../formats/formatError.js";
import type { MaskFile } from "../formats/maskFile.js";

/** What files of an image hold: how many label maps, or undefined where one of them is one mask. */
export interface StackSide {
  readonly name: string;
  readonly size: number | undefined;
  /** As many as they could be: masks of two classes that complement each other are one-hot, too. */
  readonly couldBe?: number | undefined;
}

/**
 * How many images the files of one image are: as many as each of them has label maps.
 *
 * @returns undefined where they are masks; also where only some are stacks: whoever decodes these says so
 * @throws {DatasetError} they are stacks of different sizes
 */
export function imagesOfStacks([truth, ...predictions]: readonly StackSide[]): number | undefined {
  if (truth === undefined || ![truth, ...predictions].some(({ size }) => size !== undefined))
    return undefined;
  const sizeOf = (side: StackSide): number | undefined => side.size ?? side.couldBe;
  const size = sizeOf(truth);
  if (size === undefined || predictions.some((one) => sizeOf(one) === undefined)) return undefined;
  const other = predictions.find((one) => sizeOf(one) !== size);
  if (other === undefined) return size;
  throw new DatasetError({
    code: "stack-sizes-differ",
    file: other.name,
    predicted: sizeOf(other) as number,
    groundTruth: truth.name,
    expected: size,
  });
}

/**
 * How many label maps a file holds, or could.
 *
 * @param decode gives what the file holds as one mask
 */
export function stackSizesOf(decode: () => MaskFile): Omit<StackSide, "name"> {
  try {
    const { raster } = decode();
    const summary = raster.kind === "labels" ? raster.argmaxOf : undefined;
    const isByPlane = summary?.layout === "channelsFirst";
    return { size: undefined, couldBe: isByPlane ? summary.numClasses : undefined };
  } catch (error) {
    // Whatever else is wrong is said when the mask is counted.
    if (!(error instanceof DatasetError)) throw error;
    return { size: error.cause instanceof StackAlone ? error.cause.size : undefined };
  }
}

/** What an image of a stack goes by, and in messages its file. */
export function nameOfSlice(name: string, slice: number | undefined): string {
  return slice === undefined ? name : `${name}[${slice}]`;
}

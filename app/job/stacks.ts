import { DatasetError } from "../errors/problem.js";

/** What files of an image hold: how many label maps, or undefined where one of them is one mask. */
export interface StackSide {
  readonly name: string;
  readonly size: number | undefined;
}

/**
 * How many images the files of one image are: as many as each of them has label maps.
 *
 * @returns undefined where they are masks; also where only some are stacks: whoever decodes these says so
 * @throws {DatasetError} they are stacks of different sizes
 */
export function imagesOfStacks([truth, ...predictions]: readonly StackSide[]): number | undefined {
  const size = truth?.size;
  if (size === undefined || predictions.some((one) => one.size === undefined)) return undefined;
  const other = predictions.find((one) => one.size !== size);
  if (other === undefined) return size;
  throw new DatasetError({
    code: "stack-sizes-differ",
    file: other.name,
    predicted: other.size as number,
    groundTruth: (truth as StackSide).name,
    expected: size,
  });
}

/** What an image of a stack goes by, and in messages its file. */
export function nameOfSlice(name: string, slice: number | undefined): string {
  return slice === undefined ? name : `${name}[${slice}]`;
}

import { hasStackName } from "../../app/formats/stackSigns.js";
import { imagesOfStacks, nameOfSlice, type StackSide } from "../../app/job/stacks.js";
import type { FileDecode } from "../../app/job/runDecode.js";
import { doMaskTask } from "../counting/doMaskTask.js";
import { filesOf } from "../counting/filesOf.js";
import { mayBeStack } from "../counting/readSlice.js";
import { letSignalsIn } from "../interruption.js";
import { withFiles } from "../sources/heldFiles.js";
import type { ImageFiles } from "./pairing.js";

/** Files that are looked at between two pauses. */
const PAUSE_EVERY = 200;

/**
 * Images whose files are stacks of label maps, as that many images.
 *
 * @throws {DatasetError} the stacks of an image differ in their size
 */
export async function expandStacks(
  images: readonly ImageFiles[],
  decode: FileDecode,
): Promise<readonly ImageFiles[]> {
  const expanded: ImageFiles[] = [];
  for (const [i, image] of images.entries()) {
    if (i % PAUSE_EVERY === 0) await letSignalsIn();
    const { id } = image;
    const paths = filesOf(image);
    const sides: StackSide[] = [];
    // Where one is no stack, none is read for it.
    if (paths.every(hasStackName) && (await withFiles(paths, () => paths.every(mayBeStack)))) {
      for (const name of paths)
        sides.push({ name, ...(await doMaskTask("stackSize", { path: name, decode })) });
    }
    const count = imagesOfStacks(sides);
    if (count === undefined) expanded.push(image);
    else
      for (let slice = 0; slice < count; slice++)
        expanded.push({ ...image, id: nameOfSlice(id, slice), slice });
  }
  return expanded;
}

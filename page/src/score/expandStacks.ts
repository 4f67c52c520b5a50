import { hasStackName, signsOfStack } from "../../../app/formats/stackSigns.js";
import type { FileDecode } from "../../../app/job/runDecode.js";
import { imagesOfStacks, nameOfSlice, type StackSide } from "../../../app/job/stacks.js";
import type { NamedFile } from "../counting/protocol.js";
import { pageWorkers } from "../counting/workers.js";
import type { ImagePair } from "./pairs.js";

/**
 * Images whose files are stacks of label maps, as that many images.
 *
 * @throws {DatasetError} the stacks of an image differ in their size
 */
export async function expandStacks(
  images: readonly ImagePair[],
  decode: FileDecode,
  signal: AbortSignal,
): Promise<ImagePair[]> {
  const expanded: ImagePair[] = [];
  for (const image of images) {
    const { id, groundTruth, prediction } = image;
    const sides: StackSide[] = [];
    // Where one is no stack, none is read for it.
    if ((await mayBeStack(groundTruth)) && (await mayBeStack(prediction))) {
      for (const named of [groundTruth, prediction]) {
        const sizes = await pageWorkers().ask("stackSize", { named, decode }, { signal, about: id });
        sides.push({ name: named.shown, ...sizes });
      }
    }
    const count = imagesOfStacks(sides);
    if (count === undefined) expanded.push(image);
    for (let slice = 0; slice < (count ?? 0); slice++) {
      expanded.push({
        id: nameOfSlice(id, slice),
        groundTruth: sliceOf(groundTruth, slice),
        prediction: sliceOf(prediction, slice),
      });
    }
  }
  return expanded;
}

function sliceOf(named: NamedFile, slice: number): NamedFile {
  return { ...named, shown: nameOfSlice(named.shown, slice), slice };
}

/** What cannot be read is none: counting says why. */
async function mayBeStack({ shown, file }: NamedFile): Promise<boolean> {
  if (!hasStackName(shown)) return false;
  const signs = signsOfStack();
  try {
    for (let next = signs.next(); ;) {
      if (next.done === true) return next.value;
      const { start, bytes } = next.value;
      next = signs.next(new Uint8Array(await file.slice(start, start + bytes).arrayBuffer()));
    }
  } catch {
    return false;
  }
}

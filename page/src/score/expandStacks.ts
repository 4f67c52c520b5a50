import { hasStackName, signsOfStack } from "../../../app/formats/stackSigns.js";
import type { FileDecode } from "../../../app/job/runDecode.js";
import { imagesOfStacks, nameOfSlice, type StackSide } from "../../../app/job/stacks.js";
import type { NamedFile } from "../counting/protocol.js";
import { pageWorkers } from "../counting/workers.js";
import type { RunImage } from "./pairs.js";

/**
 * Images whose files are stacks of label maps, as that many images.
 *
 * @throws {DatasetError} the stacks of an image differ in their size
 */
export async function expandStacks(
  images: readonly RunImage[],
  decode: FileDecode,
  signal: AbortSignal,
): Promise<RunImage[]> {
  const expanded: RunImage[] = [];
  for (const image of images) {
    const { id, groundTruth, predictions } = image;
    const files = [groundTruth, ...predictions];
    const sides: StackSide[] = [];
    // Where one is no stack, none is read for it.
    if (await mayAllBeStacks(files)) {
      for (const named of files) {
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
        predictions: predictions.map((prediction) => sliceOf(prediction, slice)),
      });
    }
  }
  return expanded;
}

function sliceOf(named: NamedFile, slice: number): NamedFile {
  return { ...named, shown: nameOfSlice(named.shown, slice), slice };
}

async function mayAllBeStacks(files: readonly NamedFile[]): Promise<boolean> {
  for (const file of files) if (!(await mayBeStack(file))) return false;
  return true;
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

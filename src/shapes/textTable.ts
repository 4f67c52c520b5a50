import type { ShapeKernels } from "./kernels.js";
import { MASK_NUMBERS, type MaskTable } from "./maskTable.js";
import { placesFor, withShapeKernels } from "./shapeEngine.js";

/** Memory for the runs of one table after another: a new piece for each image takes longer than to read it. */
export class RunsMemory {
  #runs = new Uint32Array(0);

  /** What was handed out before is overwritten. */
  take(count: number): Uint32Array {
    if (count > MOST_CHARACTERS / 4) return new Uint32Array(count);
    if (this.#runs.length < count) this.#runs = new Uint32Array(2 * count);
    return this.#runs.subarray(0, count);
  }
}

/** Characters of one go; more are read one by one. */
const MOST_CHARACTERS = 2 ** 24;

/**
 * The table of masks of one size, of COCO's compressed strings, without an array each.
 *
 * @param memory the table's runs stand in; they are good as long as it is not used again
 * @returns undefined where a text is no mask of that size, or there is no kernel: they are to be read one by one, then
 */
export function tableOfTexts(
  texts: readonly string[],
  size: readonly [height: number, width: number],
  memory: RunsMemory,
): MaskTable | undefined {
  const characters = texts.reduce((sum, { length }) => sum + length, 0);
  if (texts.length === 0 || characters > MOST_CHARACTERS) return undefined;
  return withShapeKernels((kernels) =>
    kernels === undefined ? undefined : readInKernel(kernels, texts, characters, size, memory),
  );
}

function readInKernel(
  kernels: ShapeKernels,
  texts: readonly string[],
  characters: number,
  [height, width]: readonly [number, number],
  memory: RunsMemory,
): MaskTable | undefined {
  const count = texts.length;
  const places = placesFor(kernels, [
    characters,
    count * 4,
    characters * 4,
    count * MASK_NUMBERS * 4,
    count * 8,
  ]);
  if (places === undefined) return undefined;
  const [textPtr, lengthsPtr, runsPtr, masksPtr, areasPtr] = places as [
    number,
    number,
    number,
    number,
    number,
  ];
  const { buffer } = kernels.memory;
  const text = new Uint8Array(buffer, textPtr, characters);
  const lengths = new Uint32Array(buffer, lengthsPtr, count);
  const encoder = new TextEncoder();
  let end = 0;
  for (let i = 0; i < count; i++) {
    const own = texts[i] as string;
    // What is not ASCII takes more bytes than characters, and is no such text.
    const { read, written } = encoder.encodeInto(own, text.subarray(end));
    if (read !== own.length || written !== own.length) return undefined;
    lengths[i] = written;
    end += written;
  }
  if (kernels.runTexts(textPtr, lengthsPtr, count, height, width, runsPtr, masksPtr, areasPtr) < count) {
    return undefined;
  }
  const masks = new Uint32Array(buffer, masksPtr, count * MASK_NUMBERS).slice();
  const runCount = masks[masks.length - MASK_NUMBERS + 1] as number;
  const runs = memory.take(runCount);
  runs.set(new Uint32Array(buffer, runsPtr, runCount));
  return {
    count,
    runs,
    masks,
    areas: new Float64Array(buffer, areasPtr, count).slice(),
  };
}

import type { LabelSource, ScoreTensor } from "../types.js";

/** What goes along with one task: shared memory as it is, of all other memory a copy that is handed over. */
export class Cargo {
  /** The copies: to be transferred. */
  readonly buffers: ArrayBuffer[] = [];

  /** A side in a form that can be posted. */
  load<T extends LabelSource>(source: T): T {
    if (ArrayBuffer.isView(source)) return this.#array(source) as T;
    const scores: ScoreTensor = source;
    if (isShareable(scores.data)) return source;
    const { data, layout, pixelCount, numClasses, planeStride } = scores;
    if (layout === "channelsLast" || planeStride === pixelCount) {
      return { ...scores, data: this.#array(data) } as T;
    }
    // A part of a channels-first image: its planes move together.
    const planes = new (data.constructor as Float32ArrayConstructor)(numClasses * pixelCount);
    for (let c = 0; c < numClasses; c++) {
      planes.set(data.subarray(c * planeStride, c * planeStride + pixelCount), c * pixelCount);
    }
    this.buffers.push(planes.buffer);
    return { ...scores, data: planes, planeStride: pixelCount } as T;
  }

  #array<A extends Exclude<LabelSource, ScoreTensor> | ScoreTensor["data"]>(array: A): A {
    if (isShareable(array)) return array;
    const copy = array.slice();
    this.buffers.push(copy.buffer);
    return copy as A;
  }
}

/**
 * Whether workers can read the same memory. A page that is not cross-origin isolated may hold shared memory
 * (WebAssembly makes some) but not post it.
 */
function isShareable(array: ArrayBufferView): boolean {
  return (
    Object.prototype.toString.call(array.buffer) === "[object SharedArrayBuffer]" &&
    (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated !== false
  );
}

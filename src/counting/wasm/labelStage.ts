import { isBigIntegers, type Labels, type LabelSource, type ScoreTensor } from "../../types.js";
import type { Arena } from "./arena.js";
import type { Kernels } from "./kernels.js";
import { scoreBytesOf, ScoreStage } from "./scoreStage.js";

/** Bytes of a label as the histograms read it. */
export type LabelBytes = 1 | 2 | 4;

/** Labels are compared by their bits once they are in memory; these are what narrowLabelsI64 writes. */
const IGNORED_I64 = -1;

/** The narrowest width in which no label of a side changes its meaning. */
export function labelBytesOf(source: LabelSource): LabelBytes {
  if (!ArrayBuffer.isView(source)) return source.numClasses <= 256 ? 1 : 2;
  switch (source[Symbol.toStringTag]) {
    case "Uint8Array":
    case "Uint8ClampedArray":
      return 1;
    case "Uint16Array":
      return 2;
    default:
      // Negative labels need a width in which they are not the bits of a class.
      return 4;
  }
}

/** Brings tiles of one side's labels into WebAssembly memory, whether they are given or the argmax of scores. */
export interface LabelStage {
  /** Whether all of it may be read as one tile. */
  readonly inPlace: boolean;
  /** ignoreIndex as it stands in a tile; undefined where no label can equal it. */
  readonly ignoreIndex: number | undefined;
  /** Bytes of a pixel as it is copied in: what a tile's size is reckoned by. */
  readonly pixelBytes: number;
  scratchBytes(tilePixels: number): [number, number, number];
  place(ptrs: readonly [number, number, number], tilePixels: number): void;
  /** Pointer to the labels of pixels first..first + count of one image. */
  load(image: number, first: number, count: number): number;
}

export function labelStage(
  source: LabelSource,
  pixelCount: number,
  labelBytes: LabelBytes,
  ignoreIndex: number | undefined,
  kernels: Kernels,
  arena: Arena,
): LabelStage {
  return ArrayBuffer.isView(source)
    ? new GivenLabels(source, pixelCount, labelBytes, ignoreIndex, kernels, arena)
    : new ArgmaxLabels(source, labelBytes, ignoreIndex, kernels, arena);
}

class GivenLabels implements LabelStage {
  readonly inPlace: boolean;
  readonly ignoreIndex: number | undefined;
  readonly pixelBytes: number;
  readonly #labels: Labels;
  readonly #pixelCount: number;
  readonly #labelBytes: LabelBytes;
  readonly #ignoreIndex: number | undefined;
  readonly #kernels: Kernels;
  readonly #arena: Arena;
  #ptr = 0;
  #widePtr = 0;

  constructor(
    labels: Labels,
    pixelCount: number,
    labelBytes: LabelBytes,
    ignoreIndex: number | undefined,
    kernels: Kernels,
    arena: Arena,
  ) {
    this.#labels = labels;
    this.#pixelCount = pixelCount;
    this.#labelBytes = labelBytes;
    this.#kernels = kernels;
    this.#arena = arena;
    this.#ignoreIndex = ignoreIndex;
    this.inPlace = arena.holds(labels) && labels.BYTES_PER_ELEMENT === labelBytes;
    this.pixelBytes = labels.BYTES_PER_ELEMENT;
    this.ignoreIndex = ignoreIndexOf(labels, ignoreIndex);
  }

  scratchBytes(tilePixels: number): [number, number, number] {
    if (this.inPlace) return [0, 0, 0];
    return [tilePixels * this.#labelBytes, isBigIntegers(this.#labels) ? tilePixels * 8 : 0, 0];
  }

  place([ptr, widePtr]: readonly [number, number, number]): void {
    this.#ptr = ptr;
    this.#widePtr = widePtr;
  }

  load(image: number, first: number, count: number): number {
    const labels = this.#labels;
    const from = image * this.#pixelCount + first;
    if (this.inPlace) return labels.byteOffset + from * this.#labelBytes;
    const { views } = this.#arena;
    if (isBigIntegers(labels)) {
      views.i64.set(labels.subarray(from, from + count), this.#widePtr / 8);
      this.#kernels.narrowLabelsI64(
        this.#widePtr,
        count,
        this.#ptr,
        BigInt(this.#ignoreIndex ?? 0),
        this.#ignoreIndex === undefined ? 0 : 1,
      );
      return this.#ptr;
    }
    const part = from === 0 && count === labels.length ? labels : labels.subarray(from, from + count);
    if (this.#labelBytes === 1) views.u8.set(part, this.#ptr);
    else if (this.#labelBytes === 2) views.u16.set(part, this.#ptr / 2);
    else views.i32.set(part, this.#ptr / 4);
    return this.#ptr;
  }
}

/** The bits that mark ignored pixels in a tile. In 32 bits -1 and 2^32 - 1 look the same, but no type of labels holds both. */
function ignoreIndexOf(labels: Labels, ignoreIndex: number | undefined): number | undefined {
  if (ignoreIndex === undefined) return undefined;
  const [least, most] = RANGES[labels[Symbol.toStringTag]];
  if (ignoreIndex < least || ignoreIndex > most) return undefined;
  return isBigIntegers(labels) ? IGNORED_I64 : ignoreIndex | 0;
}

const RANGES: Readonly<Record<Labels[typeof Symbol.toStringTag], readonly [number, number]>> = {
  Uint8Array: [0, 255],
  Uint8ClampedArray: [0, 255],
  Int8Array: [-128, 127],
  Uint16Array: [0, 65535],
  Int16Array: [-32768, 32767],
  Int32Array: [-(2 ** 31), 2 ** 31 - 1],
  Uint32Array: [0, 2 ** 32 - 1],
  BigInt64Array: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
};

/** The argmax of scores, tile by tile; one class is thresholded at > 0 and gives labels 0 and 1. */
export class ArgmaxLabels implements LabelStage {
  readonly inPlace: boolean;
  readonly ignoreIndex: number | undefined;
  readonly pixelBytes: number;
  readonly #scores: ScoreTensor;
  readonly #stage: ScoreStage;
  readonly #labelBytes: LabelBytes;
  readonly #scoreBytes: 4 | 8;
  readonly #kernels: Kernels;
  #labelsPtr = 0;

  constructor(
    scores: ScoreTensor,
    labelBytes: LabelBytes,
    ignoreIndex: number | undefined,
    kernels: Kernels,
    arena: Arena,
    scoreBytes = scoreBytesOf(scores),
  ) {
    this.#scores = scores;
    this.#labelBytes = labelBytes;
    this.#scoreBytes = scoreBytes;
    this.#kernels = kernels;
    this.#stage = new ScoreStage(scores, kernels, arena, scoreBytes);
    // Labels still pass through scratch memory, tile by tile.
    this.inPlace = false;
    this.ignoreIndex =
      ignoreIndex !== undefined && ignoreIndex >= 0 && ignoreIndex < 2 ** (8 * labelBytes)
        ? ignoreIndex
        : undefined;
    this.pixelBytes = scores.numClasses * scoreBytes;
  }

  scratchBytes(tilePixels: number): [number, number, number] {
    // u16 labels, and behind them room for the same labels in 32 bits.
    return [...this.#stage.scratchBytes(tilePixels), tilePixels * 2 + 64 + tilePixels * 4];
  }

  place([ptr, rawPtr, labelsPtr]: readonly [number, number, number], tilePixels: number): void {
    this.#stage.place(ptr, rawPtr, tilePixels);
    this.#labelsPtr = labelsPtr;
  }

  load(image: number, first: number, count: number): number {
    const { ptr, planeBytes } = this.#stage.load(image, first, count);
    const { layout, numClasses } = this.#scores;
    const kernels = this.#kernels;
    const narrow = this.#scoreBytes === 4;
    const labelsPtr = this.#labelsPtr;
    if (numClasses === 1) {
      (narrow ? kernels.thresholdF32 : kernels.thresholdF64)(ptr, count, labelsPtr);
    } else if (layout === "channelsLast") {
      (narrow ? kernels.argmaxF32 : kernels.argmaxF64)(ptr, count, numClasses, labelsPtr);
    } else {
      (narrow ? kernels.argmaxPlanesF32 : kernels.argmaxPlanesF64)(
        ptr,
        count,
        planeBytes,
        numClasses,
        labelsPtr,
      );
    }
    if (this.#labelBytes === 1) kernels.narrowLabelsU16(labelsPtr, count, labelsPtr);
    if (this.#labelBytes !== 4) return labelsPtr;
    const widePtr = Math.ceil((labelsPtr + count * 2) / 16) * 16;
    kernels.widenLabelsU16(labelsPtr, count, widePtr);
    return widePtr;
  }
}

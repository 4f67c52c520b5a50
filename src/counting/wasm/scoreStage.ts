import type { ScoreTensor } from "../../types.js";
import type { Arena } from "./arena.js";
import type { Kernels } from "./kernels.js";

/** Bytes of a score as the kernels read it: float32 where that is exact, else float64. */
export type ScoreBytes = 4 | 8;

/** 4 where float32 holds every score of all the tensors exactly, else 8. */
export function scoreBytesOf(...tensors: readonly ScoreTensor[]): ScoreBytes {
  return tensors.every(
    ({ data }) => data.BYTES_PER_ELEMENT <= 2 || data[Symbol.toStringTag] === "Float32Array",
  )
    ? 4
    : 8;
}

/** Where a tile of scores lies in memory. Channels last: rows of numClasses scores; first: planes planeBytes apart. */
export interface StagedScores {
  readonly ptr: number;
  readonly planeBytes: number;
}

/**
 * Brings tiles of a tensor into WebAssembly memory as float32 or float64. A tensor that lies there already, as
 * float32 or float64, is read where it is, unless it is to be copied all the same.
 */
export class ScoreStage {
  readonly #scores: ScoreTensor;
  readonly #kernels: Kernels;
  readonly #arena: Arena;
  readonly #scoreBytes: ScoreBytes;
  readonly #inPlace: boolean;
  /** u8 and float16 come in as they are and are widened by a kernel: less to copy. */
  readonly #widens: boolean;
  #ptr = 0;
  #rawPtr = 0;
  #tilePixels = 0;

  constructor(
    scores: ScoreTensor,
    kernels: Kernels,
    arena: Arena,
    scoreBytes: ScoreBytes,
    how: "copied" | "in place" = "in place",
  ) {
    const { data, isFloat16 } = scores;
    this.#scores = scores;
    this.#kernels = kernels;
    this.#arena = arena;
    this.#scoreBytes = scoreBytes;
    const tag = data[Symbol.toStringTag];
    this.#inPlace =
      how === "in place" && arena.holds(data) && tag === (scoreBytes === 4 ? "Float32Array" : "Float64Array");
    this.#widens = isFloat16 || (scoreBytes === 4 && (tag === "Uint8Array" || tag === "Uint8ClampedArray"));
  }

  /** Whether the whole tensor may be read as one tile. */
  get inPlace(): boolean {
    return this.#inPlace;
  }

  /** Bytes of scratch memory for tiles of so many pixels: what the kernels read, and what it is widened from. */
  scratchBytes(tilePixels: number): [number, number] {
    const scores = tilePixels * this.#scores.numClasses;
    if (this.#inPlace) return [0, 0];
    // float16 beside a float64 tensor is widened to float32 first, in the second region behind its bits.
    const rawBytes = this.#scores.isFloat16 ? 2 + (this.#scoreBytes === 8 ? 4 : 0) : 1;
    return [scores * this.#scoreBytes, this.#widens ? align16(scores * rawBytes) + 64 : 0];
  }

  place(ptr: number, rawPtr: number, tilePixels: number): void {
    this.#ptr = ptr;
    this.#rawPtr = rawPtr;
    this.#tilePixels = tilePixels;
  }

  /** Pixels first..first + count of one image. */
  load(image: number, first: number, count: number): StagedScores {
    const { data, layout, pixelCount, numClasses, planeStride } = this.#scores;
    const imageStart = image * pixelCount * numClasses;
    if (layout === "channelsLast") {
      const from = imageStart + first * numClasses;
      if (this.#inPlace) return { ptr: data.byteOffset + from * this.#scoreBytes, planeBytes: 0 };
      this.#copy(from, count * numClasses, 0);
      this.#widen(count * numClasses);
      return { ptr: this.#ptr, planeBytes: 0 };
    }
    if (this.#inPlace) {
      return {
        ptr: data.byteOffset + (imageStart + first) * this.#scoreBytes,
        planeBytes: planeStride * this.#scoreBytes,
      };
    }
    for (let c = 0; c < numClasses; c++) {
      this.#copy(imageStart + c * planeStride + first, count, c * this.#tilePixels);
    }
    this.#widen(this.#tilePixels * numClasses);
    return { ptr: this.#ptr, planeBytes: this.#tilePixels * this.#scoreBytes };
  }

  /** Copies data[from .. from + length] to element `to` of the tile. */
  #copy(from: number, length: number, to: number): void {
    const { data, isFloat16 } = this.#scores;
    const { views } = this.#arena;
    const part = from === 0 && length === data.length ? data : data.subarray(from, from + length);
    if (isFloat16) views.u16.set(part, this.#rawPtr / 2 + to);
    else if (this.#widens) views.u8.set(part, this.#rawPtr + to);
    else if (this.#scoreBytes === 4) views.f32.set(part, this.#ptr / 4 + to);
    else views.f64.set(part, this.#ptr / 8 + to);
  }

  /** Widens the first `length` scores of the raw tile. */
  #widen(length: number): void {
    if (!this.#widens) return;
    if (!this.#scores.isFloat16) {
      this.#kernels.widenScoresU8(this.#rawPtr, length, this.#ptr);
    } else if (this.#scoreBytes === 4) {
      this.#kernels.widenScoresF16(this.#rawPtr, length, this.#ptr);
    } else {
      const { views } = this.#arena;
      const floatsPtr = this.#rawPtr + align16(length * 2);
      this.#kernels.widenScoresF16(this.#rawPtr, length, floatsPtr);
      views.f64.set(views.f32.subarray(floatsPtr / 4, floatsPtr / 4 + length), this.#ptr / 8);
    }
  }
}

function align16(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}

import { backend } from "../counting/backend.js";
import { addConfusionMatrices } from "../counting/addConfusion.js";
import { emptyOverlapSums, SOFT_BLOCK_PIXELS } from "../counting/overlapSums.js";
import { cutIntoStrips, type Strip, stripOf } from "../counting/strips.js";
import type {
  BinaryCounts,
  ConfusionCounts,
  ConfusionMatrix,
  ImageSizes,
  LabelSource,
  OverlapSums,
  PackedRows,
  ScoreTensor,
} from "../types.js";
import { Cargo } from "./cargo.js";
import type { WorkerSet } from "../workers/workerSet.js";
import type { Answer, Asked } from "../workers/requests.js";
import { type PoolRequests, softBlocks } from "./poolRequests.js";

/** How inputs are cut. No count depends on it; tests pass small numbers to show that. */
export interface StripLimits {
  /** Strips that a call is cut into, about. */
  readonly pieces: number;
  /** A strip of fewer bytes is counted faster than it is handed over (bench: pool). */
  readonly leastBytes: number;
}

const LEAST_STRIP_BYTES = 2 ** 20;

/** Strips for each worker: of one each, the slower worker's would decide. */
const STRIPS_A_THREAD = 2;

export function stripLimits(threads: number): StripLimits {
  return { pieces: threads === 1 ? 1 : threads * STRIPS_A_THREAD, leastBytes: LEAST_STRIP_BYTES };
}

/** A Counter whose pixels are cut into strips and counted by workers: the same integers, later. */
export class PooledCounter {
  readonly #workers: Pick<WorkerSet<PoolRequests>, "ask">;
  readonly #limits: StripLimits;

  constructor(workers: Pick<WorkerSet<PoolRequests>, "ask">, limits: StripLimits) {
    this.#workers = workers;
    this.#limits = limits;
  }

  async argmaxLabels(scores: ScoreTensor): Promise<Uint16Array | Uint32Array> {
    const strips = this.#cut(scores, bytesOf(scores));
    const parts = await this.#count("argmaxLabels", strips, (strip, cargo) => ({
      scores: cargo.load(stripOf(scores, scores.pixelCount, strip)),
    }));
    const [first] = parts as [Uint16Array];
    if (parts.length === 1) return first;
    const labels = new (first.constructor as Uint16ArrayConstructor)(scores.batchSize * scores.pixelCount);
    strips.forEach((strip, i) => {
      labels.set(parts[i] as Uint16Array, strip.firstImage * scores.pixelCount + strip.firstPixel);
    });
    return labels;
  }

  async countOverlap(groundTruth: ScoreTensor, prediction: ScoreTensor): Promise<OverlapSums> {
    const { batchSize, pixelCount, numClasses } = groundTruth;
    const strips = this.#cut(groundTruth, bytesOf(groundTruth) + bytesOf(prediction));
    const parts = await this.#count("countOverlap", strips, (strip, cargo) => ({
      groundTruth: cargo.load(stripOf(groundTruth, pixelCount, strip)),
      prediction: cargo.load(stripOf(prediction, pixelCount, strip)),
    }));
    const sums = emptyOverlapSums(batchSize, numClasses);
    strips.forEach(({ firstImage }, i) => {
      addSums(sums, parts[i] as OverlapSums, firstImage * numClasses);
    });
    return sums;
  }

  async sumOverlap(groundTruth: ScoreTensor, prediction: ScoreTensor): Promise<OverlapSums> {
    const { batchSize, pixelCount, numClasses } = groundTruth;
    const strips = this.#cut(groundTruth, bytesOf(groundTruth) + bytesOf(prediction), SOFT_BLOCK_PIXELS);
    const parts = await this.#count("sumOverlap", strips, (strip, cargo) => ({
      groundTruth: cargo.load(stripOf(groundTruth, pixelCount, strip)),
      prediction: cargo.load(stripOf(prediction, pixelCount, strip)),
    }));
    const sums = emptyOverlapSums(batchSize, numClasses);
    // Block after block, as one thread adds them: the last bit depends on it.
    const blocks = softBlocks(groundTruth);
    parts.flat().forEach((part, i) => {
      addSums(sums, part, (blocks[i] as Strip).firstImage * numClasses);
    });
    return sums;
  }

  async countLabels(
    groundTruth: LabelSource,
    prediction: LabelSource,
    sizes: ImageSizes,
    numClasses: number,
    ignoreIndex: number | undefined,
  ): Promise<ConfusionCounts> {
    const { pixelCount } = sizes;
    const strips = this.#cut(sizes, bytesOf(groundTruth) + bytesOf(prediction));
    const parts = await this.#count("countLabels", strips, (strip, cargo) => ({
      groundTruth: cargo.load(stripOf(groundTruth, pixelCount, strip)),
      prediction: cargo.load(stripOf(prediction, pixelCount, strip)),
      sizes: { batchSize: strip.imageCount, pixelCount: strip.pixelCount },
      numClasses,
      ignoreIndex,
    }));
    const invalid = parts.findIndex(({ firstInvalidPixel }) => firstInvalidPixel >= 0);
    if (invalid >= 0) {
      const { firstImage, firstPixel } = strips[invalid] as Strip;
      const part = parts[invalid] as ConfusionCounts;
      return { ...part, firstInvalidPixel: firstImage * pixelCount + firstPixel + part.firstInvalidPixel };
    }
    const { counts, cells, ignoredCount } = parts
      .map((part): ConfusionMatrix => ({ ...part, numClasses }))
      .reduce(addConfusionMatrices);
    return { counts, cells, ignoredCount, firstInvalidPixel: -1 };
  }

  async countBinary(groundTruth: Uint8Array, prediction: Uint8Array): Promise<BinaryCounts> {
    const strips = this.#cut({ batchSize: 1, pixelCount: groundTruth.length }, groundTruth.length * 2);
    const parts = await this.#count("countBinary", strips, (strip, cargo) => ({
      groundTruth: cargo.load(stripOf(groundTruth, groundTruth.length, strip)),
      prediction: cargo.load(stripOf(prediction, groundTruth.length, strip)),
    }));
    return parts.reduce(addBinaryCounts);
  }

  async countPacked(
    groundTruth: Uint8Array,
    prediction: Uint8Array,
    rows: PackedRows,
  ): Promise<BinaryCounts> {
    // Rows take the place of images: a strip is whole rows.
    const { width, height, rowBytes } = rows;
    const sizes = { batchSize: height, pixelCount: rowBytes };
    const strips = this.#cut(sizes, height * rowBytes * 2, rowBytes);
    const parts = await this.#count("countPacked", strips, (strip, cargo) => ({
      groundTruth: cargo.load(stripOf(groundTruth, rowBytes, strip)),
      prediction: cargo.load(stripOf(prediction, rowBytes, strip)),
      rows: { width, height: strip.imageCount, rowBytes },
    }));
    return parts.reduce(addBinaryCounts);
  }

  #cut(sizes: ImageSizes, bytes: number, stepPixels = 64): Strip[] {
    const { batchSize, pixelCount } = sizes;
    const leastPixels = Math.ceil((this.#limits.leastBytes / bytes) * batchSize * pixelCount);
    return cutIntoStrips(sizes, this.#limits.pieces, leastPixels, stepPixels);
  }

  /** Makes all requests at once, copies included: what a caller does to the arrays afterwards changes nothing. */
  #count<K extends keyof PoolRequests>(
    kind: K,
    strips: readonly Strip[],
    askedOf: (strip: Strip, cargo: Cargo) => Omit<Asked<PoolRequests, K>, "backend">,
  ): Promise<Answer<PoolRequests, K>[]> {
    const name = backend();
    return Promise.all(
      strips.map((strip) => {
        const cargo = new Cargo();
        const asked = { ...askedOf(strip, cargo), backend: name } as Asked<PoolRequests, K>;
        return this.#workers.ask(kind, asked, { transfer: cargo.buffers });
      }),
    );
  }
}

function bytesOf(source: LabelSource): number {
  return ArrayBuffer.isView(source) ? source.byteLength : source.data.byteLength;
}

function addSums(sums: OverlapSums, part: OverlapSums, first: number): void {
  for (const key of ["intersection", "groundTruthArea", "predictionArea"] as const) {
    part[key].forEach((sum, i) => {
      sums[key][first + i] = (sums[key][first + i] as number) + sum;
    });
  }
}

function addBinaryCounts(a: BinaryCounts, b: BinaryCounts): BinaryCounts {
  return {
    intersection: a.intersection + b.intersection,
    groundTruthArea: a.groundTruthArea + b.groundTruthArea,
    predictionArea: a.predictionArea + b.predictionArea,
  };
}

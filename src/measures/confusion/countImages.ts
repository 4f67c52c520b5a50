import { entriesOf } from "../../counting/entries.js";
import { stripOf } from "../../counting/strips.js";
import { MAX_CLASSES } from "../../counting/confusionCells.js";
import { contradiction } from "../../errors/argument.js";
import { labelOutOfRange, labelUnmapped } from "../../errors/labels.js";
import { isMaskscoreError } from "../../errors/problem.js";
import { describe } from "../../errors/words.js";
import { binaryOverlap, type BitPackedOptions, countConfusion } from "../../counting/functional.js";
import {
  type ConfusionMatrix,
  isBigIntegers,
  type Labels,
  type LabelSource,
  type ScoreLayout,
} from "../../types.js";
import {
  type ConfusionRequest,
  type LabelsOrScores,
  readConfusionRequest,
} from "../../counting/confusionRequest.js";
import { compact } from "./imageRows.js";
import type { LabelPairs, MappedSide } from "../../labels/labelMapping.js";
import type { ScorerSettings } from "./settings.js";

/** How the masks of an update are to be read. */
export interface MaskForm {
  readonly layout: ScoreLayout | undefined;
  /** Foreground is any nonzero byte, or any set bit; class 1 of two. */
  readonly binary: true | BitPackedOptions | undefined;
}

/** One matrix for each image of two sides. */
export function countImages(
  settings: ScorerSettings,
  groundTruth: LabelsOrScores,
  prediction: LabelsOrScores,
  { layout, binary }: MaskForm,
): ConfusionMatrix[] {
  if (binary !== undefined) return [countBinary(settings, groundTruth, prediction, binary)];
  const { numClasses } = settings;
  const ignoreIndex = settings.ignoreIndex ?? undefined;
  const pairs = pairsOf(settings);
  const mapping = pairs === undefined ? undefined : new LabelFold(numClasses, ignoreIndex, pairs);
  const request = readConfusionRequest(groundTruth, prediction, {
    numClasses: mapping?.rawClasses ?? numClasses,
    ignoreIndex: mapping === undefined ? ignoreIndex : mapping.rawIgnoreIndex,
    layout,
  });
  return imagesOf(request).map((raw, i, all) => {
    const image = narrowed(raw, settings);
    const index = all.length === 1 ? undefined : i;
    return compact(mapping === undefined ? countOne(image, index) : mapping.count(image, index));
  });
}

/** What a label beyond a byte becomes in the truth where it marks void. */
const WIDE_VOID = 256;

/**
 * Of sides in which any label but 0 is class 1, those with labels beyond a byte have them made small enough for a table.
 * Bytes, which most binary masks are, have one as they are: that costs nothing for each pixel.
 */
function narrowed(
  request: ConfusionRequest,
  { labelMapping, ignoreIndex }: ScorerSettings,
): ConfusionRequest {
  const { groundTruth, prediction } = request.sides;
  const truth = labelMapping?.groundTruth === "nonzero" ? wideLabels(groundTruth) : undefined;
  const predicted = labelMapping?.prediction === "nonzero" ? wideLabels(prediction) : undefined;
  if (truth === undefined && predicted === undefined) return request;
  return {
    ...request,
    ignoreIndex: truth === undefined ? request.ignoreIndex : WIDE_VOID,
    sides: {
      ...request.sides,
      groundTruth: truth === undefined ? groundTruth : zeroOrNot(truth, ignoreIndex),
      prediction: predicted === undefined ? prediction : zeroOrNot(predicted, null),
    },
  };
}

/** Labels that may lie beyond a byte; scores are of classes already. */
function wideLabels(source: LabelSource): Labels | undefined {
  if (!ArrayBuffer.isView(source)) return undefined;
  return source instanceof Uint8Array || source instanceof Uint8ClampedArray ? undefined : source;
}

function zeroOrNot(labels: Labels, ignoreIndex: number | null): Uint16Array {
  const isBig = isBigIntegers(labels);
  // A label that does not itself mark void.
  const foreground = ignoreIndex === 1 ? 2 : 1;
  const zero = isBig ? 0n : 0;
  const small = new Uint16Array(labels.length);
  for (let pixel = 0; pixel < small.length; pixel++) small[pixel] = labels[pixel] === zero ? 0 : foreground;
  if (ignoreIndex === null) return small;
  const ignored = isBig ? BigInt(ignoreIndex) : ignoreIndex;
  for (let pixel = 0; pixel < small.length; pixel++) if (labels[pixel] === ignored) small[pixel] = WIDE_VOID;
  return small;
}

/** Both sides as tables; undefined where there is no mapping. */
function pairsOf({ labelMapping, ignoreIndex }: ScorerSettings): PairedSides | undefined {
  if (labelMapping === null) return undefined;
  const pairs = (side: MappedSide, voidByte: number | null): LabelPairs | undefined =>
    side === "nonzero" ? bytesOf(voidByte) : side;
  return {
    groundTruth: pairs(labelMapping.groundTruth, ignoreIndex),
    prediction: pairs(labelMapping.prediction, null),
  };
}

function bytesOf(voidByte: number | null): LabelPairs {
  return Array.from(
    { length: 256 },
    (_, byte) => [byte, byte === voidByte ? null : Math.min(byte, 1)] as const,
  );
}

interface PairedSides {
  readonly groundTruth: LabelPairs | undefined;
  readonly prediction: LabelPairs | undefined;
}

/** The images of a batch; where neither side says how it is cut, all is one image. */
function imagesOf(request: ConfusionRequest): ConfusionRequest[] {
  const { groundTruth, prediction, batchSize, pixelCount } = request.sides;
  if (batchSize === 1) return [request];
  return Array.from({ length: batchSize }, (_, image) => {
    const strip = { firstImage: image, imageCount: 1, firstPixel: 0, pixelCount };
    return {
      ...request,
      sides: {
        groundTruth: stripOf(groundTruth, pixelCount, strip),
        prediction: stripOf(prediction, pixelCount, strip),
        batchSize: 1,
        pixelCount,
      },
    };
  });
}

/** @param image which of a batch it is */
function countOne(request: ConfusionRequest, image: number | undefined): ConfusionMatrix {
  try {
    return countConfusion(request);
  } catch (error) {
    if (image === undefined || !isMaskscoreError(error, "label-out-of-range")) throw error;
    throw labelOutOfRange({ ...error.problem, image }, MAX_CLASSES);
  }
}

function countBinary(
  { numClasses, ignoreIndex, labelMapping }: ScorerSettings,
  groundTruth: unknown,
  prediction: unknown,
  binary: true | BitPackedOptions,
): ConfusionMatrix {
  if (numClasses !== 2 || ignoreIndex !== null || labelMapping !== null) {
    throw contradiction(
      "binary",
      "a scorer of 2 classes without ignoreIndex and labelMapping",
      `numClasses: ${numClasses}, ignoreIndex: ${describe(ignoreIndex ?? undefined)}`,
      "masks with void pixels are label maps: leave binary out",
    );
  }
  const { intersection, groundTruthArea, predictionArea, union, pixelCount } = binaryOverlap(
    groundTruth as Uint8Array,
    prediction as Uint8Array,
    binary === true ? undefined : binary,
  );
  const counts = Float64Array.of(
    pixelCount - union,
    predictionArea - intersection,
    groundTruthArea - intersection,
    intersection,
  );
  return { numClasses, counts, ignoredCount: 0 };
}

/** What a raw label stands for: a class, or one of these. */
const VOID = -1;
const UNMAPPED = -2;

/**
 * Raw labels are counted as they are, in a larger matrix, and its cells are folded into classes afterwards: that costs
 * nothing for each pixel.
 */
class LabelFold {
  /** Raw labels are counted from 0 to this, exclusive. */
  readonly rawClasses: number;
  /** ignoreIndex, where no raw label stands for it: then it is skipped while counting, whatever it is. */
  readonly rawIgnoreIndex: number | undefined;
  readonly #numClasses: number;
  readonly #truth: Int32Array;
  readonly #prediction: Int32Array;

  constructor(numClasses: number, ignoreIndex: number | undefined, { groundTruth, prediction }: PairedSides) {
    const largest = Math.max(
      ...[groundTruth, prediction].map((pairs) => pairs?.at(-1)?.[0] ?? numClasses - 1),
    );
    this.rawClasses = largest + 1;
    this.#numClasses = numClasses;
    this.#truth = tableOf(groundTruth, numClasses, this.rawClasses);
    this.#prediction = tableOf(prediction, numClasses, this.rawClasses);
    const isMapped = ignoreIndex !== undefined && groundTruth?.some(([raw]) => raw === ignoreIndex) === true;
    this.rawIgnoreIndex = isMapped ? undefined : ignoreIndex;
    // A raw label that stands for the ignored class is void.
    this.#truth.forEach((c, raw) => {
      if (c === ignoreIndex) this.#truth[raw] = VOID;
    });
  }

  /** Counts one image and folds its cells. */
  count(request: ConfusionRequest, image: number | undefined): ConfusionMatrix {
    const batched = image === undefined ? {} : { image };
    try {
      return this.#fold(countConfusion(request), request, batched);
    } catch (error) {
      if (!isMaskscoreError(error, "label-out-of-range")) throw error;
      const { side, label, pixel } = error.problem;
      throw labelUnmapped({ side, label, pixel, ...batched });
    }
  }

  #fold(
    raw: ConfusionMatrix,
    request: ConfusionRequest,
    batched: { readonly image?: number },
  ): ConfusionMatrix {
    const numClasses = this.#numClasses;
    const byCell = new Map<number, number>();
    let { ignoredCount } = raw;
    for (const [cell, count] of entriesOf(raw)) {
      const rawTruth = Math.floor(cell / this.rawClasses);
      const rawPrediction = cell % this.rawClasses;
      const t = this.#truth[rawTruth] as number;
      const p = this.#prediction[rawPrediction] as number;
      if (t === VOID) {
        ignoredCount += count;
        continue;
      }
      if (t === UNMAPPED || p < 0) {
        const pixel = firstPixelOf(request, rawTruth, rawPrediction);
        const where = pixel === undefined ? batched : { ...batched, pixel };
        throw t === UNMAPPED
          ? labelUnmapped({ side: "groundTruth", label: rawTruth, ...where })
          : labelUnmapped({ side: "prediction", label: rawPrediction, ...where });
      }
      const to = t * numClasses + p;
      byCell.set(to, (byCell.get(to) ?? 0) + count);
    }
    const cells = Uint32Array.from(byCell.keys()).sort();
    const counts = Float64Array.from(cells, (cell) => byCell.get(cell) as number);
    return { numClasses, counts, cells, ignoredCount };
  }
}

function tableOf(pairs: LabelPairs | undefined, numClasses: number, rawClasses: number): Int32Array {
  const table = new Int32Array(rawClasses).fill(UNMAPPED);
  if (pairs === undefined) for (let c = 0; c < numClasses; c++) table[c] = c;
  else for (const [raw, c] of pairs) table[raw] = c ?? VOID;
  return table;
}

/** Looks for the first pixel with a pair of labels; only called on the throwing path. */
function firstPixelOf(
  { sides: { groundTruth, prediction } }: ConfusionRequest,
  rawTruth: number,
  rawPrediction: number,
): number | undefined {
  if (!ArrayBuffer.isView(groundTruth) || !ArrayBuffer.isView(prediction)) return undefined;
  for (let pixel = 0; pixel < groundTruth.length; pixel++) {
    if (Number(groundTruth[pixel]) === rawTruth && Number(prediction[pixel]) === rawPrediction) return pixel;
  }
  return undefined;
}

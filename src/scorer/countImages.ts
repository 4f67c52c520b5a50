import { entriesOf } from "../core/entries.js";
import { stripOf } from "../core/strips.js";
import { describe, expectation } from "../errors.js";
import { binaryOverlap, type BitPackedOptions, countConfusion, LabelRangeError } from "../functional.js";
import { type ConfusionMatrix, isBigIntegers, type Labels, type ScoreLayout } from "../types.js";
import {
  type ConfusionRequest,
  type LabelsOrScores,
  readConfusionRequest,
} from "../validate/confusionRequest.js";
import { compact } from "./imageRows.js";
import type { LabelPairs, MappedSide, MappedSides } from "./labelMapping.js";
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
  const { numClasses, labelMapping } = settings;
  const ignoreIndex = settings.ignoreIndex ?? undefined;
  const pairs = pairsOf(labelMapping);
  const mapping = pairs === undefined ? undefined : new LabelFold(numClasses, ignoreIndex, pairs);
  const request = readConfusionRequest(groundTruth, prediction, {
    numClasses: mapping?.rawClasses ?? numClasses,
    ignoreIndex: mapping === undefined ? ignoreIndex : mapping.rawIgnoreIndex,
    layout,
  });
  return imagesOf(request).map((raw, i, all) => {
    const place = (pixel: number): string =>
      all.length === 1 ? `pixel ${pixel}` : `pixel ${pixel} of image ${i} of the batch`;
    const image = withForeground(raw, settings, labelMapping);
    return compact(mapping === undefined ? countOne(image, place) : mapping.count(image, place));
  });
}

/** Void in a truth whose labels have become background 0 and foreground 1. */
const FOREGROUND_VOID = 2;

/** Sides in which 0 is class 0 and any other label class 1 become such classes; scores are classes already. */
function withForeground(
  request: ConfusionRequest,
  { ignoreIndex }: ScorerSettings,
  sides: MappedSides | null,
): ConfusionRequest {
  const { groundTruth, prediction } = request.sides;
  const ofTruth = sides?.groundTruth === "nonzero" && ArrayBuffer.isView(groundTruth);
  const ofPrediction = sides?.prediction === "nonzero" && ArrayBuffer.isView(prediction);
  if (!ofTruth && !ofPrediction) return request;
  return {
    ...request,
    ignoreIndex: ofTruth && ignoreIndex !== null ? FOREGROUND_VOID : request.ignoreIndex,
    sides: {
      ...request.sides,
      groundTruth: ofTruth ? zeroOrOne(groundTruth, ignoreIndex) : groundTruth,
      prediction: ofPrediction ? zeroOrOne(prediction, null) : prediction,
    },
  };
}

function zeroOrOne(labels: Labels, ignoreIndex: number | null): Uint8Array {
  const isBig = isBigIntegers(labels);
  const zero = isBig ? 0n : 0;
  const ignored = isBig && ignoreIndex !== null ? BigInt(ignoreIndex) : ignoreIndex;
  // As of every mapping: what stands for the ignored class is void.
  const foreground = ignoreIndex === 1 ? FOREGROUND_VOID : 1;
  const classes = new Uint8Array(labels.length);
  for (let pixel = 0; pixel < classes.length; pixel++) {
    const label = labels[pixel];
    classes[pixel] = label === ignored ? FOREGROUND_VOID : label === zero ? 0 : foreground;
  }
  return classes;
}

/** The sides that have a table; undefined where none has. */
function pairsOf(sides: MappedSides | null): PairedSides | undefined {
  const pairs = (side: MappedSide): LabelPairs | undefined => (side === "nonzero" ? undefined : side);
  const [groundTruth, prediction] = [pairs(sides?.groundTruth), pairs(sides?.prediction)];
  // An empty mapping, as {}, maps nothing, but its labels are still said to be unmapped.
  const isNamed = sides?.groundTruth === "nonzero" || sides?.prediction === "nonzero";
  if (sides === null || (isNamed && (groundTruth ?? prediction) === undefined)) return undefined;
  return { groundTruth, prediction };
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

function countOne(request: ConfusionRequest, place: (pixel: number) => string): ConfusionMatrix {
  try {
    return countConfusion(request);
  } catch (error) {
    if (!(error instanceof LabelRangeError)) throw error;
    const { argument, label, pixel, numClasses } = error;
    throw new LabelRangeError(argument, label, pixel, numClasses, place(pixel));
  }
}

function countBinary(
  { numClasses, ignoreIndex, labelMapping }: ScorerSettings,
  groundTruth: unknown,
  prediction: unknown,
  binary: true | BitPackedOptions,
): ConfusionMatrix {
  if (numClasses !== 2 || ignoreIndex !== null || labelMapping !== null) {
    throw new RangeError(
      expectation(
        "binary",
        "a scorer of 2 classes without ignoreIndex and labelMapping",
        `numClasses: ${numClasses}, ignoreIndex: ${describe(ignoreIndex ?? undefined)}`,
        "masks with void pixels are label maps: leave binary out",
      ),
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
  count(request: ConfusionRequest, place: (pixel: number) => string): ConfusionMatrix {
    try {
      return this.#fold(countConfusion(request), request, place);
    } catch (error) {
      if (!(error instanceof LabelRangeError)) throw error;
      throw new UnmappedLabelError(error.argument, error.label, error.pixel, place(error.pixel));
    }
  }

  #fold(raw: ConfusionMatrix, request: ConfusionRequest, place: (pixel: number) => string): ConfusionMatrix {
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
        const where = pixel === undefined ? "one of its pixels" : place(pixel);
        throw t === UNMAPPED
          ? new UnmappedLabelError("groundTruth", rawTruth, pixel, where)
          : new UnmappedLabelError("prediction", rawPrediction, pixel, where);
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

/** A label that the mapping of its side does not have. */
export class UnmappedLabelError extends RangeError {
  override readonly name = "RangeError";

  constructor(
    readonly argument: "groundTruth" | "prediction",
    readonly label: number,
    /** undefined where it cannot be told: labels that came of scores. */
    readonly pixel: number | undefined,
    place: string,
  ) {
    const cure = argument === "groundTruth" ? "as null where it marks void" : "as the class that it is";
    super(
      `"${argument}" label ${label} at ${place} is no class of labelMapping.${argument}; add it, ${cure}`,
    );
  }
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

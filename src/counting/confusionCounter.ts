import { addConfusionMatrices, copyOfMatrix, emptyMatrix } from "./addConfusion.js";
import { MAX_CLASSES } from "./confusionCells.js";
import { confusionMatrix } from "./confusionMatrix.js";
import type { ConfusionMatrix, ScoreLayout } from "../types.js";
import { CONFUSION_OPTIONS, type ConfusionMatrixOptions, type LabelsOrScores } from "./confusionRequest.js";
import { pixelsIn } from "./entries.js";
import type { VoidPredictions } from "../labels/voidPredictions.js";
import { readInteger, readOptions } from "../reading/options.js";

export interface ConfusionCounterOptions {
  readonly numClasses: number;
  readonly ignoreIndex?: number | readonly number[] | undefined;
  readonly voidPredictions?: VoidPredictions | undefined;
  readonly threshold?: ConfusionMatrixOptions["threshold"];
  readonly layout?: ScoreLayout | undefined;
}

/**
 * Counts masks that arrive in strips, whatever their number: rows of a gigapixel image, images of a data set. What is
 * kept is the confusion matrix, exact to 2^53 pixels, so memory does not grow with what was counted.
 *
 * @example
 * const counter = new ConfusionCounter({ numClasses: 2 });
 * counter.update(Uint8Array.of(0, 1), Uint8Array.of(0, 0)).update(Uint8Array.of(1), Uint8Array.of(1));
 * counter.result().counts // 1 0 1 1
 */
export class ConfusionCounter {
  readonly #options: ConfusionCounterOptions;
  #total: ConfusionMatrix;
  #pixelCount = 0;

  /** @throws {TypeError | RangeError} as confusionMatrix */
  constructor(options: ConfusionCounterOptions) {
    const settings = readOptions(options, CONFUSION_OPTIONS, "options");
    const numClasses = readInteger(settings.numClasses, "numClasses", 1, MAX_CLASSES);
    this.#options = { ...options };
    this.#total = emptyMatrix(numClasses);
  }

  /**
   * Adds a strip, as confusionMatrix takes it. A strip that throws adds nothing.
   *
   * @throws {TypeError | RangeError} as confusionMatrix; pixels are numbered within the strip
   */
  update(groundTruth: LabelsOrScores, prediction: LabelsOrScores): this {
    const strip = confusionMatrix(groundTruth, prediction, this.#options);
    this.#total = addConfusionMatrices(this.#total, strip);
    this.#pixelCount += pixelsIn(strip);
    return this;
  }

  /** Adds every strip of an iterable, as they come. */
  async updateAll(
    strips:
      | AsyncIterable<readonly [groundTruth: LabelsOrScores, prediction: LabelsOrScores]>
      | Iterable<readonly [groundTruth: LabelsOrScores, prediction: LabelsOrScores]>,
  ): Promise<this> {
    for await (const [groundTruth, prediction] of strips) this.update(groundTruth, prediction);
    return this;
  }

  /** Pixels seen, ignored ones included. */
  get pixelCount(): number {
    return this.#pixelCount;
  }

  /** Everything counted so far; a copy. */
  result(): ConfusionMatrix {
    return copyOfMatrix(this.#total);
  }
}

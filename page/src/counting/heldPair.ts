import { type RawLabel, VOID } from "../../../src/labels/labelKinds.js";
import { labelReader, type LabelRules, type PairRules } from "../../../src/labels/labelRules.js";
import { labelsOf } from "../../../app/job/rasterLabels.js";
import { pixelText, type Raster, type RasterSize } from "../../../src/reading/raster.js";
import { type Look, paintTile, type TilePlace } from "../../../app/view/paintTile.js";
import type { PixelClasses } from "../../../app/components/viewer/pictureSource.js";
import type { PixelValues } from "../../../src/types.js";

/** Labels below this have their class in a table; larger ones are looked up one by one. */
const TABLE_SIZE = 2 ** 16;

/** One side's labels as classes, read where they are: a copy of a large mask in classes would cost its size again. */
class ClassMap {
  readonly #labels: PixelValues;
  readonly #table: Int16Array;
  readonly #read: (label: number) => number;

  constructor(labels: PixelValues, rules: LabelRules) {
    const read = labelReader(rules);
    this.#labels = labels;
    // What has no class stands under the truth's void: elsewhere the pair would not have been counted.
    this.#read = (label) => Math.max(read(label as RawLabel), VOID);
    const isByte = labels.BYTES_PER_ELEMENT === 1;
    this.#table = Int16Array.from({ length: isByte ? 256 : TABLE_SIZE }, (_, label) => this.#read(label));
  }

  /** VOID, or a class. */
  at(pixel: number): number {
    const label = Number(this.#labels[pixel]);
    return this.#table[label] ?? this.#read(label);
  }
}

/** A pair of masks that is being looked at. */
export class HeldPair {
  readonly size: RasterSize;
  /** Of the picture that shows it: of a volume, all slices one below the other. */
  readonly width: number;
  readonly height: number;
  readonly #truth: ClassMap;
  readonly #prediction: ClassMap;

  constructor(truth: Raster, prediction: Raster, rules: PairRules) {
    this.size = truth.size;
    const [slices, height, width] = truth.size;
    this.width = width;
    this.height = height * slices;
    this.#truth = new ClassMap(labelsOf(truth), rules.groundTruth);
    this.#prediction = new ClassMap(labelsOf(prediction), rules.prediction);
  }

  /** Classes of a sample of the pixels, ascending: what a legend lists. */
  present(): number[] {
    const found = new Set<number>();
    const pixels = this.width * this.height;
    // Every pixel of small masks; of large ones a million, spread by a step that no width divides.
    const step = pixels <= 2 ** 20 ? 1 : Math.floor(pixels / 2 ** 20) | 1;
    for (let pixel = 0; pixel < pixels; pixel += step) {
      found.add(this.#truth.at(pixel)).add(this.#prediction.at(pixel));
    }
    found.delete(VOID);
    return [...found].sort((a, b) => a - b);
  }

  /** Both classes of a pixel of the picture, and where in the image it is. */
  pixel(x: number, y: number): PixelClasses {
    const at = y * this.width + x;
    return {
      place: pixelText(at, this.size),
      groundTruth: this.#truth.at(at),
      prediction: this.#prediction.at(at),
    };
  }

  tile(place: TilePlace, look: Look): ImageData {
    const [truth, prediction] = [this.#truth, this.#prediction];
    const masks = {
      width: this.width,
      height: this.height,
      truthAt: (pixel: number) => truth.at(pixel),
      predictionAt: (pixel: number) => prediction.at(pixel),
      voidIndex: VOID,
    };
    return paintTile(masks, place, look);
  }
}

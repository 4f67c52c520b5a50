import { type ClassReader, classReaders, VOID } from "../../../src/labels/classReader.js";
import { labelsOf, nodataOf } from "../../../app/job/rasterLabels.js";
import type { Raster } from "../../../src/reading/raster.js";
import { type Look, paintTile, type TilePlace } from "../../../app/view/paintTile.js";
import type { ScorerSettings } from "../../../src/measures/confusion/settings.js";
import { type Labels } from "../../../src/types.js";

/** Labels below this have their class in a table; larger ones are looked up one by one. */
const TABLE_SIZE = 2 ** 16;

/** One side's labels as classes, read where they are: a copy of a large mask in classes would cost its size again. */
class ClassMap {
  readonly #labels: Labels;
  readonly #table: Uint16Array;
  readonly #classOf: ClassReader;

  constructor(labels: Labels, classOf: ClassReader) {
    this.#labels = labels;
    this.#classOf = classOf;
    const isByte = labels.BYTES_PER_ELEMENT === 1;
    this.#table = Uint16Array.from({ length: isByte ? 256 : TABLE_SIZE }, (_, label) => classOf(label));
  }

  /** VOID, or a class. */
  at(pixel: number): number {
    const label = Number(this.#labels[pixel]);
    return this.#table[label] ?? this.#classOf(label);
  }
}

/** A pair of masks that is being looked at. */
export class OpenPair {
  readonly width: number;
  /** Of a volume, all slices one below the other. */
  readonly height: number;
  readonly #truth: ClassMap;
  readonly #prediction: ClassMap;

  constructor(truth: Raster, prediction: Raster, settings: ScorerSettings) {
    const [slices, height, width] = truth.size;
    this.width = width;
    this.height = height * slices;
    const readers = classReaders(settings, nodataOf(truth));
    this.#truth = new ClassMap(labelsOf(truth), readers.groundTruth);
    this.#prediction = new ClassMap(labelsOf(prediction), readers.prediction);
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

  pixel(x: number, y: number): { groundTruth: number; prediction: number } {
    const at = y * this.width + x;
    const shown = (c: number): number => (c === VOID ? -1 : c);
    return { groundTruth: shown(this.#truth.at(at)), prediction: shown(this.#prediction.at(at)) };
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

import { type RawLabel, VOID } from "../../../src/labels/labelKinds.js";
import { labelReader, type LabelRules, type PairRules } from "../../../src/labels/labelRules.js";
import { labelsOf } from "../../../app/job/rasterLabels.js";
import {
  pixelCountOf,
  pixelText,
  type Raster,
  type RasterSize,
  type Spacing,
} from "../../../src/reading/raster.js";
import {
  type Look,
  paintTile,
  type PixelSteps,
  type PlaneName,
  type SliceView,
  type TilePlace,
} from "../../../app/view/paintTile.js";
import { PLANES, sliceCount, sliceShape, sliceSteps } from "../../../app/view/sliceViews.js";
import type { PixelClasses } from "../../../app/components/viewer/pictureSource.js";
import type { PixelValues } from "../../../src/types.js";

/** Labels below this have their class in a table; larger ones are looked up one by one. */
const TABLE_SIZE = 2 ** 16;

/** The longer side of a thumbnail has at most so many pixels. */
const THUMBNAIL_SIDE = 128;

/** What is seen in a pair at a glance. */
export interface SampledPair {
  /** In either mask, ascending. */
  readonly classes: readonly number[];
  /** Some of the truth's pixels are not scored. */
  readonly hasVoid: boolean;
  /** Of each plane the slice with the most wrong pixels; the middle one where none has any. */
  readonly worstSlices: Readonly<Record<PlaneName, number>>;
}

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

function worstOf(wrong: Float64Array): number {
  const most = Math.max(...wrong);
  return most === 0 ? wrong.length >> 1 : wrong.indexOf(most);
}

/** A pair of masks that is being looked at. */
export class HeldPair {
  readonly size: RasterSize;
  /** How far voxels are apart along z, y and x, where the truth's file says it. */
  readonly lengths: Spacing["lengths"] | undefined;
  /** The prediction as it is in its file, where it is one value a pixel that a threshold makes a class of. */
  readonly values: Float32Array | Float64Array | undefined;
  readonly #truth: ClassMap;
  readonly #prediction: ClassMap;

  constructor(truth: Raster, prediction: Raster, rules: PairRules) {
    this.size = truth.size;
    this.lengths = truth.spacing?.lengths;
    this.values = prediction.kind === "values" ? prediction.data : undefined;
    this.#truth = new ClassMap(labelsOf(truth), rules.groundTruth);
    this.#prediction = new ClassMap(labelsOf(prediction), rules.prediction);
  }

  /** What a sample of the pixels tells: enough for a legend, and for where to begin. */
  look(): SampledPair {
    const found = new Set<number>();
    let hasVoid = false;
    const wrong = PLANES.map(([plane]) => ({
      plane,
      pixels: new Float64Array(sliceCount(this.size, plane)),
    }));
    const [, height, width] = this.size;
    const pixels = pixelCountOf(this.size);
    // Every pixel of small masks; of large ones a million, spread by a step that no width divides.
    const step = pixels <= 2 ** 20 ? 1 : Math.floor(pixels / 2 ** 20) | 1;
    for (let pixel = 0; pixel < pixels; pixel += step) {
      const [truth, predicted] = [this.#truth.at(pixel), this.#prediction.at(pixel)];
      if (truth === VOID) hasVoid = true;
      found.add(truth).add(predicted);
      if (truth === predicted || truth === VOID) continue;
      const row = Math.floor(pixel / width);
      const at = { axial: Math.floor(row / height), coronal: row % height, sagittal: pixel % width };
      for (const { plane, pixels: counts } of wrong) counts[at[plane]] = (counts[at[plane]] as number) + 1;
    }
    found.delete(VOID);
    return {
      classes: [...found].sort((a, b) => a - b),
      hasVoid,
      worstSlices: Object.fromEntries(
        wrong.map(({ plane, pixels: counts }) => [plane, worstOf(counts)]),
      ) as SampledPair["worstSlices"],
    };
  }

  /** Both classes of a pixel of the picture, and where in the image it is. */
  pixel(x: number, y: number, slice: SliceView | undefined): PixelClasses {
    const { first, across, down } = this.#stepsOf(slice);
    const at = first + x * across + y * down;
    return {
      place: pixelText(at, this.size),
      groundTruth: this.#truth.at(at),
      prediction: this.#prediction.at(at),
      value: this.values?.[at],
    };
  }

  /** VOID, or the true class. */
  truthAt(pixel: number): number {
    return this.#truth.at(pixel);
  }

  tile(place: TilePlace, look: Look): ImageData {
    const truth = this.#truth;
    const { width, height } = sliceShape(this.size, undefined, place.slice);
    const masks = {
      width,
      height,
      steps: this.#stepsOf(place.slice),
      truthAt: (pixel: number) => truth.at(pixel),
      predictionAt: this.#predictionBy(look.threshold),
      voidIndex: VOID,
    };
    return paintTile(masks, place, look);
  }

  /** As it was scored, or by another threshold. */
  #predictionBy(threshold: number | undefined): (pixel: number) => number {
    const { values } = this;
    const prediction = this.#prediction;
    if (values === undefined || threshold === undefined) return (pixel) => prediction.at(pixel);
    return (pixel) => (prediction.at(pixel) === VOID ? VOID : Number((values[pixel] as number) >= threshold));
  }

  /** All errors at a small size; of a volume those of its middle slice. */
  thumbnail(look: Look): ImageData {
    const [depth, height, width] = this.size;
    const level = Math.max(0, Math.ceil(Math.log2(Math.max(width, height) / THUMBNAIL_SIDE)));
    const slice = depth === 1 ? undefined : ({ plane: "axial", at: depth >> 1 } as const);
    return this.tile({ layer: "errors", level, column: 0, row: 0, slice }, look);
  }

  #stepsOf(slice: SliceView | undefined): PixelSteps {
    return slice === undefined ? { first: 0, across: 1, down: this.size[2] } : sliceSteps(this.size, slice);
  }
}

import { duplicateIds, weightsWithoutImages } from "../errors/runs.js";
import type { MeasuredImage, Measure } from "../measures/measure.js";
import { requireExact, requireKeepable } from "./limits.js";
import { compareImages } from "./imageOrder.js";
import { joinParts, mergeParts, type RunPart } from "./provenance.js";
import type { RunState } from "./state.js";

/**
 * Images that were measured: their ids, weights, order and sum, whatever it is that is measured of them. Runs add up exactly
 * and without order.
 */
export class Run<Settings, Row, RowJson extends object> {
  /** Rows by id; those without one are kept apart. */
  #named = new Map<string, MeasuredImage<Row>>();
  #unnamed: MeasuredImage<Row>[] = [];
  /** Where images are not kept: their sum; undefined where that is nothing. */
  #total: Row | undefined;
  #imageCount = 0;
  /** Those of all images, ignored ones included. */
  #pixelCount = 0;
  /** Made when asked for, and kept until something changes. */
  #images: readonly MeasuredImage<Row>[] | undefined;
  #parts: readonly RunPart[] = [];

  constructor(
    readonly measure: Measure<Settings, Row, RowJson>,
    readonly settings: Settings,
  ) {}

  get imageCount(): number {
    return this.#imageCount;
  }

  get keepsImages(): boolean {
    return this.measure.keepsImages(this.settings);
  }

  /** Where the images come from, as far as it was told. */
  get provenance(): readonly RunPart[] {
    return this.#parts;
  }

  set provenance(parts: readonly RunPart[]) {
    this.#parts = joinParts(parts);
  }

  /**
   * Adds images, or none of them.
   *
   * @param replace images whose id is there already take its place, instead of being refused
   */
  add(images: readonly MeasuredImage<Row>[], replace: boolean): void {
    this.#add(images, images.length, replace);
  }

  /** Adds all images of another run of the same measure and settings. */
  merge(other: Run<Settings, Row, RowJson>, replace: boolean): void {
    const parts = mergeParts(this, other, replace);
    this.#add(other.#rows(), other.#imageCount, replace);
    this.#parts = parts;
  }

  /** Puts images into clusters, those of no id too. */
  assignClusters(clusterOf: (image: MeasuredImage<Row>) => string | undefined): void {
    const assigned = (image: MeasuredImage<Row>): MeasuredImage<Row> => {
      const { id, weight, row } = image;
      const cluster = clusterOf(image);
      return cluster === undefined ? { id, weight, row } : { id, weight, row, cluster };
    };
    const unnamed = this.#unnamed.map(assigned);
    const named = [...this.#named].map(([id, image]) => [id, assigned(image)] as const);
    this.#named = new Map(named);
    this.#unnamed = unnamed;
    this.#images = undefined;
  }

  /** Forgets every image, and where it came from. */
  reset(): void {
    this.#named.clear();
    this.#unnamed = [];
    this.#total = undefined;
    this.#imageCount = 0;
    this.#pixelCount = 0;
    this.#images = undefined;
    this.#parts = [];
  }

  /**
   * Images in the one order in which anything is summed: by id (UTF-16 code units); those without an id come last, by weight
   * and row, so that equal ones are all that can change places. The same array until something changes.
   */
  get images(): readonly MeasuredImage<Row>[] {
    this.#images ??= [...this.#rows()].sort((a, b) => compareImages(this.measure, a, b));
    return this.#images;
  }

  /** The sum of images that are not kept. */
  get total(): Row {
    return this.#total ?? this.measure.empty(this.settings);
  }

  state(): RunState<Settings, Row> {
    return {
      settings: this.settings,
      provenance: this.#parts,
      images: this.keepsImages ? this.images : this.#rows(),
      imageCount: this.#imageCount,
    };
  }

  /**
   * Takes over what is known of a run whose images stay where they are; nothing is there before.
   *
   * @param total their sum, weights included
   */
  loadTotal(total: Row, imageCount: number, provenance: readonly RunPart[]): void {
    this.#total = total;
    this.#imageCount = imageCount;
    this.#parts = provenance;
  }

  /** Takes a state of the same measure and settings over; nothing is there before. */
  load({ provenance, images, imageCount }: RunState<Settings, Row>): void {
    this.#add(images, imageCount, false);
    this.#parts = provenance;
  }

  #add(images: readonly MeasuredImage<Row>[], imageCount: number, replace: boolean): void {
    if (this.keepsImages) requireKeepable(this.#imageCount + images.length);
    const pixelCount = this.#pixelCountWith(images, replace);
    if (this.keepsImages) this.#keep(images, replace);
    else this.#addToTotal(images);
    this.#imageCount = this.keepsImages
      ? this.#named.size + this.#unnamed.length
      : this.#imageCount + imageCount;
    this.#pixelCount = pixelCount;
    this.#images = undefined;
  }

  /** @throws {RangeError} with these images counts would not be exact any more */
  #pixelCountWith(images: readonly MeasuredImage<Row>[], replace: boolean): number {
    let count = this.#pixelCount;
    for (const { id, row } of images) {
      const replaced = replace && id !== undefined ? this.#named.get(id) : undefined;
      count += this.measure.pixelCount(row);
      if (replaced !== undefined) count -= this.measure.pixelCount(replaced.row);
      requireExact(count);
    }
    return count;
  }

  #keep(images: readonly MeasuredImage<Row>[], replace: boolean): void {
    const known: string[] = [];
    const added = new Set<string>();
    for (const { id } of images) {
      if (id === undefined) continue;
      if (added.has(id) || (!replace && this.#named.has(id))) known.push(id);
      added.add(id);
    }
    if (known.length > 0) throw duplicateIds(known);
    for (const image of images) {
      if (image.id === undefined) this.#unnamed.push(image);
      else this.#named.set(image.id, image);
    }
  }

  #addToTotal(images: readonly MeasuredImage<Row>[]): void {
    if (images.some(({ weight }) => weight !== 1)) throw weightsWithoutImages();
    for (const { row } of images) this.#total = this.measure.add(this.total, row, this.settings);
  }

  #rows(): readonly MeasuredImage<Row>[] {
    return this.keepsImages
      ? [...this.#named.values(), ...this.#unnamed]
      : [{ id: undefined, weight: 1, row: this.total }];
  }
}

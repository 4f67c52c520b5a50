import type { SettingDifference } from "../errors/runs.js";

/** An image as a run keeps it: its row is all that is left of it. */
export interface MeasuredImage<Row> {
  /** Unlike every other image's of the run; undefined where the caller named none. */
  readonly id: string | undefined;
  /** How often it counts; above 0. */
  readonly weight: number;
  /** What it was taken with, as the frames of one video are; not there where it stands by itself. */
  readonly cluster?: string | undefined;
  readonly row: Row;
}

/** Where a row's numbers go in the binary form of a state. */
export interface RowWriter {
  /** A whole number from 0 to 2^53 - 1. */
  integer(value: number): void;
  /** Any float64. */
  float(value: number): void;
}

/** Where they come from; reading past the end throws. */
export interface RowReader {
  integer(): number;
  float(): number;
  /** Bytes not read yet: no list is longer, and none is made longer on a number's word alone. */
  readonly bytesLeft: number;
}

/**
 * What is counted of an image and what becomes of it: the one thing that a task of its own has to bring. A run (ids, weights,
 * order, merging, integrity, state) and statistics know this interface and no measure.
 *
 * Rows are immutable, and adding them is exact: whole numbers, as a rule. RowJson is a row as plain JSON; it is also what
 * `read` gives, so that bytes and JSON pass the same checks, those of rowFromJson.
 */
export interface Measure<Settings, Row, RowJson extends object = object> {
  /** What states call it. */
  readonly name: string;
  /** Of its settings and rows in states. It reads all versions up to this one. */
  readonly version: number;
  /** Whether states of version 1, which name no measure, are its own; digests of its states go on as they were. */
  readonly isOfVersion1: boolean;

  /** Settings as a state has them: those that came later are left out where they have their default. */
  settingsToJson(settings: Settings): object;
  /** @throws {TypeError | RangeError} they are incomplete or impossible */
  settingsFromJson(saved: unknown): Settings;
  /** The first setting in which two differ; undefined where they agree. */
  settingsDifference(ours: Settings, theirs: Settings): SettingDifference | undefined;
  /** false: a run with these settings keeps the sum of its images only. */
  keepsImages(settings: Settings): boolean;

  /** The row of no image. */
  empty(settings: Settings): Row;
  add(a: Row, b: Row, settings: Settings): Row;
  /** Everything that was counted, ignored or not: beyond 2^53 - 1 sums are no longer exact. */
  pixelCount(row: Row): number;
  /** An order of rows, for images without ids: 0 only where they are equal. */
  compare(a: Row, b: Row): number;
  /** Whether rows of two models may be of one ground truth, as far as rows tell. */
  hasSameTruth(a: Row, b: Row, settings: Settings): boolean;

  /** Which of the measure's layouts the row is written in; 0 is the one of version 1. */
  layoutOf(row: Row): number;
  /** Writes a row so that `read` knows where it ends. */
  write(row: Row, writer: RowWriter): void;
  /** What `write` wrote, not looked at yet. */
  read(reader: RowReader, layout: number): RowJson;
  rowToJson(row: Row): RowJson;
  /** @param place how messages name the row @throws {TypeError | RangeError} it is none of these settings */
  rowFromJson(value: Readonly<Record<string, unknown>>, place: string, settings: Settings): Row;
}

/** Where a score lies, and so on which scale its intervals are drawn: from 0 to 1, from 0 up, or on both sides of 0. */
export type Scale = "share" | "length" | "difference";

/** What one number of a score says. */
export interface ScoredValue {
  readonly name: string;
  /** undefined: of all classes together. */
  readonly classIndex: number | undefined;
  /** undefined: it jumps where images come and go, as the best of some thresholds does. */
  readonly scale?: Scale;
}

/**
 * Images that can be scored in any combination, each as often as one likes: all that bootstrap, permutation tests and
 * contributions ask for.
 */
export interface ScoredSet {
  readonly imageCount: number;
  /** What notes call one of them; default "image". */
  readonly unit?: "cluster";
  /** What is scored, in the order in which scores are written; the first is the one that sums all up. */
  readonly values: readonly ScoredValue[];
  /** A combination of no image. */
  combination(): Combination;
  /** For two models over the same images, in the same order: all of this one's, and all of the other's. */
  exchangeWith(other: ScoredSet): Exchange;
}

/** So many times this image, so many times that one: the images' own weights come on top. */
export interface Combination {
  clear(): void;
  /** Becomes a copy of another combination of the same set. */
  set(other: Combination): void;
  add(image: number, times: number): void;
  /** Adds each image as often as `times` says, in their order: one call a resample costs less than one an image. */
  addEach(times: Float64Array): void;
  /** Writes one number a value; NaN where it is undefined. */
  scoreInto(out: Float64Array): void;
}

/** Two models' images, some of which have changed hands. */
export interface Exchange {
  /** Every image is with its own model again. */
  clear(): void;
  swap(image: number): void;
  scoreInto(first: Float64Array, second: Float64Array): void;
}

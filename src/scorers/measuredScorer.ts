import { wrongType } from "../errors/argument.js";
import {
  differenceWords,
  needsImages,
  type SettingDifference,
  settingsDiffer,
  tooFewImages,
} from "../errors/runs.js";
import { describe } from "../errors/describe.js";
import type { MeasuredImage, ScoredSet } from "../measures/measure.js";
import { readChoice, readOptions } from "../reading/options.js";
import { readParts, type RunPart, type RunPartOptions } from "../run/provenance.js";
import type { Run } from "../run/run.js";
import type { RunState } from "../run/state.js";
import { contentDigest, stateFromBytes, stateToBytes } from "../run/stateBytes.js";
import { type RunStateJson, stateFromJson, stateToJson } from "../run/stateJson.js";
import type { DrawChoice } from "../statistics/confidenceIntervals.js";
import { type ClusterRule, readClusters } from "./clusterRule.js";

export interface MergeOptions {
  /** What becomes of images whose id both have: "refuse" (default), or "replace" ours by theirs. */
  readonly duplicates?: "refuse" | "replace" | undefined;
}

/** A scorer's images, as compareModels needs them. */
export interface ComparedImages<Row> {
  readonly images: readonly MeasuredImage<Row>[];
  readonly set: ScoredSet;
  readonly metric: string;
  readonly classNames: readonly string[];
  readonly choice: DrawChoice;
}

/** What all scorers do, whatever they measure: keep images, add up, save. */
export abstract class MeasuredScorer<Settings extends object, Row, RowJson extends object> {
  /** How messages name its kind. */
  abstract readonly kind: string;

  protected constructor(protected readonly run: Run<Settings, Row, RowJson>) {}

  /** The options that the scorer was made with, checked and complete. */
  get settings(): Settings {
    return this.run.settings;
  }

  get imageCount(): number {
    return this.run.imageCount;
  }

  /**
   * Where the images come from: of which model, which shard of how many, how many were expected, whether the run came to its
   * end, and what failed. Empty where nobody told. It is saved and merged with the state, and no part of the digest.
   *
   * @throws {TypeError | RangeError} (when set) something of it is of the wrong kind or impossible
   * @example scorer.provenance = [{ model: "deeplab", shard: { index: 0, count: 8 }, expected: 250, isComplete: true }]
   */
  get provenance(): readonly RunPart[] {
    return this.run.provenance;
  }

  set provenance(parts: readonly RunPartOptions[]) {
    this.run.provenance = readParts(parts, "provenance");
  }

  /**
   * Adds all images of another scorer, which stays as it is. Whatever the split and the order, the outcome is the same to
   * the last bit.
   *
   * @throws {Error} settings differ, or both have an image of one id; nothing is added then
   */
  merge(other: this, options: MergeOptions = {}): this {
    if (!this.isAlike(other)) {
      throw wrongType("other", this.kind, describe(other), "read saved states with fromJSON or fromBytes");
    }
    const { duplicates } = readOptions(options, ["duplicates"], "options");
    const replace = readChoice(duplicates ?? "refuse", ["refuse", "replace"], "duplicates") === "replace";
    const difference = this.settingDifference(other);
    if (difference !== undefined) throw settingsDiffer("scorers", difference);
    this.run.merge(other.run, replace);
    return this;
  }

  /** Images as they are kept, in their order: what a thread posts of a scorer, for one of the same settings on another. */
  get measuredImages(): readonly MeasuredImage<Row>[] {
    this.requireImages("measuredImages");
    return this.run.images;
  }

  /**
   * Adds what a scorer of the same settings has measured, on whichever thread; rows are not looked at again.
   *
   * @throws {Error} there is an image of one id already; nothing is added then
   */
  addMeasured(images: readonly MeasuredImage<Row>[]): this {
    this.run.add(images, false);
    return this;
  }

  /**
   * Puts every image into a cluster, whatever it was in before: statistics draw, exchange and leave out clusters instead of
   * images.
   *
   * @param by a pattern, whose first group in an id (or all that it matches) is the cluster; or a Map or a function of ids
   * @throws {TypeError} it is none of these
   * @throws {RangeError} an image is of none, or there is one cluster only; nothing is changed then
   * @throws {Error} images are not kept
   * @example scorer.assignClusters(/^([^_]+)_/) // 0001TP_008550 is of 0001TP
   */
  assignClusters(by: ClusterRule): this {
    this.requireImages("assignClusters");
    const clusters = readClusters(by, this.run.images);
    this.run.assignClusters((image) => clusters.get(image));
    return this;
  }

  /** Forgets every image, and where it came from. */
  reset(): this {
    this.run.reset();
    return this;
  }

  /** The first setting in which another scorer differs, in words; undefined where they agree. */
  differenceOf(other: this): string | undefined {
    const difference = this.settingDifference(other);
    return difference && differenceWords(difference);
  }

  /** The same, as data; for functions over several scorers. */
  settingDifference(other: this): SettingDifference | undefined {
    return this.run.measure.settingsDifference(this.settings, other.settings);
  }

  /** The state in as few bytes as it takes. Equal states give equal bytes. */
  toBytes(): Uint8Array<ArrayBuffer> {
    return stateToBytes(this.run.measure, this.run.state());
  }

  /** SHA-256, in hex, of settings and counts: equal ones, and only they, have equal digests, wherever they come from. */
  digest(): string {
    return contentDigest(this.run.measure, this.run.state());
  }

  /** What compareModels compares; for functions over several scorers. */
  abstract comparedImages(options: object): ComparedImages<Row>;

  /** Whether two images may be of one ground truth, as far as counts tell; for functions over several scorers. */
  hasSameTruth(ours: MeasuredImage<Row>, theirs: MeasuredImage<Row>): boolean {
    return (
      ours.weight === theirs.weight && this.run.measure.hasSameTruth(ours.row, theirs.row, this.settings)
    );
  }

  /** Whether another object is a scorer of the same kind. */
  isAlike(other: unknown): other is this {
    return other instanceof MeasuredScorer && other.kind === this.kind;
  }

  protected json(): RunStateJson<object, RowJson> {
    return stateToJson(this.run.measure, this.run.state());
  }

  /** @throws {Error} images are not kept; the message names `what` */
  protected requireImages(what: string): void {
    if (!this.run.keepsImages) throw needsImages(what);
  }

  /** @throws {Error} there are fewer than two images, or they are not kept */
  protected requireSeveral(): void {
    if (this.imageCount < 2) throw tooFewImages("intervals", this.imageCount);
    this.requireImages("confidenceIntervals()");
  }
}

/** A state as it was saved: of toBytes, of toJSON or of its text. */
export function readState<Settings, Row, RowJson extends object>(
  measure: Run<Settings, Row, RowJson>["measure"],
  saved: { readonly bytes: unknown } | { readonly json: unknown },
  wanted: Settings | undefined,
): RunState<Settings, Row> {
  const state = "bytes" in saved ? stateFromBytes(measure, saved.bytes) : stateFromJson(measure, saved.json);
  const difference = wanted === undefined ? undefined : measure.settingsDifference(wanted, state.settings);
  if (difference !== undefined) throw settingsDiffer("state", difference);
  return state;
}
